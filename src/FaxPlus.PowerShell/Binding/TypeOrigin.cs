using System;
using System.Collections;
using System.Data;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Determines the original type of an object, even if the object is a copy from Select-Object, a file or another process.
/// </summary>
internal static class TypeOrigin
{
    private static readonly string[] s_copies = ["Selected.", "Deserialized.", "CSV:"];
    private static readonly string[] s_known = ["System.", "Microsoft.", "FaxPlus."];
    private static readonly string[] s_rows = [typeof(PSCustomObject).FullName, typeof(PSObject).FullName, typeof(object).FullName];

    /// <summary>
    /// Whether an object has one of these types, or is a row. A row is a custom object, an object of System.Data, or an object of a type
    /// that is not from .NET, PowerShell or this module.
    /// </summary>
    public static bool IsRowOr(object item, params Type[] types)
    {
        string name = NameOf(item);
        return types.Any(type => type.FullName == name)
            || s_rows.Contains(name)
            || Begins(name, "System.Data.")
            || !(Begins(name, "System.") || Begins(name, "Microsoft.") || IsOfModule(name));
    }

    /// <summary>
    /// Whether an object is a row. Rows are custom objects, rows of a table, and objects of other classes, except lists and the classes of
    /// .NET, PowerShell and this module.
    /// </summary>
    public static bool HasColumns(object item) => item switch
    {
        PSCustomObject or DataRow or DataRowView => true,
        IEnumerable => false,
        _ => !s_known.Any(known => Begins(item.GetType().FullName, known)),
    };

    /// <summary>Whether an object has a type of this module.</summary>
    public static bool IsOfModule(object item) => IsOfModule(NameOf(item));

    private static bool IsOfModule(string name) => Begins(name, "FaxPlus.");

    private static string NameOf(object item)
    {
        string name = PSObject.AsPSObject(item).TypeNames[0];
        while (Array.Find(s_copies, copy => Begins(name, copy)) is string prefix) name = name.Substring(prefix.Length);
        return name;
    }

    private static bool Begins(string name, string start) => name.StartsWith(start, StringComparison.Ordinal);
}
