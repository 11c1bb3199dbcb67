using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests a request whose result several callers share.</summary>
public class SharedLookTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly List<TaskCompletionSource<int>> _looks = [];

    [Fact]
    public async Task Callers_during_a_request_share_the_next_one()
    {
        CoalescedRequest<int> shared = Shared();
        Task<int> first = shared.GetAsync(default);
        await BegunAsync(1);
        Task<int>[] later = [.. Enumerable.Range(0, 5).Select(_ => shared.GetAsync(default))];

        _looks[0].SetResult(1);
        Assert.Equal(1, await first.WaitAsync(s_patience));
        Assert.All(later, task => Assert.False(task.IsCompleted));
        await BegunAsync(2);
        _looks[1].SetResult(2);

        Assert.All(await Task.WhenAll(later).WaitAsync(s_patience), result => Assert.Equal(2, result));
        Assert.Equal(2, _looks.Count);
    }

    [Fact]
    public async Task A_failed_request_fails_for_all_its_callers_and_not_for_later_ones()
    {
        CoalescedRequest<int> shared = Shared();
        Task<int> first = shared.GetAsync(default);
        await BegunAsync(1);
        _looks[0].SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.WaitAsync(s_patience));

        Task<int> second = shared.GetAsync(default);
        await BegunAsync(2);
        _looks[1].SetResult(2);
        Assert.Equal(2, await second.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_cancel_the_request_of_the_others()
    {
        CoalescedRequest<int> shared = Shared();
        Task<int> first = shared.GetAsync(default);
        await BegunAsync(1);
        using var gone = new CancellationTokenSource();
        Task<int> leaver = shared.GetAsync(gone.Token);
        Task<int> stayer = shared.GetAsync(default);
        _looks[0].SetResult(1);
        await first.WaitAsync(s_patience);
        await BegunAsync(2);

        gone.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver.WaitAsync(s_patience));
        await BegunAsync(3);
        _looks[2].SetResult(3);
        Assert.Equal(3, await stayer.WaitAsync(s_patience));
    }

    private CoalescedRequest<int> Shared() => new(stop =>
    {
        var look = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(() => look.TrySetCanceled(stop));
        lock (_looks) _looks.Add(look);
        return look.Task;
    });

    private async Task BegunAsync(int count)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            lock (_looks)
            {
                if (_looks.Count >= count) return;
            }

            await Task.Delay(5, patience.Token);
        }
    }
}
