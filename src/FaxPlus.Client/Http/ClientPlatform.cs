using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using FaxPlus.Client.IO;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Http;

/// <summary>The environment of a client: time, network, disk and thread pool. Tests replace these parts.</summary>
internal sealed class ClientPlatform
{
    private static readonly TimeSpan s_longestFinish = TimeSpan.FromSeconds(10);

    public static ClientPlatform Default { get; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Creates the primary HTTP handler; null to use the network.</summary>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }

    /// <summary>The storage of journals.</summary>
    public IStorage Storage { get; set; } = DiskStorage.Instance;

    /// <summary>Starts work in the background.</summary>
    public Action<Action> Start { get; set; } = static work => Task.Run(work);

    /// <summary>The options of task completion sources, which determine where continuations run.</summary>
    public TaskCreationOptions Completions { get; set; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>Returns a random number from 0 to 1, for the jitter of delays; null for the default generator.</summary>
    public Func<double>? Random { get; set; }

    /// <summary>Returns a new id of 32 hexadecimal digits.</summary>
    public string NewId() => Random is { } random
        ? string.Concat(Enumerable.Range(0, 8).Select(_ => ((int)(random() * 65536)).ToString("x4", CultureInfo.InvariantCulture)))
        : Guid.NewGuid().ToString("N");

    /// <summary>Opens the table of a journal or checkpoint by its address; null to use Azure Table Storage.</summary>
    public Func<string, ITable>? Table { get; set; }

    /// <summary>Blocks until the final work of a run is done, up to a time limit.</summary>
    public Action<Task> Finish { get; set; } = static work => Task.WhenAny(work, Task.Delay(s_longestFinish)).Wait();

    /// <summary>Starts asynchronous work in the background and returns its result.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var begun = new TaskCompletionSource<Task<T>>(Completions);
        Start(() => begun.SetResult(BeginAsync(work)));
        return begun.Task.Unwrap();
    }

    private static async Task<T> BeginAsync<T>(Func<Task<T>> work) => await work().ConfigureAwait(false);
}
