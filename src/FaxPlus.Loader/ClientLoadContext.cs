using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace FaxPlus.Loader;

/// <summary>
/// Isolates the client and its packages from the versions that other modules have loaded. An assembly of the host's framework is always the
/// framework's own, even if a newer copy lies in the folder: its types occur in the framework's signatures, and a second copy would not fit
/// them.
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
