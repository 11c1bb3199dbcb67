using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Voipex;

/// <summary>The client of the Voipex telephone service (API reference 4), which uses the OAuth password grant.</summary>
internal sealed class VoipexClient : IVoipexClient
{
    private const string ClientId = "api";

    private readonly VoipexConnection _connection;
    private readonly ClientPipeline _pipeline;
    private readonly VoipexTokenSource _token;

    public VoipexClient(VoipexConnection connection)
    {
        _connection = connection;
        _pipeline = new ClientPipeline(connection);
        var tokens = new TokenEndpoint(
            new ApiClient(_pipeline, NullObserver.Instance, connection.AuthUri, authorized: false),
            ClientId,
            null,
            parametersInQuery: false);
        _token = new VoipexTokenSource(tokens, _pipeline.Platform.Time);
        _pipeline.TokenSource = _token;
    }

    public DateTimeOffset? AccessTokenExpiresOn => _token.AccessTokenExpiresOn;

    public DateTimeOffset? RefreshTokenExpiresOn => _token.RefreshTokenExpiresOn;

    public async Task SignInAsync(Secret password, ICallObserver observer, CancellationToken cancellationToken)
    {
        if (password.IsEmpty)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The password is empty.")
            {
                RecommendedAction = "Specify the Voipex password.",
            };
        }

        _pipeline.Secrets.Add(password);
        try
        {
            await _token.SignInAsync(_connection.UserName, password, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The password is not sent again, so later responses cannot quote it, and it need no longer be masked.
            _pipeline.Secrets.Remove(password);
        }
    }

    public async Task<FaxPlusResponse> RequestAsync(
        VoipexService service, FaxPlusRequest request, ICallObserver observer, CancellationToken cancellationToken)
    {
        Uri baseUri = _connection.AddressOf(service);
        return await new RawRequest(new ApiClient(_pipeline, observer, baseUri))
            .SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _pipeline.Dispose();
}
