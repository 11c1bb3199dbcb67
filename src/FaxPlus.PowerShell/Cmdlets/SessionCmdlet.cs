using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A cmdlet that calls the service with the session in <c>-Session</c> or the session of the runspace.</summary>
public abstract class SessionCmdlet : FaxPlusCmdlet
{
    private IFaxPlusClient? _client;
    private FaxPlusSession? _selected;

    /// <summary>The session to use; the default is the session of this runspace.</summary>
    [Parameter]
    [LiveSession]
    public FaxPlusSession? Session { get; set; }

    /// <summary>The session in use. Read this property only on the pipeline thread, which belongs to the runspace.</summary>
    protected FaxPlusSession CurrentSession => SelectedSession();

    /// <summary>The client of the session in use, which reports its messages to this cmdlet.</summary>
    protected IFaxPlusClient Client
    {
        get
        {
            FaxPlusSession session = SelectedSession();
            return _client ??= session.GetClient().Observe(Observer);
        }
    }

    /// <summary>Selects the session, for commands that collect their items before they use the session.</summary>
    private protected void SelectSession()
    {
        try
        {
            SelectedSession();
        }
        catch (FaxPlusException exception)
        {
            End(exception, null);
        }
    }

    /// <summary>
    /// Returns the session, which is selected at the first item and used for all items. If an earlier command of the pipeline has signed in
    /// to another account, the command ends.
    /// </summary>
    private FaxPlusSession SelectedSession()
    {
        // Find is called even if -Session is specified. After a sign-in that did not start, the value of -Session may still be the previous
        // session, which Find ends.
        FaxPlusSession? ofRunspace = RunspaceSession<FaxPlusSession>.Find(this, static ended => ended.Close());
        FaxPlusSession session = Session ?? ofRunspace ?? throw NotConnected();
        if (_selected is not null && !ReferenceEquals(_selected, session)) throw Changed();
        return _selected = session;
    }

    /// <summary>Calls the client and waits for its result.</summary>
    protected T Call<T>(Func<IFaxPlusClient, CancellationToken, Task<T>> call)
    {
        IFaxPlusClient client = Client;
        return Await(stop => call(client, stop));
    }

    /// <summary>Calls the client and waits until the call ends.</summary>
    protected void Call(Func<IFaxPlusClient, CancellationToken, Task> call) => Call(async (client, stop) =>
    {
        await call(client, stop);
        return true;
    });

    /// <summary>Returns a number in the format that the service requires. Without a region, the method uses the session's region.</summary>
    private protected string ReadNumber(string text, string? region = null) =>
        WriteParsed(text, ClientProvider.Factory.Numbers.Parse(text, region ?? CurrentSession.Region));

    /// <summary>
    /// Returns a sender number, or a substitute such as no_number, in the format that the service requires. Without a region, the method
    /// uses the session's region.
    /// </summary>
    private protected string ReadSender(string text, string? region = null) =>
        WriteParsed(text, ClientProvider.Factory.Numbers.ParseSender(text, region ?? CurrentSession.Region));

    private string WriteParsed(string given, string number)
    {
        if (number != given) WriteVerbose($"'{given}' is parsed as {number}.");
        return number;
    }

    /// <summary>Writes an object and adds it to the argument completion.</summary>
    protected new void WriteObject(object? item)
    {
        Remember(item);
        base.WriteObject(item);
    }

    /// <summary>Writes objects and adds them to the argument completion.</summary>
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

    private void Remember(object? item) =>
        (Session ?? RunspaceSession<FaxPlusSession>.Current)?.Memory.Add(item is PSObject wrapped ? wrapped.BaseObject : item);

    /// <summary>Adds to an error with status 403 the scopes that the session needs for the complete command.</summary>
    private protected override FaxPlusException Explain(FaxPlusException exception)
    {
        if (exception.StatusCode != 403 || exception.RequiredScopes.Count == 0) return exception;
        return Advice.Add(exception, new DeclaredScopes(_selected!.Scope).Explain(exception.RequiredScopes, ThisCall()));
    }

    private CommandCall ThisCall()
    {
        var call = new CommandCall(CmdletMetadata.NameOf(GetType())) { SessionHasSender = _selected!.DefaultFrom is not null };
        foreach (KeyValuePair<string, object> given in MyInvocation.BoundParameters)
        {
            call.Arguments[given.Key] = given.Value switch
            {
                SwitchParameter { IsPresent: false } => CommandArgument.Absent,
                string text => CommandArgument.Constant(text),
                string[] texts => CommandArgument.Constant(string.Concat(texts)),
                null => CommandArgument.Absent,
                object value => CommandArgument.Constant(value.ToString()),
            };
        }

        return call;
    }

    private protected override bool ShowsSecret(string text) =>
        base.ShowsSecret(text) || (Session ?? RunspaceSession<FaxPlusSession>.Current)?.IsShownIn(text) == true;

    private static FaxPlusException Changed() =>
        new(
            FaxPlusErrorKind.NotConnected,
            "The sign-in of this runspace changed while the command was running. " +
            "This item and the following items were skipped, so that no item is processed for the wrong account.")
        {
            RecommendedAction = "Sign in before the pipeline, and run the command once for each account; or pass a session with -Session.",
            IsFatal = true,
        };

    private static FaxPlusException NotConnected() =>
        new(
            FaxPlusErrorKind.NotConnected,
            "There is no sign-in to Fax.Plus in this runspace" +
                (RunspaceSession<FaxPlusSession>.Failure is { } failure ? $", because the last Connect-FaxPlus {failure}." : "."))
        {
            RecommendedAction = "Run Connect-FaxPlus first. In another runspace, such as ForEach-Object -Parallel, " +
                "pass the session with -Session $using:session.",
        };
}
