using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Makes any request of the API with the session's token, retries and errors.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "FaxPlusRequest", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(FileInfo))]
public sealed class InvokeFaxPlusRequestCommand : SessionCmdlet
{
    /// <summary>The path below the API's base address, such as /accounts/self.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>GET, POST, PUT, PATCH or DELETE.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(MethodCompleter))]
    [ValidatePattern("^[A-Za-z]+$")]
    public string Method { get; set; } = "GET";

    /// <summary>Query parameters; they are encoded here.</summary>
    [Parameter]
    public IDictionary? Query { get; set; }

    /// <summary>The body: JSON text, or an object that is made into JSON.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>A file that the answer is written to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        string method = Method.ToUpperInvariant();
        if (method is not ("GET" or "HEAD") && !ShouldProcess(Path, method)) return;
        ForItem(Path, () => Send(method));
    }

    private void Send(string method)
    {
        string? file = OutFile is null ? null : GetUnresolvedProviderPathFromPSPath(OutFile);
        var request = new FaxPlusRequest(method, Path)
        {
            Query = [.. Parameters()],
            JsonBody = Body is null ? null : Json(Body),
            OutFile = file,
        };
        object? answer = Call((client, stop) => client.RequestAsync(request, stop));
        if (file is not null) WriteObject(LocalPaths.Item(this, file));
        else if (answer is not null) WriteObject(ToPowerShell(answer), enumerateCollection: true);
    }

    private IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        if (Query is null) yield break;
        foreach (DictionaryEntry entry in Query)
        {
            yield return new KeyValuePair<string, string>(
                Convert.ToString(entry.Key, CultureInfo.InvariantCulture),
                Convert.ToString(entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>PowerShell's own rules for JSON, as a person would get them at the prompt.</summary>
    private string Json(object body) => (body is PSObject wrapped ? wrapped.BaseObject : body) is string text
        ? text
        : (string)InvokeCommand.InvokeScript("ConvertTo-Json -InputObject $args[0] -Depth 20 -Compress", body)[0].BaseObject;

    private static object? ToPowerShell(object? value) => value switch
    {
        Dictionary<string, object?> members => members.Aggregate(new PSObject(), static (result, member) =>
        {
            result.Properties.Add(new PSNoteProperty(member.Key, ToPowerShell(member.Value)));
            return result;
        }),
        object?[] items => items.Select(ToPowerShell).ToArray(),
        _ => value,
    };
}
