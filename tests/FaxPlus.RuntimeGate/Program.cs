using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using FaxPlus.DesktopRun;

namespace FaxPlus.RuntimeGate;

/// <summary>
/// Loads the client as the module does on PowerShell 7, on the runtime of this program, and runs the scenario with it. Then it lists the
/// assemblies that the private load context has loaded, and their conflicts with the host. Arguments: the module's folder, the address of
/// an emulator, a folder for files, and additional folders with assemblies of a host.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string module = arguments[0];
        Assembly cmdlets = Assembly.LoadFrom(Path.Combine(module, "FaxPlus.PowerShell.dll"));
        Assembly.LoadFrom(Path.Combine(module, "FaxPlus.Abstractions.dll"));
        MethodInfo load = cmdlets.GetType("FaxPlus.PowerShell.Sessions.ClientProvider", throwOnError: true)!.GetMethod("LoadCore",
            BindingFlags.NonPublic | BindingFlags.Static)!;
        Console.WriteLine($"runtime: {Environment.Version}");
        bool passed = true;
        try
        {
            Use(load.Invoke(null, [Path.Combine(module, "core")])!, new Uri(arguments[1]), arguments[2]);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            passed = false;
        }

        string[] loaded = [.. AssemblyLoadContext.All.Where(context => context.Name == "FaxPlus").SelectMany(context => context.Assemblies)
            .Select(assembly => assembly.Location)];
        var host = new Host(arguments[3..]);
        foreach (string path in loaded.Order(StringComparer.Ordinal))
            Console.WriteLine($"loaded: {Path.GetRelativePath(module, path).Replace('\\', '/')}; the host has {host.Describe(path)}");

        // Also checks assemblies that this scenario has not loaded, because other operations may load them.
        foreach (string path in Directory.GetFiles(Path.Combine(module, "core"), "*.dll").Union(loaded).Order(StringComparer.Ordinal))
        {
            foreach (string conflict in host.ConflictsOf(path, module))
            {
                Console.WriteLine($"conflict: {conflict}");
                passed = false;
            }
        }

        return passed ? 0 : 1;
    }

    /// <summary>Separate from Main, because the runtime needs the module's models when it compiles this method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(object factory, Uri emulator, string folder) =>
        Scenario.RunAsync(factory, emulator, folder).GetAwaiter().GetResult();
}
