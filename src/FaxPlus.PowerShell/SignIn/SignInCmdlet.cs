using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>
/// A sign-in. One that does not succeed ends the one before it, whether the service refused it, a parameter could not be bound or somebody
/// pressed Ctrl+C: the next command must not act for somebody else.
/// </summary>
/// <remarks>
/// An error of parameter binding shows the whole line, with the secret on it, and no cmdlet can change that. So binding refuses as little as
/// possible here: what cannot be used is found when the command runs.
/// </remarks>
public abstract class SignInCmdlet<T> : FaxPlusCmdlet, ISignInCommand<T>
    where T : class
{
    private bool _isOver;

    /// <summary>What no other parameter takes: a name that is mistyped.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? Rest { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        T session;
        try
        {
            CommandLine.RefuseRest(MyInvocation, Rest);
            session = SignIn();
        }
        catch (FaxPlusException exception)
        {
            T? before = EndBefore();
            if (before is not null) exception = exception.With($"{exception.Message} The sign-in before it ({before}) was ended, so that no command goes on with it.");
            End(exception, null);
            throw;
        }

        _isOver = true;
        RunspaceSession<T>.Set(session, this);
        SignedIn(session);
    }

    private protected override bool TakesSecrets => true;

    /// <summary>Makes the session.</summary>
    private protected abstract T SignIn();

    /// <summary>Says what there is to say, once the session is that of the runspace.</summary>
    private protected abstract void SignedIn(T session);

    /// <summary>Ends a session.</summary>
    private protected abstract void Close(T session);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        // What is completed at the prompt is made too, but not disposed.
        if (disposing && Runspace.DefaultRunspace is not null) EndBefore();
        base.Dispose(disposing);
    }

    private T? EndBefore()
    {
        if (_isOver) return null;
        _isOver = true;
        T? before = RunspaceSession<T>.Current;
        RunspaceSession<T>.Fail();
        if (before is not null) Close(before);
        return before;
    }
}
