using System;
using System.IO;
using System.Runtime.Loader;

namespace FaxPlus.Loader;

/// <summary>Creates the client factory in the private load context.</summary>
public static class ClientLoader
{
    /// <summary>
    /// Loads an assembly from the folder of this assembly into a new load context, and creates an instance of one of its types.
    /// </summary>
    /// <param name="assemblyName">The assembly's simple name.</param>
    /// <param name="typeName">The full name of the type, which must have a parameterless constructor.</param>
    public static object CreateInstance(string assemblyName, string typeName)
    {
        string folder = Path.GetDirectoryName(typeof(ClientLoader).Assembly.Location)!;
        AssemblyLoadContext context = new ClientLoadContext(folder);
        return Activator.CreateInstance(
            context.LoadFromAssemblyPath(Path.Combine(folder, assemblyName + ".dll")).GetType(typeName, throwOnError: true)!)!;
    }
}
