using System;
using System.Net.Http;
using System.Net.Http.Headers;

namespace FaxPlus.Client.Http;

internal static class RetryAfter
{
    /// <summary>How long the service asks to wait, given as seconds or as a date; null where it does not ask.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        RetryConditionHeaderValue? header = response?.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date is DateTimeOffset date ? date - (response!.Headers.Date ?? time.GetUtcNow()) : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
