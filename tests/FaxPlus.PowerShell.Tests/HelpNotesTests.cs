using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>
/// Tests that the help page of each cmdlet lists the scopes and calls from the tables that the module uses. If FAXPLUS_WRITE_DOCS is set,
/// as by <c>build.ps1 Help</c>, the pages are written instead of compared.
/// </summary>
public partial class HelpNotesTests
{
    // The requests of these commands depend on their arguments, or may be refused without harm. Their pages describe this in prose.
    private static readonly string[] s_inWords = ["Invoke-FaxPlusRequest", "Test-FaxPlusScope"];

    public static TheoryData<string> Cmdlets => [.. FaxPlusCommands.Names.Except(s_inWords)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_names_the_scopes_and_the_calls(string name)
    {
        string path = Path.Combine(Repository.Root, "docs", "en-US", name + ".md");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        string facts = Facts(FaxPlusCommands.OperationsOf(CommandCall.Any(name)));
        if (Environment.GetEnvironmentVariable("FAXPLUS_WRITE_DOCS") is not null)
        {
            page = FactsOfPage().Replace(page, match => facts, 1);
            File.WriteAllText(path, page);
        }

        Assert.Contains("## NOTES\n\n" + facts, page, StringComparison.Ordinal);
    }

    private static string Facts(IReadOnlyList<OperationNeed> needs)
    {
        if (needs.Count == 0) return "**Scopes:** none.\n";

        FaxPlusOperation[] operations = [.. needs.Select(need => need.Operation!)];
        string[] scopes = [.. SmallestScopes.For(operations)
            .Select(scope => $"`{scope}`" + When(needs.Where(need => need.Operation!.Scopes.Contains(scope))))];
        bool isPartly = operations.Any(operation => operation.Scopes.Count == 0);
        var text = new StringBuilder("**Scopes:** ");
        text.Append(scopes.Length == 0 ? "the vendor documents none."
            : string.Join(", ", scopes) + (isPartly ? "; for the other calls the vendor documents none." : "."));
        text.Append("\n\n**API calls:**\n\n");
        foreach (IGrouping<FaxPlusOperation, OperationNeed> calls in needs.GroupBy(need => need.Operation!))
        {
            text.Append($"- `{calls.Key.Method} {calls.Key.Template}`{When(calls)}\n");
        }

        return text.ToString();
    }

    private static string When(IEnumerable<OperationNeed> needs)
    {
        OperationNeed[] all = [.. needs];
        string[] when = [.. all.Select(need => need.When).OfType<string>().Distinct()];
        // If every call of the command requests the operation in one of several cases, the conditions of the cases are not shown.
        return when.Length == 0 || all.Any(need => need.When is null)
            || (all.Length > 1 && all.Any(need => need.IsCertain)) ? "" : $" ({string.Join("; ", when)})";
    }

    [GeneratedRegex(@"(?<=## NOTES\n\n)\*\*Scopes:\*\*[^\n]*\n(\n\*\*API calls:\*\*\n\n(- [^\n]*\n)*)?")]
    private static partial Regex FactsOfPage();
}
