using System;
using System.Collections;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Voipex;

namespace FaxPlus.PowerShell;

/// <summary>Makes any Voipex request with the session's token, retries and error handling.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "VoipexRequest", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class InvokeVoipexRequestCommand : VoipexCmdlet
{
    /// <summary>The path below the service's base address, such as /calls or /SMS.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The HTTP method, such as GET, POST, PUT, PATCH or DELETE.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string Method { get; set; } = "GET";

    /// <summary>The service: Api (calls, numbers, recordings) or Sms; the default is Sms for paths that begin with /SMS.</summary>
    [Parameter]
    public VoipexService? Service { get; set; }

    /// <summary>Query parameters; the cmdlet encodes them.</summary>
    [Parameter]
    public IDictionary? Query { get; set => field = HideLine(value); }

    /// <summary>The body, as JSON text, or as an object that is converted to JSON.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set => field = HideLine(value); }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        ForItem(Path, () =>
        {
            string method = RawBody.Method(Method, Body);
            if (method is not ("GET" or "HEAD") && !ShouldProcess(Path, method)) return;
            VoipexService service = Service ?? (IsSms() ? VoipexService.Sms : VoipexService.Api);
            var request = new FaxPlusRequest(method, Path)
            {
                Query = [.. RawBody.Parameters(Query, RawBody.VoipexTime)],
                JsonBody = RawBody.Json(this, Body),
            };
            WriteBody(Request(service, request));
        });
    }

    private bool IsSms()
    {
        string path = "/" + Path.TrimStart('/');
        return path.Equals("/SMS", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("/SMS/", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("/SMS?", StringComparison.OrdinalIgnoreCase);
    }
}
