using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An account: the signed-in user, or a member (API reference 3.1).</summary>
public sealed class Account
{
    /// <summary>The uid, 32 hexadecimal characters.</summary>
    public string? Uid { get; set; }

    /// <summary>The same id under the name that the operations on faxes use for it.</summary>
    public string? UserId => Uid;

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The given name.</summary>
    public string? Name { get; set; }

    /// <summary>The family name.</summary>
    public string? Lastname { get; set; }

    /// <summary>The telephone number.</summary>
    public string? Phone { get; set; }

    /// <summary><c>corporate_admin</c>, <c>corporate_member</c> or <c>individual</c>; the set is open.</summary>
    public string? AccountType { get; set; }

    /// <summary>The state of the account, such as <c>active</c> or <c>suspended</c>; the set is open.</summary>
    public string? Status { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>When the password was last changed, UTC.</summary>
    public DateTimeOffset? LastPasswordModificationDate { get; set; }

    /// <summary>The address of a picture.</summary>
    public string? ProfileImage { get; set; }

    /// <summary>The uids of the accounts that it is a member of.</summary>
    public string[] MemberOf { get; set; } = [];

    /// <summary>The company's data.</summary>
    public AccountData? AccountData { get; set; }

    /// <summary>How faxes are sent.</summary>
    public AccountSettings? Settings { get; set; }

    /// <summary>The notifications, as the service sends them.</summary>
    public Dictionary<string, object?>? Notifications { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The e-mail address.</summary>
    public override string ToString() => PrintableText.Of(Email ?? Uid ?? "");
}

/// <summary>The company's data in an account.</summary>
public sealed class AccountData
{
    /// <summary>The company's name.</summary>
    public string? CompanyName { get; set; }

    /// <summary>The address of the company's logo.</summary>
    public string? CompanyLogo { get; set; }

    /// <summary><c>tiff</c> or <c>pdf</c>.</summary>
    public string? DefaultFileType { get; set; }

    /// <summary>The role in the company.</summary>
    public string? Role { get; set; }

    /// <summary>Why the account was deactivated.</summary>
    public string? DeactivationReason { get; set; }

    /// <summary>Whether faxes are kept.</summary>
    public bool? SaveHistory { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}

/// <summary>How an account sends faxes.</summary>
public sealed class AccountSettings
{
    /// <summary>The name that recipients see.</summary>
    public string? CallerIdName { get; set; }

    /// <summary>Defaults for sending.</summary>
    public SendFaxSettings? SendFax { get; set; }

    /// <summary>Further options, as the service sends them.</summary>
    public Dictionary<string, object?>? Options { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}

/// <summary>An account's defaults for sending.</summary>
public sealed class SendFaxSettings
{
    /// <summary>The number of retries and the delay between them.</summary>
    public FaxRetry? Retry { get; set; }

    /// <summary>Whether the pages are optimised for fax machines.</summary>
    public bool? ShouldEnhance { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}
