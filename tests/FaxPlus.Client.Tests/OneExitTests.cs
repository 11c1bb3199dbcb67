using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests that only the base class writes error records, and that every cmdlet calls its BeginProcessing, which removes secrets from the
/// script line in error records.
/// </summary>
public class OneExitTests
{
    [Fact]
    public void Only_the_base_class_creates_and_writes_error_records()
    {
        string[] found = [.. Sources().Where(file => Path.GetFileName(file) is not ("FaxPlusCmdlet.Messages.cs" or "Errors.cs")
            && Regex.IsMatch(File.ReadAllText(file), @"\b(ThrowTerminatingError|WriteError)\(|new ErrorRecord\(|Errors\.ToRecord\("))
            .Select(file => Path.GetFileName(file)!)];
        Assert.Empty(found);
    }

    [Fact]
    public void Every_cmdlet_has_the_base_class_and_calls_its_BeginProcessing()
    {
        foreach (string file in Sources())
        {
            string text = File.ReadAllText(file);
            if (Path.GetFileName(file) != "FaxPlusCmdlet.cs") Assert.DoesNotMatch(@"class \w+ : (PSCmdlet|Cmdlet)\b", text);
            if (text.Contains("override void BeginProcessing()", System.StringComparison.Ordinal)
                && Path.GetFileName(file) != "FaxPlusCmdlet.cs") Assert.Contains("base.BeginProcessing()", text);
        }
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "FaxPlus.PowerShell"), "*.cs", SearchOption.AllDirectories).Where(
            file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", System.StringComparison.Ordinal));
}
