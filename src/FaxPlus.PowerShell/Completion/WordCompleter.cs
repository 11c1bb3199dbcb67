using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.Completion;

/// <summary>Completes words from an open list, which means that the parameter also accepts other values.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>The words and their meanings.</summary>
    protected abstract IEnumerable<(string Word, string Meaning)> Words { get; }

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string begun = (wordToComplete ?? "").Trim('\'', '"');
        return Words
            .Where(item => item.Word.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(item.Word, item.Word, CompletionResultType.ParameterValue, item.Meaning));
    }
}

/// <summary>Completes the statuses of faxes.</summary>
public sealed class StatusCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words => FaxStatus.Known.Select(word => (word, FaxStatus.Describe(word)));
}

/// <summary>Completes the categories of faxes.</summary>
public sealed class CategoryCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        [("inbox", "Received faxes"), ("sent", "Sent faxes, including failed ones"), ("spam", "Received faxes classified as spam")];
}

/// <summary>Completes the categories of received faxes.</summary>
public sealed class IncomingCategoryCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        [("inbox", "Received faxes"), ("spam", "Received faxes classified as spam")];
}

/// <summary>Completes the directions of faxes.</summary>
public sealed class DirectionCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words => [("incoming", "Received faxes"), ("outgoing", "Sent faxes")];
}

/// <summary>Completes the flags of a cover page.</summary>
public sealed class CoverPageFlagCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        CoverPageFlag.Known.Select(flag => (flag, char.ToUpperInvariant(flag[0]) + flag.Substring(1).Replace('_', ' ')));
}

/// <summary>Completes scopes.</summary>
public sealed class ScopeCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        FaxPlusScopes.All.Select(info => (info.Scope, info.Description));
}

/// <summary>Completes HTTP methods.</summary>
public sealed class MethodCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        [("GET", "Reads"), ("POST", "Creates"), ("PUT", "Changes"), ("PATCH", "Changes a part"), ("DELETE", "Deletes")];
}

/// <summary>Completes the events of webhooks.</summary>
public sealed class WebhookEventCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words =>
        WebhookEventName.Known.Select(name => (name, WebhookEventName.Describe(name)));
}

/// <summary>Completes the file types of an account.</summary>
public sealed class FileTypeCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words => [("pdf", "PDF"), ("tiff", "TIFF")];
}
