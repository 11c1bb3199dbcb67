using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using FaxPlus.PowerShell.Formatting;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>Converts faxes that may have been restored from a file or another process.</summary>
internal static class StoredFax
{
    private static readonly PropertyInfo[] s_properties = [.. typeof(Fax).GetProperties().Where(property => property.CanWrite)];

    /// <summary>Converts an object to a fax, even if the object was restored; returns null if the object is not a fax.</summary>
    public static Fax? Read(PSObject item)
    {
        if (item.BaseObject is Fax live) return live;
        if (!item.TypeNames.Contains("Deserialized.FaxPlus.Fax")) return null;
        var fax = new Fax();
        foreach (PropertyInfo property in s_properties)
        {
            if (item.Properties[property.Name]?.Value is not { } value) continue;
            if (property.PropertyType == typeof(DateTimeOffset?)) property.SetValue(fax, FormatHelpers.TimeOf(PSObject.AsPSObject(value)));
            else if (LanguagePrimitives.TryConvertTo(value, property.PropertyType, out object converted)) property.SetValue(fax, converted);
        }

        return fax;
    }
}
