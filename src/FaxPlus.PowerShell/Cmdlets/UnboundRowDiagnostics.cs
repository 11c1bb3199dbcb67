using System;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Diagnoses rows that could not be bound. PowerShell does not pass a row that lacks a mandatory column to the cmdlet. PowerShell's own
/// error for such a row contains neither the columns of the row nor the accepted columns. Therefore, the cmdlet checks at its end which
/// errors were written since it began.
/// </summary>
internal sealed class UnboundRowDiagnostics(FaxPlusCmdlet cmdlet, RowColumns accepted)
{
    private readonly ErrorsSince _errors = new(cmdlet);
    private PSObject? _refused;

    /// <summary>
    /// Explains a row that PowerShell is about to refuse, if the refusal ends the command (-ErrorAction Stop). The setter of the parameter
    /// for the complete row calls this method, because PowerShell binds that parameter before the columns. A setter cannot write to the
    /// streams, so the warning is written to the host.
    /// </summary>
    public void Begin(PSObject? row)
    {
        if (row is null
            || !accepted.LacksMandatory(row)
            || Preferences.ActionOf(cmdlet, "Error") != ActionPreference.Stop
            || Preferences.ActionOf(cmdlet, "Warning") is ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        {
            return;
        }

        cmdlet.Host.UI.WriteWarningLine(TextOf(row));
    }

    /// <summary>Records a row that the cmdlet itself refused because of a missing column.</summary>
    public void Refuse(PSObject row) => _refused ??= row;

    /// <summary>Writes a single warning, with the columns of the first refused row and the likely cause.</summary>
    public void Explain()
    {
        if (!cmdlet.MyInvocation.ExpectingInput) return;
        if ((_errors.In(cmdlet).FirstOrDefault(IsRefusal)?.TargetObject ?? _refused) is not { } row) return;
        cmdlet.WriteWarning(TextOf(PSObject.AsPSObject(row)));
    }

    private string TextOf(PSObject row) =>
        $"{Cause(row)} {cmdlet.MyInvocation.MyCommand.Name} accepts the columns {accepted.Names}.";

    private bool IsRefusal(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("InputObjectMissingMandatory", StringComparison.Ordinal)
        && error.InvocationInfo is { } place
        && place.MyCommand == cmdlet.MyInvocation.MyCommand
        && place.PositionMessage == cmdlet.MyInvocation.PositionMessage;

    private string Cause(PSObject row)
    {
        if (accepted.AdviceFor(row) is string advice) return advice;
        string[] columns = [.. row.Properties.Select(property => property.Name)];
        string has = $"Rows were skipped. Their columns: {string.Join(", ", columns)}.";
        if (columns.Length > 0 && ColumnName.Trimmed(columns[0]) is var first
            && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            // If no character follows sep=, the line was already split at the separator.
            string separator = first.Length > 4 ? $" -Delimiter '{first.Substring(4)}'" : "";
            return $"{has} The first line of the list, {columns[0]}, is for spreadsheets only; skip this line: "
                + $"Get-Content list.csv | Select-Object -Skip 1 | ConvertFrom-Csv{separator}.";
        }

        string[] misnamed = Array.FindAll(columns, name => accepted.NameOf(name) is not null);
        if (misnamed.Length > 0)
        {
            return $"{has} {string.Join(" ", misnamed.Select(name => ColumnName.Misnamed(name, accepted.NameOf(name)!)))}";
        }

        char delimiter = columns.Length == 1 ? columns[0].FirstOrDefault(letter => letter is ';' or '\t' or '|') : default;
        if (delimiter != default)
        {
            string shown = delimiter == '\t' ? "\"`t\"" : $"'{delimiter}'";
            return $"{has} The list has only one column; to split the column, use Import-Csv -Delimiter {shown}.";
        }

        if (accepted.Lacking(columns) is not { } lacking
            || SpareFor(lacking, Array.FindAll(columns, column => !accepted.IsAccepted(column))) is not { } spare)
        {
            return has;
        }

        string renamed = $"@{{ Name = '{lacking}'; Expression = '{spare.Replace("'", "''")}' }}";
        return $"{has} Rename a column in the pipeline with Select-Object *, {renamed}.";
    }

    /// <summary>
    /// The column that probably contains a missing value. For a number or a member, a column named Name or Id is used only if it is the
    /// only column.
    /// </summary>
    private static string? SpareFor(string lacking, string[] spare)
    {
        string[] words = lacking switch
        {
            "To" or "Number" or "FaxNumber" => ["fax", "number", "nummer", "phone"],
            "Member" or "UserId" => ["member", "user", "mail"],
            _ => [],
        };
        string? likely = words
            .Select(word => Array.Find(spare, column => column.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))
            .FirstOrDefault(column => column is not null);
        return likely
            ?? (words.Length == 0 || spare.Length == 1 ? spare.FirstOrDefault() : null)
            ?? Array.Find(spare, column => column.ToUpperInvariant() is not ("NAME" or "ID"));
    }
}
