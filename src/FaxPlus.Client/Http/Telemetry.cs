using System;
using System.Diagnostics;

namespace FaxPlus.Client.Http;

/// <summary>
/// Creates the activities of calls. Names and tags follow the OpenTelemetry semantic conventions for HTTP clients. The name consists of the
/// method and the path template, without ids. For a request without a template, the name is the method.
/// </summary>
internal static class Telemetry
{
    public const string SourceName = "FaxPlus.Client";

    private static readonly ActivitySource s_source = new(SourceName);

    public static Activity? Start(FaxPlusOperation operation, Uri address)
    {
        Activity? activity = s_source.StartActivity(operation.HasTemplate ? operation.ToString() : operation.Method, ActivityKind.Client);
        activity?.SetTag("http.request.method", operation.Method)
            .SetTag("server.address", address.Host)
            .SetTag("server.port", address.Port);
        if (operation.HasTemplate) activity?.SetTag("url.template", operation.Template);
        return activity;
    }

    public static void Succeed(Activity? activity, int statusCode) => activity?.SetTag("http.response.status_code", statusCode);

    /// <summary>Tags the activity of a cancelled call. A cancellation does not count as an error.</summary>
    public static void Cancel(Activity? activity) => activity?.SetTag("faxplus.cancelled", true);

    public static void Fail(Activity? activity, FaxPlusException error)
    {
        if (activity is null) return;
        if (error.StatusCode != 0) activity.SetTag("http.response.status_code", error.StatusCode);
        activity.SetTag("error.type", error.Kind.ToString()).SetStatus(ActivityStatusCode.Error);
    }
}
