using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Client.Tests.Support;

internal static class Answers
{
    /// <summary>Writes a part of a response and flushes it.</summary>
    public static async Task WriteAsyncText(this HttpResponse response, string text)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
        await response.Body.FlushAsync();
    }
}
