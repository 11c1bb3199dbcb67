using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FaxPlus.Emulator;

/// <summary>Extension methods that return the target of a request as it was sent.</summary>
internal static class Http
{
    /// <summary>The path and query as they were sent, still percent-encoded.</summary>
    public static string RawTarget(this HttpRequest request) =>
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The path as it was sent.</summary>
    public static string RawPath(this HttpRequest request) => request.RawTarget().Split('?')[0];
}
