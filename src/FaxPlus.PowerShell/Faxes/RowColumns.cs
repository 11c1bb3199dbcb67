using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// Rows whose columns fit no parameter never come to the cmdlet: PowerShell writes an error for each that names neither the row's columns nor
/// those that are taken. So the cmdlet looks at its end which errors have come since its beginning.
/// </summary>
internal sealed class RowColumns(PSCmdlet cmdlet)
{
    private readonly ErrorsSince _errors = new(cmdlet);

    public void ExplainRefused()
    {
        if (!cmdlet.MyInvocation.ExpectingInput) return;
        if (_errors.All.FirstOrDefault(IsRefusal)?.TargetObject is not { } row) return;
        ParameterMetadata[] taken = [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values.Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))];
        cmdlet.WriteWarning($"{Has(PSObject.AsPSObject(row), taken)} {cmdlet.MyInvocation.MyCommand.Name} takes the columns {string.Join(", ", taken.Select(parameter => parameter.Name))}.");
    }

    private static bool IsCalled(ParameterMetadata parameter, string column) => parameter.Aliases.Append(parameter.Name).Contains(column, StringComparer.OrdinalIgnoreCase);

    private bool IsRefusal(ErrorRecord error) =>
        (error.FullyQualifiedErrorId.StartsWith("InputObjectNotBound", StringComparison.Ordinal) || error.FullyQualifiedErrorId.StartsWith("InputObjectMissingMandatory", StringComparison.Ordinal))
        && error.InvocationInfo is { } place && place.MyCommand == cmdlet.MyInvocation.MyCommand && place.PositionMessage == cmdlet.MyInvocation.PositionMessage;

    private string Has(PSObject row, ParameterMetadata[] taken)
    {
        if (row.BaseObject is IDictionary) return "A hash table is no row: write [pscustomobject] in front of it.";
        if (row.BaseObject is string or ValueType) return "Plain text has no columns: give it with -To or -Path, or as a row.";
        if (row.TypeNames.Any(name => name is "FaxPlus.Fax" or "Deserialized.FaxPlus.Fax")) return "A fax is no row. Send it again by its id: ForEach-Object { Send-FaxPlusFax -To +14155550123 -FaxId $_.Id }.";
        string[] columns = [.. row.Properties.Select(property => property.Name)];
        string has = $"Rows were left out. What they have: {string.Join(", ", columns)}.";
        char delimiter = columns.Length == 1 ? columns[0].FirstOrDefault(letter => letter is ';' or '\t' or '|') : default;
        if (delimiter != default) return $"{has} That is one column; to split it, use Import-Csv -Delimiter {(delimiter == '\t' ? "\"`t\"" : $"'{delimiter}'")}.";
        string? spare = columns.FirstOrDefault(column => !taken.Any(parameter => IsCalled(parameter, column)));
        string? lacking = taken.FirstOrDefault(parameter => parameter.ParameterSets.Values.Any(set => set.IsMandatory) && !cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter.Name) && !columns.Any(column => IsCalled(parameter, column)))?.Name;
        return spare is null || lacking is null ? has : $"{has} Rename a column on the way: Select-Object *, @{{ Name = '{lacking}'; Expression = '{spare.Replace("'", "''")}' }}.";
    }
}
