using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using FaxPlus.Emulator;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Runs the client's tests on .NET Framework or Mono, against the assemblies for Windows PowerShell. Arguments: the address that starts
/// emulators, the module's folder, <c>--only</c> or <c>--without</c>, and the beginnings of test names.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string[] folders = [arguments[1], Path.Combine(arguments[1], "desktop")];
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            folders.Select(folder => Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll"))
            .Where(File.Exists).Select(Assembly.LoadFrom).FirstOrDefault();
        return Begin(new Uri(arguments[0]), arguments[2] == "--only", [.. arguments.Skip(3)]);
    }

    /// <summary>Separate from Main, because the runtime needs the assemblies when it compiles this method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Begin(Uri emulators, bool only, string[] beginnings)
    {
        EmulatorServer.Host = emulators;
        return new Run(name => beginnings.Any(name.StartsWith) == only).Go();
    }
}
