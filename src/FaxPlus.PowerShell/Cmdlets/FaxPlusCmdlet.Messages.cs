using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <content>Writes the errors and messages of a command. An error or a message may end the command.</content>
public abstract partial class FaxPlusCmdlet
{
    private static readonly Regex s_secret = new("(alohi_pat_|whsec_)[A-Za-z0-9_+/=.-]+", RegexOptions.CultureInvariant);

    private readonly RepeatedErrors _errors = new();
    private bool _isEnding;

    /// <summary>Reports the error of one item. An error that all further items would also cause ends the command.</summary>
    protected internal void Fail(FaxPlusException exception, object? item)
    {
        exception = Complete(exception);
        ErrorRecord record = Record(exception, ref item);
        record.ErrorDetails = Errors.ForView(this, _errors.Show(exception, item, MyInvocation));
        if (_isEnding && Preferences.MayEnd(this, "Error"))
        {
            WriteWarning(exception.Message);
            return;
        }

        bool isFatal = exception.IsFatal && !_isEnding;
        if (isFatal) FinishOnce();
        else FinishBefore("Error");
        if (isFatal) ThrowTerminatingError(record);
        WriteError(record);
    }

    /// <summary>Reports an error and ends the command, after the results of the calls in flight are written.</summary>
    protected internal void End(FaxPlusException exception, object? item)
    {
        ErrorRecord record = Record(Complete(exception), ref item);
        FinishOnce();
        ThrowTerminatingError(record);
    }

    /// <summary>
    /// Writes the results of the calls in flight before a message that ends the command, or that asks whether to end it. After such a
    /// message, PowerShell accepts no output.
    /// </summary>
    private void FinishBefore(string stream)
    {
        if (_isEnding) return;
        ActionPreference? action = Preferences.ActionOf(this, stream);
        if (action == ActionPreference.Stop) FinishOnce();
        else if (action == ActionPreference.Inquire) FinishCalls();
    }

    private void FinishOnce()
    {
        if (_isEnding) return;
        _isEnding = true;
        FinishCalls();
    }

    /// <summary>
    /// Writes a message. While the command is ending, a message that would end the command again goes directly to the host.
    /// </summary>
    private void WriteMessage(string stream, string text, Action<string> write, Action<string>? writeToHost)
    {
        text = Masked(PrintableText.Of(text));
        if (_isEnding && Preferences.MayEnd(this, stream))
        {
            writeToHost?.Invoke(text);
            return;
        }

        FinishBefore(stream);
        write(text);
    }

    private FaxPlusException Complete(FaxPlusException exception)
    {
        exception = Explain(Advice.Complete(exception));
        string message = Masked(exception.Message);
        return message == exception.Message ? exception : exception.With(message);
    }

    private ErrorRecord Record(FaxPlusException exception, ref object? item)
    {
        if (item is string name) item = AddressSecrets.Hide(PrintableText.Of(name));
        if (item is string text && ShowsSecret(text)) item = "(not shown, because it contains a secret)";
        return Errors.ToRecord(this, exception, item);
    }

    // Names and other texts from the service may contain control characters. These members intentionally hide the members of Cmdlet with
    // the same names, so that no cmdlet writes unfiltered text by mistake.
    internal new void WriteWarning(string text) => WriteMessage("Warning", text, base.WriteWarning, Host.UI.WriteWarningLine);

    internal new void WriteVerbose(string text) => WriteMessage("Verbose", text, base.WriteVerbose, Host.UI.WriteVerboseLine);

    internal new void WriteProgress(ProgressRecord progress)
    {
        if (_isEnding && Preferences.MayEnd(this, "Progress")) return;
        FinishBefore("Progress");
        base.WriteProgress(progress);
    }

    /// <summary>Replaces secrets in a text, such as a part of an analyzed script, or a mistyped address that was used as a path.</summary>
    private static string Masked(string text) => AddressSecrets.Hide(s_secret.Replace(text, "$1***"));

    /// <summary>Adds information that is specific to this cmdlet to an error.</summary>
    private protected virtual FaxPlusException Explain(FaxPlusException exception) => exception;

    /// <summary>Writes the results of the calls in flight before a message ends the command.</summary>
    private protected virtual void FinishCalls()
    {
    }
}
