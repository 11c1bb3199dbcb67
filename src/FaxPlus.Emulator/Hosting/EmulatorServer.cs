using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FaxPlus.Emulator;

/// <summary>A running emulator. Several can run in one process, each on its own port.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmulatorServer(WebApplication app)
    {
        _app = app;
        BaseUri = new Uri(app.Urls.First());
    }

    /// <summary>The address, <c>http://127.0.0.1:N</c>; the API is below <c>/v3</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>Starts an emulator. The task completes when the emulator accepts connections.</summary>
    /// <exception cref="System.IO.IOException">The port is in use.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken ct = default)
    {
        var app = Build(options);
        try
        {
            await app.StartAsync(ct);
            return new EmulatorServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(EmulatorOptions options)
    {
        // An empty builder is used, so that no settings files, environment variables or logging configuration affect the emulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();

        // The host must not handle the signals of the process, because the program or the tests handle them.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ServiceClock>();
        builder.Services.AddSingleton<ServiceState>();
        builder.Services.AddSingleton<UploadStore>();
        builder.Services.AddSingleton<TokenStore>();
        builder.Services.AddSingleton<HookDelivery>();
        builder.Services.AddSingleton<Sending>();
        builder.Services.AddSingleton<Authentication>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<RateLimit>();
        builder.Services.AddSingleton<VoipexMessages>();

        var app = builder.Build();
        app.Use(DateAsync);
        app.UseWhen(context => !context.Request.Path.StartsWithSegments(Controls.Prefix), service =>
        {
            service.Use(app.Services.GetRequiredService<RequestLog>().RecordAsync);
            service.UseWhen(
                context => context.Request.Path.StartsWithSegments("/v3"),
                limited => limited.Use(app.Services.GetRequiredService<RateLimit>().CheckAsync));
            service.Use(app.Services.GetRequiredService<Faults>().ApplyAsync);
        });
        app.Use(RefuseAsync);
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<Authentication>().CheckAsync);

        var api = app.MapGroup("/v3");
        Accounts.Map(api);
        Numbers.Map(api);
        Faxes.Map(api);
        Files.Map(api);
        Outbox.Map(api);
        Hooks.Map(api);
        Contacts.Map(api);
        Shop.Map(api);
        FaxAi.Map(api);
        AiSettings.Map(api);
        OAuth.Map(app);
        Voipex.Map(app);
        Controls.Map(app);
        app.MapFallback("{**path}", IResult (HttpRequest request) =>
            throw ApiException.NotFound($"There is no endpoint {request.Method} {request.Path}."));
        return app;
    }

    // Sets the Date header if the clock of the service differs from the machine's clock, because Kestrel would send the machine's time.
    private static Task DateAsync(HttpContext context, RequestDelegate next)
    {
        var clock = context.RequestServices.GetRequiredService<ServiceClock>();
        context.Response.OnStarting(() =>
        {
            if (clock.Offset != TimeSpan.Zero) context.Response.Headers.Date = clock.Exact.ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ApiException error)
        {
            await error.ToResult().ExecuteAsync(context);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await ApiException.BadRequest(error.Message).ToResult().ExecuteAsync(context);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
