using System;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>
/// Accepts a number of requests in each period, and refuses further requests. A refusal contains the time until the next period.
/// </summary>
internal sealed class RateLimit(EmulatorOptions options)
{
    private readonly Lock _gate = new();
    private DateTime _end;
    private int _left;

    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (options.RateLimit == 0 || Take() is not { } wait)
        {
            await next(context);
            return;
        }

        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Answer.Json(
            new JsonObject
            {
                ["error"] = "too_many_requests",
                ["description"] = FormattableString.Invariant(
                    $"More than {options.RateLimit} requests in {options.RateLimitSeconds} seconds."),
            },
            StatusCodes.Status429TooManyRequests)
            .ExecuteAsync(context);
    }

    public void Reset()
    {
        lock (_gate) _end = default;
    }

    // Returns the time until the next period; null if the request is accepted.
    private TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = DateTime.UtcNow;
            if (now >= _end)
            {
                _end = now.AddSeconds(options.RateLimitSeconds);
                _left = options.RateLimit;
            }

            return _left-- > 0 ? null : _end - now;
        }
    }
}
