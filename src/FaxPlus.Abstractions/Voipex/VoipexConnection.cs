using System;

namespace FaxPlus;

/// <summary>The options of a Voipex client (API reference 4).</summary>
public sealed class VoipexConnection : ServiceConnection
{
    private static readonly Uri s_authUri = new("https://auth.voipex.io");
    private static readonly Uri s_apiUri = new("https://ipbxapi.voipex.io");
    private static readonly Uri s_smsUri = new("https://sms-api.voipex.io");

    private Uri? _authUri;
    private Uri? _apiUri;
    private Uri? _smsUri;

    /// <summary>Creates options. The password is passed to each sign-in and is not stored.</summary>
    /// <exception cref="FaxPlusException">The name is empty.</exception>
    public VoipexConnection(string userName)
    {
        if (string.IsNullOrWhiteSpace(userName))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The user name is empty.")
            {
                RecommendedAction = "Specify the Voipex user name.",
            };
        }

        UserName = userName;
    }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>The base address of the token service.</summary>
    public Uri AuthUri
    {
        get => _authUri ?? s_authUri;
        set => _authUri = Safe(value, "token service");
    }

    /// <summary>The base address for calls, numbers and recordings.</summary>
    public Uri ApiUri
    {
        get => _apiUri ?? s_apiUri;
        set => _apiUri = Safe(value, "API");
    }

    /// <summary>The base address for SMS.</summary>
    public Uri SmsUri
    {
        get => _smsUri ?? s_smsUri;
        set => _smsUri = Safe(value, "SMS service");
    }

    /// <summary>Returns the base address of a service.</summary>
    /// <exception cref="FaxPlusException">The token of another token service would be sent to Voipex's own service.</exception>
    internal Uri AddressOf(VoipexService service)
    {
        bool isSms = service == VoipexService.Sms;
        Uri address = isSms ? SmsUri : ApiUri;
        if (AuthUri == s_authUri || (isSms ? _smsUri : _apiUri) is not null) return address;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            "The sign-in specifies another token service, but the request would be sent to Voipex's own service " +
            $"({address.Host}).")
        {
            RecommendedAction = $"Sign in again, and also specify -{(isSms ? nameof(SmsUri) : nameof(ApiUri))}.",
        };
    }
}

/// <summary>The Voipex services, which have different addresses.</summary>
public enum VoipexService
{
    /// <summary>Calls, numbers, recordings.</summary>
    Api,

    /// <summary>SMS.</summary>
    Sms,
}
