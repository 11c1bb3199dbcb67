using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Makes any API request with the session's token, retries and error handling.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "FaxPlusRequest", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(FileInfo))]
public sealed class InvokeFaxPlusRequestCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [new(call => [Requested(call)], null, _ => true)];

    /// <summary>The path below the API's base address, such as /accounts/self.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The HTTP method, such as GET, POST, PUT, PATCH or DELETE.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string Method { get; set; } = "GET";

    /// <summary>Query parameters; the cmdlet encodes them.</summary>
    [Parameter]
    public IDictionary? Query { get; set => field = HideLine(value); }

    /// <summary>The body, as JSON text, or as an object that is converted to JSON.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set => field = HideLine(value); }

    /// <summary>The file to which the cmdlet writes the response.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? OutFile { get; set; }

    /// <summary>Overwrites an existing file at the path of -OutFile.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        ForItem(Path, () =>
        {
            string method = RawBody.Method(Method, Body);
            if (method is "GET" or "HEAD" || ShouldProcess(Path, method)) Send(method);
        });
    }

    private void Send(string method)
    {
        string? file = OutFile is null ? null : LocalPaths.Named(this, OutFile);
        var request = new FaxPlusRequest(method, Path)
        {
            Query = [.. RawBody.Parameters(Query, RawBody.FaxPlusTime)],
            JsonBody = RawBody.Json(this, Body),
            OutFile = file,
            Overwrite = Force,
        };
        object? answer;
        try
        {
            answer = Call((client, stop) => client.RequestAsync(request, stop)).Body;
        }
        catch (FaxPlusException error) when (error.Advice == FaxPlusAdvice.SaveAnswer)
        {
            throw error.With($"{error.Message.TrimEnd('.')}; save the response with -OutFile.");
        }

        if (file is not null) WriteObject(LocalPaths.Item(this, file));
        else if (answer is not null) WriteObject(RawBody.ToPowerShell(answer), enumerateCollection: true);
    }

    /// <summary>Finds the operation of a call with a constant method and path.</summary>
    private static FaxPlusOperation? Requested(CommandCall call)
    {
        string? method = call.Has("Method") == false ? "GET" : call.Text("Method");
        if (method is null || call.Text("Path") is not { } text) return null;
        string path = "/" + text.Split('?')[0].Trim('/');
        return FaxPlusOperations.Find(method, path.StartsWith("/v3/", StringComparison.Ordinal) ? path.Substring(3) : path);
    }
}
