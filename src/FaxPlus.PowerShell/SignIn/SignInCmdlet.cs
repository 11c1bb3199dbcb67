using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>
/// The base class of sign-in commands. A failed sign-in ends the previous session, so that the next command does not use the wrong account.
/// This also applies if a parameter could not be bound or the user pressed Ctrl+C.
/// </summary>
/// <remarks>
/// A parameter binding error shows the complete line with the secret, and a cmdlet cannot prevent this. Therefore, these commands accept
/// almost any value at binding, and validate the value when they run.
/// </remarks>
public abstract class SignInCmdlet<T> : FaxPlusCmdlet, ISignInCommand<T>
    where T : class
{
    private bool _isDone;

    /// <summary>Pipeline input, which the command refuses.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [RefusedInput]
    public object? OtherInput { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        T session;
        string secret;
        try
        {
            if (CommandLine.Unaccepted(MyInvocation, AcceptsSecrets, OtherArgument) is { } unaccepted) throw unaccepted;
            CommandLine.RefuseInput(MyInvocation, OtherInput);
            session = SignIn();
            secret = SecretHash.Of(SecretOf(session));
            RefusePreviousSecret(session, secret);
        }
        catch (FaxPlusException exception)
        {
            T? before = EndPrevious();
            if (before is not null)
            {
                exception = exception.With($"{exception.Message} The previous sign-in ({before}) was ended, so that no command uses it.");
            }
            End(exception, null);
            throw;
        }

        _isDone = true;
        RunspaceSession<T>.Set(session, secret, this);
        SignedIn(session);
    }

    private protected override bool AcceptsSecrets => true;

    private protected override bool ChecksAtEnd => true;

    /// <summary>Creates the session.</summary>
    private protected abstract T SignIn();

    /// <summary>The secret of a session, or the text that identifies the account.</summary>
    private protected abstract string SecretOf(T session);

    /// <summary>Writes messages and output after the session has been set for the runspace.</summary>
    private protected abstract void SignedIn(T session);

    /// <summary>Ends a session.</summary>
    private protected abstract void Close(T session);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        // Tab completion also creates cmdlets, but does not dispose them.
        if (disposing && Runspace.DefaultRunspace is not null) EndPrevious();
        base.Dispose(disposing);
    }

    private void RefusePreviousSecret(T session, string secret)
    {
        if (RunspaceSession<T>.FailedAssignment(this, secret) is not (ErrorRecord error, string variable)) return;
        Close(session);
        throw new FaxPlusException(
            FaxPlusErrorKind.NotConnected,
            $"An error{RunspaceSession<T>.PlaceOf(error)} prevented the assignment of ${variable}, "
                + "so that the secret is still that of the previous sign-in.")
        {
            RecommendedAction = "Put the assignment and the sign-in into one try block with -ErrorAction Stop, or assign another value "
                + "in the catch block.",
        };
    }

    private T? EndPrevious()
    {
        if (_isDone) return null;
        _isDone = true;
        T? before = RunspaceSession<T>.Of(this);
        RunspaceSession<T>.Fail();
        if (before is not null) Close(before);
        return before;
    }
}
