using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes columns that contain a member under a name other than UserId.</summary>
internal static class MemberColumn
{
    private const int ShortestUid = 24;

    private static readonly string[] s_members = ["Uid", "Member", "MemberId", "MemberUid", "UserUid"];

    /// <summary>Whether a column is named like a member. Lists of other systems also have such columns.</summary>
    public static bool IsNamed(string column) => s_members.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a column contains a uid of the service.</summary>
    public static bool IsUid(PSPropertyInfo column) =>
        ColumnValue.Plain(column) is { Length: >= ShortestUid } uid && uid.All(Uri.IsHexDigit);
}
