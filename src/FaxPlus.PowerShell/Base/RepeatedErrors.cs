using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// What the screen shows of a command's errors. The first of its kind is told in full. Where a thousand rows meet the same trouble, each
/// further one is a line that names the row; its exception still has everything.
/// </summary>
internal sealed class RepeatedErrors
{
    private const int LineWidth = 79;
    private const int MaxKinds = 50;

    private readonly HashSet<string> _told = [];

    public ErrorDetails Show(FaxPlusException exception, object? item, InvocationInfo invocation)
    {
        // How long one has waited before the service was given up differs from row to row, and nothing else.
        string kind = exception.IsTransient ? $"{exception.Kind} {exception.Operation}" : exception.Message;
        if (_told.Count == MaxKinds) _told.Clear();
        bool isNew = _told.Add(kind);
        if (item is not string name || exception.Message.Contains(name)) return InFull(exception, exception.Message);
        name = Cut(name, 40);
        if (isNew) return InFull(exception, invocation.ExpectingInput ? $"{name}: {exception.Message}" : exception.Message);

        int failed = exception.Message.IndexOf(" failed: ", StringComparison.Ordinal);
        string reason = failed < 0 ? exception.Message : exception.Message.Substring(failed + " failed: ".Length);
        return new ErrorDetails($"{name}: {Cut(reason, Math.Max(30, LineWidth - invocation.MyCommand.Name.Length - name.Length - 4))}");
    }

    private static ErrorDetails InFull(FaxPlusException exception, string text) => new(text) { RecommendedAction = exception.RecommendedAction ?? "" };

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        int end = text.LastIndexOf(' ', length - 1);
        return text.Substring(0, end > 0 ? end : length - 1).TrimEnd(',', ' ') + "…";
    }
}
