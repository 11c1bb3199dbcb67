using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Resolves the assemblies of the module's <c>desktop</c> folder on Windows PowerShell. Only requests from these assemblies are resolved,
/// so that other modules are not affected.
/// </summary>
internal static class DesktopAssemblies
{
    public static void Resolve(string folder)
    {
        // The models were loaded from the parent folder together with the cmdlets. The runtime does not search that folder for assemblies
        // that the client requests.
        Assembly models = typeof(FaxPlusClientOptions).Assembly;
        var ours = new HashSet<string>(
            Directory.EnumerateFiles(folder, "*.dll").Select(Path.GetFileNameWithoutExtension), StringComparer.OrdinalIgnoreCase);
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            string name = new AssemblyName(request.Name).Name;
            if (!IsFrom(request.RequestingAssembly, folder)) return null;
            if (name == models.GetName().Name) return models;
            return ours.Contains(name) ? Assembly.LoadFrom(Path.Combine(folder, name + ".dll")) : null;
        };
    }

    private static bool IsFrom(Assembly? assembly, string folder) =>
        assembly is { IsDynamic: false }
            && string.Equals(Path.GetDirectoryName(assembly.Location), folder, StringComparison.OrdinalIgnoreCase);
}
