using System;
using System.IO;
using System.Reflection;

namespace FaxPlus.DesktopRun;

/// <summary>
/// Loads the client as the module does on Windows PowerShell and runs a scenario with it: the module's assemblies come from its folder, and
/// the module's own resolver loads the client from <c>desktop</c>. Arguments: the module's folder, the address of an emulator, and a folder
/// for files.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string module = arguments[0];
        Assembly cmdlets = Assembly.LoadFrom(Path.Combine(module, "FaxPlus.PowerShell.dll"));
        Assembly models = Assembly.LoadFrom(Path.Combine(module, "FaxPlus.Abstractions.dll"));
        // This handler resolves only the references of this program. The module must resolve the references of the client itself.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            request.RequestingAssembly == typeof(Program).Assembly
                && new AssemblyName(request.Name).Name == models.GetName().Name ? models : null;
        MethodInfo load = cmdlets.GetType("FaxPlus.PowerShell.Sessions.ClientProvider", throwOnError: true)!.GetMethod("LoadDesktop",
            BindingFlags.NonPublic | BindingFlags.Static)!;
        try
        {
            Scenario.RunAsync(load.Invoke(null, [Path.Combine(module, "desktop")])!, new Uri(arguments[1]), arguments[2]).GetAwaiter()
                .GetResult();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
    }
}
