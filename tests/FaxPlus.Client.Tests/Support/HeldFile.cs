using System;
using System.IO;
using System.Threading;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Simulates a program that has a file open exclusively, for a given time or until the end of the test.</summary>
internal sealed class HeldFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Timer? _timer;

    public HeldFile(string path, TimeSpan? time = null)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (time is TimeSpan end) _timer = new Timer(_ => _stream.Dispose(), null, end, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stream.Dispose();
    }
}
