using System;
using FaxPlus.Client.Authentication;
using FaxPlus.Client.Voipex;

namespace FaxPlus.Client;

/// <summary>Makes clients of the Fax.Plus service. The module finds it by its name.</summary>
public sealed class FaxPlusClientFactory : IFaxPlusClientFactory
{
    /// <inheritdoc />
    public IFaxPlusClient Create(FaxPlusConnection connection) => new FaxPlusClient(connection);

    /// <inheritdoc />
    public ISignIn BeginSignIn(OAuthApplication application) => new SignIn(application ?? throw new ArgumentNullException(nameof(application)));

    /// <inheritdoc />
    public IVoipexClient CreateVoipex(VoipexConnection connection) => new VoipexClient(connection ?? throw new ArgumentNullException(nameof(connection)));
}
