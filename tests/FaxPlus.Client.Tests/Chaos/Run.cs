using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>One execution of a scenario, with one fault at one request, or without a fault.</summary>
internal sealed class Run(Trouble? trouble, int at)
{
    public Trouble? Trouble { get; } = trouble;

    /// <summary>The requests between <see cref="BeginAsync"/> and <see cref="EndAsync"/>.</summary>
    public IReadOnlyList<SeenRequest> Requests { get; private set; } = [];

    /// <summary>Whether the fault occurred.</summary>
    public bool Hit { get; private set; }

    /// <summary>The request that the fault affected.</summary>
    public SeenRequest? Struck => Hit ? Requests[at] : null;

    /// <summary>From now on, requests are counted and the fault may occur.</summary>
    public async Task BeginAsync(Service service)
    {
        await service.ForgetRequestsAsync();
        if (Trouble is not null) await Trouble.OrderAsync(service, at);
    }

    /// <summary>Stores the requests since <see cref="BeginAsync"/> and whether the fault occurred, then removes the fault.</summary>
    public async Task EndAsync(Service service)
    {
        Requests = await service.RequestsAsync();
        Hit = await Trouble.HitsAsync(service) > 0;
        await service.ClearFaultsAsync();
    }

    public override string ToString() => Trouble is null ? "without trouble" : $"{Trouble} at request {at} ({string.Join(", ", Requests.Select(request => request.ToString()))})";
}
