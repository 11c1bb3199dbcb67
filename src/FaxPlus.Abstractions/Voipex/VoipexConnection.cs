using System;

namespace FaxPlus;

/// <summary>The options of a Voipex client (API reference 4).</summary>
public sealed class VoipexConnection : ServiceConnection
{
    private Uri _authUri = new("https://auth.voipex.io");
    private Uri _apiUri = new("https://ipbxapi.voipex.io");
    private Uri _smsUri = new("https://sms-api.voipex.io");

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

    /// <summary>The user's name.</summary>
    public string UserName { get; }

    /// <summary>The base address of the token service.</summary>
    public Uri AuthUri
    {
        get => _authUri;
        set => _authUri = Safe(value, "token service");
    }

    /// <summary>The base address for calls, numbers and recordings.</summary>
    public Uri ApiUri
    {
        get => _apiUri;
        set => _apiUri = Safe(value, "API");
    }

    /// <summary>The base address for SMS.</summary>
    public Uri SmsUri
    {
        get => _smsUri;
        set => _smsUri = Safe(value, "SMS service");
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
