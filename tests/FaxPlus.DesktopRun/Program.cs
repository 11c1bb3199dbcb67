using System;
using System.IO;
using System.Reflection;

namespace FaxPlus.DesktopRun;

/// <summary>
/// Loads the client as the module does on Windows PowerShell (the module's assemblies from its folder, the client by the module's own
/// resolver from <c>desktop</c>), and runs a scenario with it. Arguments: the module's folder, the address of an emulator, a folder to write to.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string module = arguments[0];
        Assembly cmdlets = Assembly.LoadFrom(Path.Combine(module, "FaxPlus.PowerShell.dll"));
        Assembly models = Assembly.LoadFrom(Path.Combine(module, "FaxPlus.Abstractions.dll"));
        // For this program alone: what the client asks for is the module's business.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            request.RequestingAssembly == typeof(Program).Assembly && new AssemblyName(request.Name).Name == models.GetName().Name ? models : null;
        MethodInfo load = cmdlets.GetType("FaxPlus.PowerShell.Sessions.ClientProvider", throwOnError: true)!.GetMethod("LoadDesktop", BindingFlags.NonPublic | BindingFlags.Static)!;
        try
        {
            Scenario.RunAsync(load.Invoke(null, [Path.Combine(module, "desktop")])!, new Uri(arguments[1]), arguments[2]).GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
    }
}
