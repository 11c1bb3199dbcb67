using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes columns that contain a member under a name other than UserId.</summary>
internal static class MemberColumn
{
    private const int ShortestUid = 24;

    private static readonly string[] s_members = ["Uid", "Member", "MemberId", "MemberUid", "MemberEmail", "UserUid"];

    /// <summary>Whether the name of a column suggests a member. In lists from other systems, it may have another meaning.</summary>
    public static bool IsNamed(string column) => s_members.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a column contains a uid of the service, or the e-mail address of a member. In directories, a Uid is a login name, which may
    /// be an address. A text that begins with @ is the name of an account of another service.
    /// </summary>
    public static bool IsMember(PSPropertyInfo column)
    {
        string text = ColumnValue.Plain(column);
        return (text.Length >= ShortestUid && text.All(Uri.IsHexDigit))
            || (text.IndexOf('@') > 0 && !ColumnName.WordOf(column.Name).Equals("Uid", StringComparison.OrdinalIgnoreCase));
    }
}
