using System;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Emulator;

namespace FaxPlus.Client.Tests.Net8;

/// <summary>
/// Runs the client's tests on .NET 8. Arguments: <c>run</c>, the address that starts emulators, and the beginnings of test names (none for
/// all tests). Other arguments start a child process of the tests.
/// </summary>
internal static class Start
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["run", string emulators, .. string[] beginnings]) return await Program.Main(arguments);
        EmulatorServer.Host = new Uri(emulators);
        return new Run(name => beginnings.Length == 0 || beginnings.Any(name.StartsWith)).Go();
    }
}
