#nullable enable

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

/// <summary>
/// A host that simulates the user at the prompt: it answers prompts from a table, and records the messages that it displays.
/// </summary>
public sealed class AnsweringHost : PSHost
{
    private readonly AnsweringInterface _interface;

    /// <param name="answers">The answers by the name of the prompt. A prompt without an answer fails the example.</param>
    /// <param name="paste">Returns the text that the user pastes after an address was displayed.</param>
    public AnsweringHost(IDictionary<string, string> answers, Func<string, string> paste) => _interface = new(answers, paste);

    public string Shown => _interface.Shown.ToString();

    public override CultureInfo CurrentCulture { get; } = new("en-US");

    public override CultureInfo CurrentUICulture { get; } = new("en-US");

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Examples";

    public override PSHostUserInterface UI => _interface;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}

internal sealed class AnsweringInterface(IDictionary<string, string> answers, Func<string, string> paste) : PSHostUserInterface
{
    private string _address = "";

    public StringBuilder Shown { get; } = new();

    public override PSHostRawUserInterface RawUI => null!;

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        var given = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in descriptions)
        {
            object answer = field.ParameterTypeName == nameof(SecureString) ? Hidden(Answer(field.Name)) : Answer(field.Name);
            given[field.Name] = PSObject.AsPSObject(answer);
        }

        return given;
    }

    /// <summary>Answers every confirmation with yes, which is the default of all confirmations of the module.</summary>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Shown.AppendLine(message);
        return defaultChoice;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        new(Answer("UserName"), Hidden(Answer("Password")));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    public override string ReadLine() => throw new InvalidOperationException("This host does not support ReadLine.");

    public override SecureString ReadLineAsSecureString() => Hidden(paste(_address));

    public override void Write(string value) => Shown.Append(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        if (value.StartsWith("http", StringComparison.Ordinal)) _address = value;
        Shown.AppendLine(value);
    }

    public override void WriteDebugLine(string message)
    {
    }

    public override void WriteErrorLine(string value)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override void WriteVerboseLine(string message) => Shown.AppendLine(message);

    public override void WriteWarningLine(string message)
    {
    }

    private string Answer(string name) =>
        answers.TryGetValue(name, out string? answer) ? answer : throw new InvalidOperationException($"The prompt '{name}' has no answer.");

    private static SecureString Hidden(string text)
    {
        var hidden = new SecureString();
        foreach (char c in text) hidden.AppendChar(c);
        hidden.MakeReadOnly();
        return hidden;
    }
}
