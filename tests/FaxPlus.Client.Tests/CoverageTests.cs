using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// docs/coverage.md is made from the tables that the module works with. With FAXPLUS_WRITE_DOCS set, as <c>build.ps1 Help</c> does,
/// the page is written; without, it is compared.
/// </summary>
public class CoverageTests
{
    [Fact]
    public void The_coverage_page_is_what_the_code_says()
    {
        string path = Path.Combine(Repository.Root, "docs", "coverage.md");
        string page = Page();
        if (Environment.GetEnvironmentVariable("FAXPLUS_WRITE_DOCS") is not null) File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_operation_of_the_reference_has_a_cmdlet() =>
        Assert.Empty(FaxPlusOperations.All.Where(operation => Cmdlets(operation).Count == 0).Select(operation => operation.ToString()));

    [Fact]
    public void Every_cmdlet_has_a_help_page() =>
        Assert.DoesNotContain(FaxPlusCommands.Names, name => !File.Exists(Path.Combine(Repository.Root, "docs", "en-US", name + ".md")));

    [Fact]
    public void Every_cmdlet_is_used_in_a_test_of_the_module()
    {
        string tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "FaxPlus.Tests"), "*.Tests.ps1").Select(File.ReadAllText));
        Assert.DoesNotContain(FaxPlusCommands.Names, name => !tests.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("# Which cmdlet makes which call\n\n");
        page.Append("Made by `./build.ps1 Help` from the tables that `Get-FaxPlusScope` reads. Any one of the scopes suffices; where none stands, none is documented.\n\n");
        page.Append("| call | scopes | cmdlets |\n| --- | --- | --- |\n");
        foreach (FaxPlusOperation operation in FaxPlusOperations.All)
        {
            string scopes = string.Join(", ", operation.Scopes.Select(scope => $"`{scope}`"));
            string cmdlets = string.Join(", ", Cmdlets(operation).Select(name => $"[{name}](en-US/{name}.md)"));
            page.Append($"| {operation.Method} `{operation.Template}` | {scopes} | {cmdlets} |\n");
        }

        return page.ToString();
    }

    private static List<string> Cmdlets(FaxPlusOperation operation) =>
    [
        .. FaxPlusCommands.Names.Where(name => name != "Invoke-FaxPlusRequest"
            && FaxPlusCommands.OperationsOf(CommandCall.Any(name)).Any(need => need.Operation == operation)),
    ];
}
