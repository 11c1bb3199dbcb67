using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace FaxPlus;

/// <summary>
/// Detects paths that cannot be files on Windows. A path is detected if one of its names is a device or an alternate data stream, contains
/// a forbidden character, or ends with a dot or space, which Windows would remove.
/// </summary>
internal static class WindowsPath
{
    private const string Forbidden = "<>\"|?*";

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Returns the error for a path that cannot be a file on Windows; null for other paths, and on other systems.</summary>
    public static FaxPlusException? ErrorOf(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && FaultOf(path) is string fault
            ? new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{path}' cannot be a file on Windows: {fault}.")
            {
                RecommendedAction = "Choose another name.",
            }
            : null;

    /// <summary>
    /// Returns the reason why a path cannot be a file on Windows, or null. The result does not depend on the current system.
    /// </summary>
    public static string? FaultOf(string path)
    {
        path = path.Replace('/', '\\');
        // Windows uses paths with this prefix unchanged, so the rules below do not apply to them.
        if (path.StartsWith(@"\\?\", StringComparison.Ordinal)) return null;
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal)) return "it is a device";
        bool hasDrive = path.Length >= 2 && path[1] == ':' && path[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
        return (hasDrive ? path.Substring(2) : path).Split('\\').Select(FaultOfName).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfName(string name)
    {
        if (name is "" or "." or "..") return null;
        if (name.IndexOf(':') >= 0) return $"'{name}' is a stream within a file";
        if (name.Any(c => c < ' ' || Forbidden.IndexOf(c) >= 0)) return $"'{name}' contains a character that is not allowed in file names";
        if (name[name.Length - 1] is '.' or ' ') return $"'{name}' ends with a dot or a space, which Windows removes";
        string stem = name.Split('.')[0].TrimEnd();
        bool isPort = stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && "123456789\u00b9\u00b2\u00b3".IndexOf(stem[3]) >= 0;
        return isPort || s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? $"'{name}' is the name of a device" : null;
    }
}
