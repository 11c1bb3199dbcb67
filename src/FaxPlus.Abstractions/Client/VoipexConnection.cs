using System;

namespace FaxPlus;

/// <summary>What a Voipex client needs to know before its first request (API reference 4).</summary>
public sealed class VoipexConnection : ServiceConnection
{
    private Uri _authUri = new("https://auth.voipex.io");
    private Uri _apiUri = new("https://ipbxapi.voipex.io");
    private Uri _smsUri = new("https://sms-api.voipex.io");

    /// <summary>Takes a user's name and password. The password is used once, for signing in.</summary>
    public VoipexConnection(string userName, Secret password)
    {
        if (string.IsNullOrWhiteSpace(userName)) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The user name is empty.") { RecommendedAction = "Give the Voipex user name." };
        UserName = userName;
        Password = password ?? throw new ArgumentNullException(nameof(password));
        if (password.IsEmpty) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The password is empty.") { RecommendedAction = "Give the Voipex password." };
    }

    /// <summary>The user's name.</summary>
    public string UserName { get; }

    /// <summary>The user's password.</summary>
    public Secret Password { get; }

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

/// <summary>The services of Voipex, each with an address of its own.</summary>
public enum VoipexService
{
    /// <summary>Calls, numbers, recordings.</summary>
    Api,

    /// <summary>SMS.</summary>
    Sms,
}
