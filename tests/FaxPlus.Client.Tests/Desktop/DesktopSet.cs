using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>
/// The files of the module for Windows PowerShell from the build of these tests, in the layout of <c>src/module/Module.targets</c>.
/// </summary>
internal static class DesktopSet
{
    public static string Root { get; } = FindRoot();

    public static string[] Module =>
        [Built("FaxPlus.PowerShell", "FaxPlus.PowerShell.dll"), Built("FaxPlus.PowerShell", "FaxPlus.Abstractions.dll")];

    /// <summary>The files in the folder <c>desktop</c>.</summary>
    public static string[] Desktop =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(Built("FaxPlus.Client", "FaxPlus.Client.dll"))!, "*.dll")
            .Where(file => Path.GetFileName(file) != "FaxPlus.Abstractions.dll"),
    ];

    public static string Built(string project, string file, string folder = "src") =>
        Path.Combine(Root, folder, project, "bin", Configuration, "netstandard2.0", file);

    /// <summary>Copies the module, in its installed layout, to a folder.</summary>
    public static void Lay(string folder)
    {
        Copy(Module, folder);
        Copy(Desktop, Path.Combine(folder, "desktop"));
    }

    private static void Copy(string[] files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static string Configuration => typeof(DesktopSet).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FaxPlus.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
