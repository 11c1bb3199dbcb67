using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>One execution of a scenario, with one fault at one request, or without a fault.</summary>
internal sealed class Run(InjectedFault? injected, int at)
{
    public InjectedFault? InjectedFault { get; } = injected;

    /// <summary>The requests between <see cref="BeginAsync"/> and <see cref="EndAsync"/>.</summary>
    public IReadOnlyList<SeenRequest> Requests { get; private set; } = [];

    /// <summary>Whether the fault occurred.</summary>
    public bool Hit { get; private set; }

    /// <summary>The request that the fault affected.</summary>
    public SeenRequest? FaultedRequest => Hit ? Requests[at] : null;

    /// <summary>Starts to count requests, and injects the fault.</summary>
    public async Task BeginAsync(Service service)
    {
        await service.ForgetRequestsAsync();
        if (InjectedFault is not null) await InjectedFault.InjectAsync(service, at);
    }

    /// <summary>Stores the requests since <see cref="BeginAsync"/> and whether the fault occurred, then removes the fault.</summary>
    public async Task EndAsync(Service service)
    {
        Requests = await service.RequestsAsync();
        Hit = await InjectedFault.HitsAsync(service) > 0;
        await service.ClearFaultsAsync();
    }

    public override string ToString() =>
        InjectedFault is null
        ? "without a fault" : $"{InjectedFault} at request {at} ({string.Join(", ", Requests.Select(request => request.ToString()))})";
}
