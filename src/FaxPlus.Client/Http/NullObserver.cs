namespace FaxPlus.Client.Http;

internal sealed class NullObserver : ICallObserver
{
    public static readonly NullObserver Instance = new();

    public bool IsVerbose => false;

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Error(FaxPlusException error)
    {
    }

    public void Progress(CallProgress progress)
    {
    }
}
