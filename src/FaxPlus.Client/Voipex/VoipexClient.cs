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
        var tokens = new TokenEndpoint(new Transport(_host, NullObserver.Instance, connection.AuthUri, authorized: false), ClientId, null, parametersInQuery: false);
        _token = new VoipexToken(tokens, _host.Platform.Time);
        _host.TokenSource = _token;
    }

    public DateTimeOffset? AccessTokenExpiresOn => _token.AccessTokenExpiresOn;

    public DateTimeOffset? RefreshTokenExpiresOn => _token.RefreshTokenExpiresOn;

    public async Task SignInAsync(Secret password, ICallObserver observer, CancellationToken cancellationToken)
    {
        if (password.IsEmpty) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The password is empty.") { RecommendedAction = "Give the Voipex password." };
        _host.Secrets.Add(password);
        try
        {
            await _token.SignInAsync(_connection.UserName, password, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // It goes out no more, so that nothing can quote it, and the mask need not hold it.
            _host.Secrets.Remove(password);
        }
    }

    public Task<object?> RequestAsync(VoipexService service, FaxPlusRequest request, ICallObserver observer, CancellationToken cancellationToken)
    {
        Uri baseUri = service == VoipexService.Sms ? _connection.SmsUri : _connection.ApiUri;
        return new RawRequest(new Transport(_host, observer, baseUri)).SendAsync(request, cancellationToken);
    }

    public void Dispose() => _host.Dispose();
}
