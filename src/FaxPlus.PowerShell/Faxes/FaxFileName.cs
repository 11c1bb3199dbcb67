using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>
/// Creates file names for saved faxes. The names sort by time, contain the other party's number, and are unique because of the fax id.
/// </summary>
internal static class FaxFileName
{
    public static string Of(Fax fax, FaxFormat format, bool report)
    {
        var parts = new List<string>();
        if (fax.Time is DateTimeOffset time) parts.Add(time.ToLocalTime().ToString("yyyy-MM-dd_HHmmss", CultureInfo.InvariantCulture));
        if (fax.Direction is not null) parts.Add(fax.IsOutgoing ? "to" : "from");
        if ((fax.IsOutgoing ? fax.To : fax.From) is string number) parts.Add(PhoneNumber.Normalize(number).TrimStart('+'));
        parts.Add(fax.Id ?? "fax");
        if (report) parts.Add("report");
        string extension = report || format == FaxFormat.Pdf ? ".pdf" : ".tiff";
        string name = Safe(string.Join("_", parts.Where(part => part.Length > 0))) + extension;
        // The id alone may be a device name on Windows, such as CON.
        return WindowsPath.FaultOf(name) is null ? name : "fax_" + name;
    }

    /// <summary>
    /// Removes the characters that are forbidden in file names on any system, so that a fax has the same name on all systems.
    /// </summary>
    private static string Safe(string name) =>
        new([.. name.Where(c => c > ' ' && "<>:\"/\\|?*".IndexOf(c) < 0 && Array.IndexOf(Path.GetInvalidFileNameChars(), c) < 0)]);
}
