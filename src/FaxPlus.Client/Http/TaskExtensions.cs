using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

internal static class TaskExtensions
{
#if NET8_0_OR_GREATER
    /// <summary>A pause by the time of the provider. Elsewhere it comes from Microsoft.Bcl.TimeProvider.</summary>
    public static Task Delay(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        time == TimeProvider.System ? Task.Delay(delay, cancellationToken) : DelayInPlaceAsync(time, delay, cancellationToken);

    /// <summary>The framework goes on in the thread pool after a cancelled pause, which a simulation of one thread does not have.</summary>
    private static async Task DelayInPlaceAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>();
        using ITimer timer = time.CreateTimer(_ => done.TrySetResult(true), null, delay, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration cancellation = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        await done.Task.ConfigureAwait(false);
    }
#endif

    /// <summary>Waits for what others may wait for too: who is cancelled goes away, and it goes on.</summary>
    public static async Task<T> OrCancelled<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>();
        using (cancellationToken.Register(() => cancelled.TrySetResult(true))) await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested) task.Forget();
        cancellationToken.ThrowIfCancellationRequested();
        return await task.ConfigureAwait(false);
    }

    /// <summary>Lets it end as it may: where nobody hears any more what becomes of it, its failure is no fault of the program.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
