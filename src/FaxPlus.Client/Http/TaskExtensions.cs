using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

internal static class TaskExtensions
{
#if NET8_0_OR_GREATER
    /// <summary>
    /// Waits for a time span by the clock of the time provider. For older frameworks, the package Microsoft.Bcl.TimeProvider contains this
    /// method.
    /// </summary>
    public static Task Delay(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        time == TimeProvider.System ? Task.Delay(delay, cancellationToken) : DelayInPlaceAsync(time, delay, cancellationToken);

    /// <summary>
    /// Waits for a time span. Continuations do not run on the thread pool, because simulations in tests use only one thread.
    /// </summary>
    private static async Task DelayInPlaceAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>();
        using ITimer timer = time.CreateTimer(_ => done.TrySetResult(true), null, delay, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration cancellation = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        await done.Task.ConfigureAwait(false);
    }
#endif

    /// <summary>Waits for a task that other callers may share. Cancellation ends only the wait of this caller.</summary>
    public static async Task<T> OrCancelled<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>();
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        }

        if (cancellationToken.IsCancellationRequested) task.Forget();
        cancellationToken.ThrowIfCancellationRequested();
        return await task.ConfigureAwait(false);
    }

    /// <summary>Observes the exception of a task whose result is not used, so that the exception is not reported as unobserved.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
