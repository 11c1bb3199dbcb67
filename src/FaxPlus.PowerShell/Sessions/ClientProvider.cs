using System;
using System.IO;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Loads the client when the first session needs the client, rather than at import. PowerShell 7 loads the client into a private load
/// context, and Windows PowerShell loads the client from the module folder.
/// </summary>
internal static class ClientProvider
{
    private const string ClientAssembly = "FaxPlus.Client";
    private const string FactoryType = "FaxPlus.Client.FaxPlusClientFactory";

    private static readonly Lazy<IFaxPlusClientFactory> s_factory = new(LoadFactory);

    public static IFaxPlusClientFactory Factory => s_factory.Value;

    /// <summary>The User-Agent header of this module.</summary>
    public static string UserAgent { get; } = "FaxPlus-PowerShell/" +
        (typeof(ClientProvider).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "0");

    public static IFaxPlusClient Create(FaxPlusClientOptions options)
    {
        options.UserAgent = UserAgent;
        return Factory.Create(options);
    }

    private static IFaxPlusClientFactory LoadFactory()
    {
        string folder = Path.GetDirectoryName(typeof(ClientProvider).Assembly.Location)!;
        bool desktop = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);
        return (IFaxPlusClientFactory)(desktop ? LoadDesktop(Path.Combine(folder, "desktop")) : LoadCore(Path.Combine(folder, "core")));
    }

    private static object LoadCore(string folder)
    {
        Assembly loader = Assembly.LoadFrom(Path.Combine(folder, "FaxPlus.Loader.dll"));
        MethodInfo create = loader.GetType("FaxPlus.Loader.ClientLoader", throwOnError: true)!.GetMethod("CreateInstance")!;
        return create.Invoke(null, [ClientAssembly, FactoryType])!;
    }

    private static object LoadDesktop(string folder)
    {
        // The service requires TLS 1.2, which may not be enabled in Windows PowerShell.
        ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        DesktopAssemblies.Resolve(folder);
        return Activator.CreateInstance(
            Assembly.LoadFrom(Path.Combine(folder, ClientAssembly + ".dll")).GetType(FactoryType, throwOnError: true)!)!;
    }
}
