namespace FaxPlus.Client.Http;

/// <summary>Masks secrets and replaces control characters in messages before it forwards the messages to another observer.</summary>
internal sealed class MaskedObserver(ICallObserver observer, SecretMask secrets) : ICallObserver
{
    public bool IsVerbose => observer.IsVerbose;

    public void Verbose(string message) => observer.Verbose(Clean(message));

    public void Warning(string message) => observer.Warning(Clean(message));

    public void Error(FaxPlusException error) => observer.Error(error.With(secrets.Mask(error.Message)));

    public void Progress(CallProgress progress) =>
        observer.Progress(new CallProgress(progress.Activity, PrintableText.Of(progress.Status), progress.Done, progress.Total));

    private string Clean(string message) => PrintableText.Of(secrets.Mask(message));
}
