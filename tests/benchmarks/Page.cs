using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace FaxPlus.Benchmarks;

/// <summary>What is printed, as Markdown: the promises first, then the tables.</summary>
internal sealed class Page
{
    private readonly StringBuilder _text = new();
    private readonly List<string[]> _promises = [];

    public void Section(string title, string part, string explanation) =>
        _text.AppendLine().AppendLine($"## {title}").AppendLine().AppendLine(explanation + $" Alone: `./build.ps1 Bench -Part {part}`.").AppendLine();

    /// <summary>A table whose first column is text and whose others are numbers.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows) => AppendTable(_text, columns, rows);

    /// <summary>Compares a measured figure with what the project promises.</summary>
    public void Promise(string what, string limit, string measured, bool isMet) => _promises.Add([what, limit, measured, isMet ? "yes" : "**no**"]);

    public static string Number(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    public override string ToString()
    {
        var page = new StringBuilder("# Benchmarks").AppendLine().AppendLine()
            .AppendLine("Made by `./build.ps1 Bench`. All are medians, measured against the local emulator in a process of its own. The variants of a table ran in turn,")
            .AppendLine("in one run on one machine: compare the numbers with each other only.")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"Measured on {Machine.Describe()}.")
            .AppendLine();
        if (_promises.Count > 0)
        {
            page.AppendLine("## What is promised").AppendLine();
            AppendTable(page, ["what", "promise", "measured", "met"], _promises);
        }

        return page.Append(_text).ToString().TrimEnd();
    }

    private static void AppendTable(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        text.AppendLine($"| {string.Join(" | ", columns)} |").AppendLine($"| --- |{string.Concat(columns.Skip(1).Select(_ => " ---: |"))}");
        foreach (string[] row in rows) text.AppendLine($"| {string.Join(" | ", row)} |");
    }
}
