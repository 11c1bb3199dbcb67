using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client;

/// <summary>A client of the Fax.Plus service (API reference 3). Dispose it to close its connections.</summary>
public sealed class FaxPlusClient : IFaxPlusClient
{
    private readonly Host _host;
    private readonly Transport _transport;

    /// <summary>Makes a client; no request is made.</summary>
    public FaxPlusClient(FaxPlusConnection connection)
        : this(new Host(connection ?? throw new ArgumentNullException(nameof(connection))), NullObserver.Instance)
    {
    }

    private FaxPlusClient(Host host, ICallObserver observer)
    {
        _host = host;
        _transport = new Transport(host, observer);
        Accounts = new AccountOperations(_transport);
        Numbers = new NumberOperations(_transport);
        Faxes = new FaxOperations(_transport);
        Files = new FileOperations(_transport);
        Outbox = new OutboxOperations(_transport);
    }

    /// <inheritdoc />
    public IAccountOperations Accounts { get; }

    /// <inheritdoc />
    public INumberOperations Numbers { get; }

    /// <inheritdoc />
    public IFaxOperations Faxes { get; }

    /// <inheritdoc />
    public IFileOperations Files { get; }

    /// <inheritdoc />
    public IOutboxOperations Outbox { get; }

    /// <inheritdoc />
    public IFaxPlusClient Observe(ICallObserver observer) => new FaxPlusClient(_host, observer ?? throw new ArgumentNullException(nameof(observer)));

    /// <inheritdoc />
    public Task<object?> RequestAsync(FaxPlusRequest request, CancellationToken cancellationToken = default) =>
        new RawRequest(_transport).SendAsync(request ?? throw new ArgumentNullException(nameof(request)), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _host.Dispose();
}
