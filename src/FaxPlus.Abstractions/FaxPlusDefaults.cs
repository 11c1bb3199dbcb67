using System;

namespace FaxPlus;

/// <summary>The service's addresses and constants (API reference 1).</summary>
public static class FaxPlusDefaults
{
    /// <summary>The base address of the API.</summary>
    public static readonly Uri ApiUri = new("https://restapi.fax.plus/v3");

    /// <summary>The base address of the accounts service.</summary>
    public static readonly Uri AccountsUri = new("https://accounts.fax.plus");

    /// <summary>The user id that represents the signed-in user.</summary>
    public const string Self = "self";

    /// <summary>The maximum number of destinations in a request.</summary>
    public const int MaxDestinations = 4000;
}
