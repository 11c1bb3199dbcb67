using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Authentication;
using FaxPlus.Client.Http;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Voipex;

/// <summary>The Voipex telephone service (API reference 4): the same OAuth, another grant.</summary>
internal sealed class VoipexClient : IVoipexClient
{
    private const string ClientId = "api";

    private readonly VoipexConnection _connection;
    private readonly Host _host;
    private readonly VoipexToken _token;

    public VoipexClient(VoipexConnection connection)
    {
        _connection = connection;
        _host = new Host(connection);
        _host.Secrets.Add(connection.Password);
        var tokens = new TokenEndpoint(new Transport(_host, NullObserver.Instance, connection.AuthUri, authorized: false), ClientId, null, parametersInQuery: false);
        _token = new VoipexToken(tokens);
        _host.TokenSource = _token;
    }

    public DateTimeOffset? AccessTokenExpiresOn => _token.AccessTokenExpiresOn;

    public DateTimeOffset? RefreshTokenExpiresOn => _token.RefreshTokenExpiresOn;

    public Task SignInAsync(ICallObserver observer, CancellationToken cancellationToken) =>
        _token.SignInAsync(_connection.UserName, _connection.Password, observer, cancellationToken);

    public Task<object?> RequestAsync(VoipexService service, FaxPlusRequest request, ICallObserver observer, CancellationToken cancellationToken)
    {
        Uri baseUri = service == VoipexService.Sms ? _connection.SmsUri : _connection.ApiUri;
        return new RawRequest(new Transport(_host, observer, baseUri)).SendAsync(request, cancellationToken);
    }

    public void Dispose() => _host.Dispose();
}
