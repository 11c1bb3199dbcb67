using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Sends responses with a declared length, so that a truncated body can be detected.</summary>
internal static class Answer
{
    // Fax numbers start with a plus sign, which the default encoder would escape.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Json(JsonNode node, int status = StatusCodes.Status200OK) =>
        new Body(status, "application/json", Encoding.UTF8.GetBytes(ToText(node)), null);

    public static IResult Html(string html, int status = StatusCodes.Status200OK) =>
        new Body(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html), null);

    public static IResult File(byte[] content, string contentType, string fileName) =>
        new Body(StatusCodes.Status200OK, contentType, content, fileName);

    public static IResult Empty() => Results.NoContent();

    public static string ToText(JsonNode node) => node.ToJsonString(Plain);

    private sealed class Body(int status, string contentType, byte[] content, string? fileName) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = contentType;
            response.ContentLength = content.Length;
            if (fileName is not null) response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }
    }
}
