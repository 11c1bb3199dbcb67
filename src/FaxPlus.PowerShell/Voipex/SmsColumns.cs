using System;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Voipex;

/// <summary>Checks the columns of text messages to send.</summary>
internal sealed class SmsColumns(FaxPlusCmdlet cmdlet) : RowColumns(cmdlet)
{
    /// <inheritdoc />
    protected override bool DependsOnValue(string column) => IsSendTime(column);

    /// <inheritdoc />
    protected override string? Similar(PSObject row, PSPropertyInfo column)
    {
        if (!IsSendTime(column.Name) || Cell.IsBlank(ColumnValue.Of(column))) return base.Similar(row, column);
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}', but text messages are sent immediately.")
        {
            RecommendedAction = $"Send the row later, or remove the column: Select-Object * -ExcludeProperty '{column.Name}'.",
        };
    }

    private static bool IsSendTime(string column) =>
        TimeColumn.IsNamed(column) || string.Equals(ColumnName.WordOf(column), "SendTime", StringComparison.OrdinalIgnoreCase);
}
