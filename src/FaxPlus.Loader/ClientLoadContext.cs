using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace FaxPlus.Loader;

/// <summary>
/// Isolates the client and its packages from the versions that other modules have loaded. An assembly that is part of the .NET runtime is
/// always loaded from the runtime, even if the folder contains a newer copy, because .NET treats types from two copies of an assembly as
/// different types.
/// </summary>
internal sealed class ClientLoadContext(string folder) : AssemblyLoadContext("FaxPlus")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = assemblyName.Name + ".dll";
        string ours = Path.Combine(folder, file);
        return File.Exists(ours) && !File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), file))
            ? LoadFromAssemblyPath(ours)
            : null;
    }
}
