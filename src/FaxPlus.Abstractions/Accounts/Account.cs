using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The account of the signed-in user or of a member (API reference 3.1).</summary>
public sealed class Account
{
    /// <summary>The uid, 32 hexadecimal characters.</summary>
    public string? Uid { get; set; }

    /// <summary>The same value as <see cref="Uid"/>, under the name that fax operations use.</summary>
    public string? UserId => Uid;

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The given name.</summary>
    public string? Name { get; set; }

    /// <summary>The family name.</summary>
    public string? Lastname { get; set; }

    /// <summary>The telephone number.</summary>
    public string? Phone { get; set; }

    /// <summary>
    /// The type of the account: <c>corporate_admin</c>, <c>corporate_member</c> or <c>individual</c>; other values are possible.
    /// </summary>
    public string? AccountType { get; set; }

    /// <summary>The state of the account, such as <c>active</c> or <c>suspended</c>; other values are possible.</summary>
    public string? Status { get; set; }

    /// <summary>The creation time, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>The time of the last password change, UTC.</summary>
    public DateTimeOffset? LastPasswordModificationDate { get; set; }

    /// <summary>The address of the profile image.</summary>
    public string? ProfileImage { get; set; }

    /// <summary>The uids of the accounts to which this account belongs as a member.</summary>
    public string[] MemberOf { get; set; } = [];

    /// <summary>The company's data.</summary>
    public AccountData? AccountData { get; set; }

    /// <summary>The settings for sending faxes.</summary>
    public AccountSettings? Settings { get; set; }

    /// <summary>The notification settings, in the service's format.</summary>
    public Dictionary<string, object?>? Notifications { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The e-mail address, or the uid if the address is missing.</summary>
    public override string ToString() => PrintableText.Of(Email ?? Uid ?? "");
}

/// <summary>The company's data in an account.</summary>
public sealed class AccountData
{
    /// <summary>The company's name.</summary>
    public string? CompanyName { get; set; }

    /// <summary>The address of the company's logo.</summary>
    public string? CompanyLogo { get; set; }

    /// <summary>The format in which received faxes are stored and forwarded, <c>tiff</c> or <c>pdf</c>.</summary>
    public string? DefaultFileType { get; set; }

    /// <summary>The role in the company.</summary>
    public string? Role { get; set; }

    /// <summary>The reason for the deactivation of the account.</summary>
    public string? DeactivationReason { get; set; }

    /// <summary>Whether the service keeps the faxes of the account.</summary>
    public bool? SaveHistory { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}

/// <summary>An account's settings for sending faxes.</summary>
public sealed class AccountSettings
{
    /// <summary>The name that recipients see.</summary>
    public string? CallerIdName { get; set; }

    /// <summary>The default settings for sending faxes.</summary>
    public SendFaxSettings? SendFax { get; set; }

    /// <summary>Further options, in the service's format.</summary>
    public Dictionary<string, object?>? Options { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}

/// <summary>An account's default settings for sending faxes.</summary>
public sealed class SendFaxSettings
{
    /// <summary>The number of retries and the delay between them.</summary>
    public FaxRetry? Retry { get; set; }

    /// <summary>Whether the pages are optimized for fax machines.</summary>
    public bool? ShouldEnhance { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}
