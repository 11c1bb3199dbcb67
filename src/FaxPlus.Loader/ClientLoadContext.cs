using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace FaxPlus.Loader;

/// <summary>
/// Holds the client and its packages apart from what other modules have loaded, in whatever version. What the host itself
/// ships is left to the host, unless our copy is newer: then fewer assemblies are loaded, and types are shared.
/// </summary>
internal sealed class ClientLoadContext(string folder) : AssemblyLoadContext("FaxPlus")
{
    private readonly Lazy<Dictionary<string, string>> _platform = new(ReadPlatform);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string ours = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(ours) && IsWanted(assemblyName.Name!, ours) ? LoadFromAssemblyPath(ours) : null;
    }

    private bool IsWanted(string name, string ours) =>
        !_platform.Value.TryGetValue(name, out string? theirs)
        || GetAssemblyName(ours).Version > GetAssemblyName(theirs).Version;

    private static Dictionary<string, string> ReadPlatform()
    {
        var assemblies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string;
        foreach (string path in (list ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            assemblies[Path.GetFileNameWithoutExtension(path)] = path;
        }

        return assemblies;
    }
}
