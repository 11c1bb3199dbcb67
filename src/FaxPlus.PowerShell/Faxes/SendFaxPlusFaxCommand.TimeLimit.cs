using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell;

/// <content>The time after which the command starts no more faxes.</content>
public sealed partial class SendFaxPlusFaxCommand
{
    /// <summary>The longest time limit in minutes: a week.</summary>
    private const int MostMinutes = 10080;

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private bool _isCutOff;
    private int _left;

    private TimeSpan? TimeLeft => MaxMinutes is int minutes ? TimeSpan.FromMinutes(minutes) - _running.Elapsed : null;

    /// <summary>Whether an item is not started, because the time has ended.</summary>
    private bool IsLeft()
    {
        if (TimeLeft is null || TimeLeft > TimeSpan.Zero) return false;
        PipelineAcknowledgement.Skip();
        _left++;
        return true;
    }

    /// <summary>Ends the wait for the items of other workers when the time ends.</summary>
    private IReadOnlyList<SendRequest> AwaitUntilEnd(Func<CancellationToken, IReadOnlyList<SendRequest>> wait)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        if (TimeLeft is TimeSpan left) stop.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            return wait(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _isCutOff = true;
            return [];
        }
    }

    private void WarnOfLeft()
    {
        if (_left == 0 && !_isCutOff) return;
        string others = _isCutOff ? ", and other workers may not have finished theirs" : "";
        WriteWarning(
            $"The {MaxMinutes} minutes of -MaxMinutes have passed: {_left} items were not started{others}. "
            + "Run the same command again to send the rest.");
    }
}
