using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

/// <summary>Moves outbox items through their statuses and converts them to fax records.</summary>
internal sealed class Sending(ServiceState state, EmulatorOptions options, HookDelivery hooks)
{
    private static readonly string[] Stages = ["converting", "sending"];

    // The duration of a timer is limited to 32 bits of milliseconds, but a fax may be scheduled years in advance.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>Starts sending an item that the caller has added to the outbox. The caller must hold <c>ServiceState.Gate</c>.</summary>
    public void Start(OutboxItem item)
    {
        item.Enter(item.SendTime > state.Clock.Exact ? "scheduled_for_sending" : "submitted", state.Clock.Now);

        // The item is processed on another thread, so that the response is sent before the item changes.
        _ = Task.Run(() => RunAsync(item));
    }

    private async Task RunAsync(OutboxItem item)
    {
        var ct = item.Cancellation.Token;
        try
        {
            if (item.SendTime is { } time) await WaitUntilAsync(time, ct);
            var step = TimeSpan.FromSeconds(options.SendSeconds / (Stages.Length + 1));
            foreach (var stage in Stages)
            {
                await Task.Delay(step, ct);
                lock (state.Gate) item.Enter(stage, state.Clock.Now);
            }

            if (MagicNumbers.IsStuck(item.To)) return;
            await Task.Delay(step, ct);
            await FinishAsync(item, ct);
        }
        catch (OperationCanceledException)
        {
            // The item was cancelled or the state was reset. The item need not be removed here, because the code that cancels an item also
            // removes it.
        }
    }

    private async Task FinishAsync(OutboxItem item, CancellationToken ct)
    {
        var fax = item.ToFax(MagicNumbers.StatusFor(item.To, options.Odd), state.Clock.Now, options);
        lock (state.Gate)
        {
            // The lock makes the move from the outbox to the list of faxes atomic. An item that is no longer in the outbox was cancelled
            // and is not sent.
            if (!state.Outbox.Remove(item)) return;
            state.Sent.Add(fax);
            if (state.Accounts.Find(a => a.Uid == item.Uid)!.SavesHistory) state.Faxes.Add(fax);
            if (fax.Status != FaxStatus.InProgress)
            {
                hooks.Announce(Hook.FaxSent, fax);
                return;
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(options.SendSeconds), ct);
        lock (state.Gate)
        {
            fax.Status = FaxStatus.Success;
            fax.LastUpdate = state.Clock.Now;
            if (state.Faxes.Contains(fax)) hooks.Announce(Hook.FaxSent, fax);
        }
    }

    private async Task WaitUntilAsync(DateTime time, CancellationToken ct)
    {
        for (var left = time - state.Clock.Exact; left > TimeSpan.Zero; left = time - state.Clock.Exact)
        {
            await Task.Delay(left < LongestTimer ? left : LongestTimer, ct);
        }
    }
}
