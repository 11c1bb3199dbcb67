using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Voipex;

/// <summary>A cmdlet that calls Voipex with the session in <c>-Session</c> or the session of the runspace.</summary>
public abstract class VoipexCmdlet : FaxPlusCmdlet
{
    /// <summary>The session to use; the default is the session of this runspace.</summary>
    [Parameter]
    [LiveSession(IsVoipex = true)]
    public VoipexSession? Session { get; set; }

    /// <summary>Sends a request.</summary>
    /// <returns>The response body, which is null, a value, an array, or the properties of an object.</returns>
    private protected object? Request(VoipexService service, FaxPlusRequest request)
    {
        // Find is called even if -Session is specified. If the last sign-in was not reached, -Session may contain the previous session,
        // which Find then ends.
        VoipexSession? ofRunspace = RunspaceSession<VoipexSession>.Find(this, static ended => ended.Close());
        IVoipexClient client = (Session ?? ofRunspace ?? throw NotConnected()).GetClient();
        return Await(stop => client.RequestAsync(service, request, Observer, stop)).Body;
    }

    /// <summary>Writes the body of a response unchanged.</summary>
    private protected void WriteBody(object? body)
    {
        if (body is not null) WriteObject(RawBody.ToPowerShell(body), enumerateCollection: true);
    }

    private protected static KeyValuePair<string, string> Parameter(string name, string value) => new(name, value);

    private static FaxPlusException NotConnected() =>
        new(
            FaxPlusErrorKind.NotConnected,
            "There is no sign-in to Voipex in this runspace" +
                (RunspaceSession<VoipexSession>.Failure is { } failure ? $", because the last Connect-Voipex {failure}." : "."))
        {
            RecommendedAction = "Run Connect-Voipex first, or pass a session with -Session.",
        };
}
