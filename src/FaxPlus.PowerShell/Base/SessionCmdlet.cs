using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.PowerShell;

/// <summary>A cmdlet that talks to the service, with <c>-Session</c> or with the runspace's own sign-in.</summary>
public abstract class SessionCmdlet : FaxPlusCmdlet
{
    private IFaxPlusClient? _client;

    /// <summary>The sign-in to use; without it, the one of this runspace.</summary>
    [Parameter]
    [LiveSession]
    public FaxPlusSession? Session { get; set; }

    /// <summary>The sign-in that is used. To be asked for on the pipeline thread, which belongs to the runspace.</summary>
    protected FaxPlusSession CurrentSession => Session ?? RunspaceSession<FaxPlusSession>.Current ?? throw NotConnected();

    /// <summary>The client of that sign-in, which reports to this cmdlet.</summary>
    protected IFaxPlusClient Client => _client ??= CurrentSession.GetClient().Observe(Observer);

    /// <summary>Calls the client and waits for its answer.</summary>
    protected T Call<T>(Func<IFaxPlusClient, CancellationToken, Task<T>> call)
    {
        IFaxPlusClient client = Client;
        return Await(stop => call(client, stop));
    }

    /// <summary>Calls the client and waits until it is done.</summary>
    protected void Call(Func<IFaxPlusClient, CancellationToken, Task> call) => Call(async (client, stop) =>
    {
        await call(client, stop);
        return true;
    });

    /// <summary>Whether the command was asked to change nothing.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? asked) ? LanguagePrimitives.IsTrue(asked) : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Writes an object, which can be completed at the prompt from then on.</summary>
    protected new void WriteObject(object? item)
    {
        Remember(item);
        base.WriteObject(item);
    }

    /// <summary>Writes objects, which can be completed at the prompt from then on.</summary>
    protected new void WriteObject(object? items, bool enumerateCollection)
    {
        if (enumerateCollection && items is IEnumerable<object?> several)
        {
            foreach (object? item in several) WriteObject(item);
        }
        else
        {
            WriteObject(items);
        }
    }

    private void Remember(object? item) => (Session ?? RunspaceSession<FaxPlusSession>.Current)?.Memory.Note(item is PSObject wrapped ? wrapped.BaseObject : item);

    /// <summary>Says of a refused call which scopes the session is known to lack, for all that the command asks for.</summary>
    private protected override void Explain(FaxPlusException exception)
    {
        if (exception.StatusCode != 403 || exception.RequiredScopes.Count == 0) return;
        string known = new DeclaredScopes(CurrentSession.Scope).Explain(exception.RequiredScopes, ThisCall());
        exception.RecommendedAction = $"{exception.RecommendedAction} {known}".TrimStart();
    }

    private CommandCall ThisCall()
    {
        var call = new CommandCall(CmdletShape.NameOf(GetType())) { SessionHasSender = CurrentSession.DefaultFrom is not null };
        foreach (KeyValuePair<string, object> given in MyInvocation.BoundParameters)
        {
            call.Arguments[given.Key] = given.Value switch
            {
                SwitchParameter { IsPresent: false } => CommandArgument.Absent,
                string text => CommandArgument.Constant(text),
                string[] texts => CommandArgument.Constant(string.Concat(texts)),
                _ => CommandArgument.Given,
            };
        }

        return call;
    }

    private protected override bool ShowsSecret(string text) => base.ShowsSecret(text) || (Session ?? RunspaceSession<FaxPlusSession>.Current)?.IsShownIn(text) == true;

    private static FaxPlusException NotConnected() => new(FaxPlusErrorKind.NotConnected, "There is no sign-in to Fax.Plus in this runspace" + (RunspaceSession<FaxPlusSession>.HasFailed ? ": the last Connect-FaxPlus failed." : "."))
    {
        RecommendedAction = "Run Connect-FaxPlus first. In another runspace, such as ForEach-Object -Parallel, pass the session on: -Session $using:session.",
    };
}
