using Microsoft.Extensions.Logging;

namespace FaxPlus.Client.Http;

/// <summary>Writes the messages of calls to a log. Secrets are already masked in these messages.</summary>
internal sealed class LoggingObserver(ILogger logger) : ICallObserver
{
    public bool IsVerbose => logger.IsEnabled(LogLevel.Debug);

    public void Verbose(string message) => logger.LogDebug("{Message}", message);

    public void Warning(string message) => logger.LogWarning("{Message}", message);

    public void Error(FaxPlusException error) => logger.LogError(error, "{Message}", error.Message);

    public void Progress(CallProgress progress)
    {
    }
}
