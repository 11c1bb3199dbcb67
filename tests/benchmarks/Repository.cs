using System;
using System.IO;
using System.Linq;

namespace FaxPlus.Benchmarks;

internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Module { get; } = Path.Combine(Root, "out", "FaxPlus", "FaxPlus.psd1");

    public static string Script(string name) => Path.Combine(Root, "tests", "benchmarks", "scripts", name + ".ps1");

    public static string Output(string project, string file)
    {
        // The folder of this program ends with bin/<configuration>/<framework>, as the output folders of the other projects do.
        string[] parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Combine([Root, project, .. parts.TakeLast(3), file]);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FaxPlus.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The program must be built and run in a folder of the repository.");
    }
}
