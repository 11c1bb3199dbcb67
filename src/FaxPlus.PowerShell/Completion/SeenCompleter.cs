using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Completion;

/// <summary>Completes values that the session has already output, without a request.</summary>
public abstract class SeenCompleter : IArgumentCompleter
{
    private static readonly Regex s_plain = new("^[0-9A-Za-z+][-0-9A-Za-z_+.*]*$", RegexOptions.CultureInvariant);

    private protected abstract IEnumerable<SeenItem> In(SessionMemory memory);

    private protected virtual bool Matches(SeenItem item, string begun) => item.Text.StartsWith(begun, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string begun = (wordToComplete ?? "").Trim('\'', '"');
        object? given = fakeBoundParameters?["Session"];
        FaxPlusSession? session = (given is PSObject wrapped ? wrapped.BaseObject : given) as FaxPlusSession
            ?? RunspaceSession<FaxPlusSession>.Current;
        if (session is null || session.IsClosed) return [];
        return In(session.Memory)
            .Where(item => Matches(item, begun))
            .Select(item => new CompletionResult(
                Word(item.Text), PrintableText.Of(item.Text), CompletionResultType.ParameterValue, PrintableText.Of(item.Meaning)));
    }

    /// <summary>Quotes a text from the service so that the text is a single argument and cannot run as code.</summary>
    private static string Word(string text) => s_plain.IsMatch(text) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}

/// <summary>Completes the account's numbers.</summary>
public sealed class NumberCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Numbers;
}

/// <summary>Completes the uids of members. The typed word may also be the beginning of an e-mail address.</summary>
public sealed class MemberCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Members;

    private protected override bool Matches(SeenItem item, string begun) =>
        base.Matches(item, begun) || item.Meaning.StartsWith(begun, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Completes the ids of faxes, newest first.</summary>
public sealed class FaxIdCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Faxes;
}

/// <summary>Completes outbox ids, newest first.</summary>
public sealed class OutboxIdCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Outbox;
}

/// <summary>Completes the ids of faxes and of outbox items.</summary>
public sealed class AnyFaxCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Outbox.Concat(memory.Faxes);
}

/// <summary>Completes the ids of contacts. The typed word may also be the beginning of a name.</summary>
public sealed class ContactIdCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.Contacts;

    private protected override bool Matches(SeenItem item, string begun) =>
        base.Matches(item, begun) || item.Meaning.StartsWith(begun, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Completes the names of contacts.</summary>
public sealed class ContactNameCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.ContactNames;
}

/// <summary>Completes the fax numbers of contacts. The typed word may also be the beginning of a name.</summary>
public sealed class ContactNumberCompleter : SeenCompleter
{
    private protected override IEnumerable<SeenItem> In(SessionMemory memory) => memory.ContactNumbers;

    private protected override bool Matches(SeenItem item, string begun) =>
        base.Matches(item, begun) || item.Meaning.StartsWith(begun, StringComparison.OrdinalIgnoreCase);
}
