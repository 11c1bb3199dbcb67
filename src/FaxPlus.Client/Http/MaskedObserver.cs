namespace FaxPlus.Client.Http;

/// <summary>Masks secrets in all messages before they reach an observer.</summary>
internal sealed class MaskedObserver(ICallObserver observer, SecretMask secrets) : ICallObserver
{
    public void Verbose(string message) => observer.Verbose(secrets.Mask(message));

    public void Warning(string message) => observer.Warning(secrets.Mask(message));

    public void Error(FaxPlusException error) => observer.Error(error.With(secrets.Mask(error.Message)));

    public void Progress(CallProgress progress) => observer.Progress(progress);
}
