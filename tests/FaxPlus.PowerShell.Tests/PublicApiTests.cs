using System;
using System.IO;
using FaxPlus.Client;
using FaxPlus.Client.Tests.Support;
using PublicApiGenerator;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>
/// Tests that the public API of the .NET packages matches the files beside this test, so that each change is noticed. If FAXPLUS_WRITE_DOCS
/// is set, as by <c>build.ps1 Help</c>, the files are written instead of compared.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData(typeof(Fax))]
    [InlineData(typeof(FaxPlusClient))]
    public void The_public_API_matches_its_file(Type type)
    {
        string path = Path.Combine(Repository.Root, "tests", "FaxPlus.PowerShell.Tests", "PublicApi",
            type.Assembly.GetName().Name + ".txt");
        string surface = type.Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("FAXPLUS_WRITE_DOCS") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, surface);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), surface);
    }
}
