using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A member of the company, with account, role and quota (API reference 3.1).</summary>
public sealed class Member
{
    /// <summary>Creates a member.</summary>
    /// <param name="account">The account.</param>
    /// <param name="details">The role and the quota; null if the service did not return them.</param>
    public Member(Account account, MemberDetails? details = null)
    {
        Account = account ?? throw new ArgumentNullException(nameof(account));
        Role = details?.Role;
        Quota = details?.Quota;
        OtherFields = details?.OtherFields ?? [];
    }

    /// <summary>The uid, 32 hexadecimal characters.</summary>
    public string? Uid => Account.Uid;

    /// <summary>The same value as <see cref="Uid"/>, under the name that fax operations use.</summary>
    public string? UserId => Account.Uid;

    /// <summary>The e-mail address.</summary>
    public string? Email => Account.Email;

    /// <summary>The given name.</summary>
    public string? Name => Account.Name;

    /// <summary>The family name.</summary>
    public string? Lastname => Account.Lastname;

    /// <summary>The type of the account: <c>corporate_admin</c> or <c>corporate_member</c>; other values are possible.</summary>
    public string? AccountType => Account.AccountType;

    /// <summary>The state of the account, such as <c>active</c> or <c>suspended</c>; other values are possible.</summary>
    public string? Status => Account.Status;

    /// <summary>The service's name for the member's role in the company.</summary>
    public string? Role { get; }

    /// <summary>The number of pages per month that the member may use.</summary>
    public int? Quota { get; }

    /// <summary>The complete account.</summary>
    public Account Account { get; }

    /// <summary>The fields of the member details other than role and quota, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; }

    /// <summary>The e-mail address, or the uid if the address is missing.</summary>
    public override string ToString() => Account.ToString();
}

/// <summary>The company's settings for a member (GET and PUT /accounts/self/member-details/{uid}).</summary>
public sealed class MemberDetails
{
    /// <summary>The service's name for the member's role in the company.</summary>
    public string? Role { get; set; }

    /// <summary>The number of pages per month that the member may use, 0 or more.</summary>
    public int? Quota { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];
}
