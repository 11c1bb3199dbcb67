using System.Collections.Generic;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Shortens repeated errors of a command on the screen. The first error of a kind is shown completely. Further errors of this kind show the
/// item and the message, without the advice. If the error has no item, or the message contains the item, only conflicts are shortened.
/// </summary>
internal sealed class RepeatedErrors
{
    private const int MaxKinds = 50;

    private readonly HashSet<string> _shownKinds = [];

    public ErrorDetails Show(FaxPlusException exception, object? item, InvocationInfo invocation)
    {
        // Transient errors with the same kind and operation differ only in the wait times of their messages. Conflicts with the same
        // recommended action differ only in the names of the files.
        bool isConflict = exception.Kind == FaxPlusErrorKind.Conflict;
        string kind = exception.IsTransient ? $"{exception.Kind} {exception.Operation}"
            : isConflict ? $"{exception.Kind} {exception.RecommendedAction}"
            : exception.Message;
        if (_shownKinds.Count == MaxKinds) _shownKinds.Clear();
        bool isNew = _shownKinds.Add(kind);
        if (item is not string name || exception.Message.Contains(name))
        {
            return isNew || !isConflict ? InFull(exception, exception.Message) : new ErrorDetails(exception.Message);
        }

        name = Cut(name, 40);
        return isNew
            ? InFull(exception, invocation.ExpectingInput ? $"{name}: {exception.Message}" : exception.Message)
            : new ErrorDetails($"{name}: {exception.Message}");
    }

    private static ErrorDetails InFull(FaxPlusException exception, string text) =>
        new(text) { RecommendedAction = exception.RecommendedAction ?? "" };

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        int end = text.LastIndexOf(' ', length - 1);
        return text.Substring(0, end > 0 ? end : length - 1).TrimEnd(',', ' ') + "…";
    }
}
