using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>A program that is started and killed repeatedly. The next processes are prepared while one is running.</summary>
internal sealed class RepeatedlyKilledProcess(params string[] arguments) : IDisposable
{
    private readonly Queue<Child> _ready = new();

    /// <summary>Runs a process that is killed after a number of steps and a further number of microseconds.</summary>
    public async Task KillAsync(int steps, int microseconds)
    {
        using Child child = Next();
        Assert.NotEqual(0, await child.LiveAsync(string.Create(CultureInfo.InvariantCulture, $"{steps} {microseconds}")));
    }

    /// <summary>Runs a process until it ends without being killed.</summary>
    /// <returns>The output of the process.</returns>
    public async Task<string> EndAsync()
    {
        using Child child = Next();
        Assert.Equal(0, await child.LiveAsync(""));
        return child.Said.Trim();
    }

    public void Dispose()
    {
        foreach (Child child in _ready) child.Dispose();
    }

    private Child Next()
    {
        while (_ready.Count < 3) _ready.Enqueue(Child.Begin(arguments));
        return _ready.Dequeue();
    }
}
