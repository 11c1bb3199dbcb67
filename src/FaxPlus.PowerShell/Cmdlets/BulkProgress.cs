using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>The progress bar of a run over many items, with count, rate, failures and remaining time.</summary>
/// <param name="cmdlet">The cmdlet that shows the progress bar.</param>
/// <param name="activity">The activity, such as "Sending faxes".</param>
/// <param name="done">The word for a successful item, such as "sent".</param>
/// <param name="expected">The number of items; 0 if unknown.</param>
/// <param name="run">Returns the progress of a run of several workers; null if this command is the only one.</param>
internal sealed class BulkProgress(FaxPlusCmdlet cmdlet, string activity, string done, long expected, Func<JournalSummary?>? run = null)
{
    private const int Id = 2;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _last = TimeSpan.FromMilliseconds(300);
    private long _begun;
    private long _succeeded;
    private long _failed;
    private long _inDoubt;
    private long _doneBefore;
    private bool _shown;

    public void Begun()
    {
        if (++_begun == 2) cmdlet.HideTransfers();
        Show();
    }

    public void Succeeded()
    {
        _succeeded++;
        Show();
    }

    /// <summary>Excludes the next successful call from the count, because another worker sends the item.</summary>
    public void PassedOver() => _succeeded--;

    public void Failed(FaxPlusException exception)
    {
        if (exception.Kind == FaxPlusErrorKind.InDoubt) _inDoubt++;
        else _failed++;
        Show();
    }

    /// <summary>Counts an item that an earlier run has completed.</summary>
    public void DoneBefore()
    {
        _doneBefore++;
        Show();
    }

    public void End()
    {
        if (_shown) cmdlet.WriteProgress(new ProgressRecord(Id, activity, " ") { RecordType = ProgressRecordType.Completed });
        _shown = false;
    }

    /// <summary>Updates the progress bar while other workers process items of the run.</summary>
    public void Refresh() => Show();

    private void Show()
    {
        TimeSpan now = _watch.Elapsed;
        if (_begun + _doneBefore < 2 || now - _last < s_interval) return;
        _last = now;
        _shown = true;
        JournalSummary whole = run?.Invoke() ?? OfThisCommand(now);
        long rest = Math.Max(0, (whole.Expected ?? 0) - Ended(whole));
        double rate = (whole.PerMinute ?? 0) / 60;
        var record = new ProgressRecord(Id, activity, Status(whole, rest, rate)) { PercentComplete = -1 };
        if (whole.Expected is > 0 and long all)
        {
            record.PercentComplete = (int)Math.Min(100, 100 * Ended(whole) / all);
            if (rate > 0) record.SecondsRemaining = (int)Math.Min(int.MaxValue, rest / rate);
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>The progress of this command, including the items that earlier runs have completed.</summary>
    private JournalSummary OfThisCommand(TimeSpan elapsed) => new()
    {
        Sent = _succeeded + _doneBefore,
        Failed = _failed,
        InDoubt = _inDoubt,
        Expected = expected > 0 ? expected : null,
        PerMinute = (_succeeded + _failed + _inDoubt) / elapsed.TotalMinutes,
    };

    private static long Ended(JournalSummary run) => run.Sent + run.Failed + run.InDoubt;

    private string Status(JournalSummary run, long rest, double rate)
    {
        string status = string.Format(
            CultureInfo.CurrentCulture, run.Expected > 0 ? "{0:N0} of {1:N0} {2}" : "{0:N0} {2}", run.Sent, run.Expected, done);
        if (_doneBefore > 0 && run.Workers == 0) status += string.Format(CultureInfo.CurrentCulture, " ({0:N0} before)", _doneBefore);
        if (run.Failed > 0) status += string.Format(CultureInfo.CurrentCulture, ", {0:N0} failed", run.Failed);
        if (run.InDoubt > 0) status += string.Format(CultureInfo.CurrentCulture, ", {0:N0} in doubt", run.InDoubt);
        if (run.Workers > 1) status += string.Format(CultureInfo.CurrentCulture, "; {0:N0} workers", run.Workers);
        if (rate <= 0) return status;
        status += string.Format(
            CultureInfo.CurrentCulture,
            rate >= 10 ? "; {0:N0} a second" : rate >= 1 ? "; {0:0.0} a second" : "; {1:0.0} a minute",
            rate,
            rate * 60);
        return run.Expected > 0
            ? status + $"; {Left(TimeSpan.FromSeconds(Math.Min(rest / rate, TimeSpan.FromDays(99).TotalSeconds)))} left"
            : status;
    }

    private static string Left(TimeSpan time) =>
        time.TotalHours >= 1 ? string.Format(CultureInfo.CurrentCulture, "{0} h {1} min", (int)time.TotalHours, time.Minutes)
        : time.TotalMinutes >= 1 ? string.Format(CultureInfo.CurrentCulture, "{0} min", (int)Math.Ceiling(time.TotalMinutes))
        : string.Format(CultureInfo.CurrentCulture, "{0} s", (int)Math.Ceiling(time.TotalSeconds));
}
