using System;
using System.Net.Http;
using System.Threading.Tasks;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Http;

/// <summary>What a client takes from its surroundings: the time, the network, the disk and the thread pool. Tests replace them.</summary>
internal sealed class ClientPlatform
{
    public static ClientPlatform Default { get; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Makes what answers the requests; null for the network.</summary>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }

    /// <summary>Where journals are kept.</summary>
    public IStorage Storage { get; set; } = DiskStorage.Instance;

    /// <summary>Starts work that nobody waits for at once.</summary>
    public Action<Action> Start { get; set; } = static work => Task.Run(work);

    /// <summary>How a completed task runs what waits for it.</summary>
    public TaskCreationOptions Completions { get; set; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>A number from 0 to 1, for the jitter of pauses.</summary>
    public Func<double>? Random { get; set; }

    /// <summary>Runs work on another thread.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var begun = new TaskCompletionSource<Task<T>>(Completions);
        Start(() => begun.SetResult(BeginAsync(work)));
        return begun.Task.Unwrap();
    }

    private static async Task<T> BeginAsync<T>(Func<Task<T>> work) => await work().ConfigureAwait(false);
}
