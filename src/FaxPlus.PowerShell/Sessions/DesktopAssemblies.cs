using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace FaxPlus.PowerShell;

/// <summary>
/// On Windows PowerShell, answers for the assemblies of the module's <c>desktop</c> folder, and only when one of them asks:
/// another module's requests are none of our business.
/// </summary>
internal static class DesktopAssemblies
{
    public static void Resolve(string folder)
    {
        var ours = new HashSet<string>(Directory.EnumerateFiles(folder, "*.dll").Select(Path.GetFileNameWithoutExtension), StringComparer.OrdinalIgnoreCase);
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            string name = new AssemblyName(request.Name).Name;
            return ours.Contains(name) && IsFrom(request.RequestingAssembly, folder)
                ? Assembly.LoadFrom(Path.Combine(folder, name + ".dll"))
                : null;
        };
    }

    private static bool IsFrom(Assembly? assembly, string folder) =>
        assembly is { IsDynamic: false } && string.Equals(Path.GetDirectoryName(assembly.Location), folder, StringComparison.OrdinalIgnoreCase);
}
