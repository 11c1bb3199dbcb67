using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>A caller that receives faxes in several runs and records each returned fax.</summary>
internal sealed class Received(Service service)
{
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public List<string> Ids { get; } = [];

    public List<Fax> Faxes { get; } = [];

    public string File { get; } = service.Files.Path("checkpoint.json");

    /// <summary>The options of a run. The first run begins a day before Start, so that it returns all faxes.</summary>
    public ReceiveOptions Options => new()
    {
        CheckpointFile = File,
        After = Start.AddDays(-1),
        PollInterval = TimeSpan.FromMilliseconds(5),
        MaxPollInterval = TimeSpan.FromMilliseconds(40),
    };

    public IFaxReceiver Begin(Action<ReceiveOptions>? configure = null)
    {
        ReceiveOptions options = Options;
        configure?.Invoke(options);
        return service.Client.Faxes.Receive(options);
    }

    /// <summary>
    /// Runs until all faxes, or a maximum number of faxes, have been received. The run may reach the maximum in the middle of a batch.
    /// </summary>
    public async Task<int> RunAsync(int most = int.MaxValue, Action<ReceiveOptions>? configure = null)
    {
        using IFaxReceiver receiver = Begin(configure);
        int taken = 0;
        while (await receiver.NextAsync(service.TimeLimit) is { Count: > 0 } faxes)
        {
            Assert.Equal(faxes.OrderBy(fax => fax.Time).Select(fax => fax.Id), faxes.Select(fax => fax.Id));
            foreach (Fax fax in faxes)
            {
                if (taken == most) return taken;
                Ids.Add(fax.Id!);
                Faxes.Add(fax);
                receiver.Acknowledge(fax);
                taken++;
                await receiver.MarkAsync(service.TimeLimit);
            }
        }

        return taken;
    }

    /// <summary>Asserts that each expected fax was returned exactly once.</summary>
    public void AreJust(IEnumerable<string> expected)
    {
        Assert.Equal(Ids.Count, Ids.Distinct().Count());
        Assert.Equal(expected.Order(), Ids.Order());
    }
}
