using System;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Webhooks;

/// <summary>Checks the columns of desired webhooks.</summary>
internal sealed class WebhookColumns(FaxPlusCmdlet cmdlet) : RowColumns(cmdlet)
{
    private static readonly string[] s_numbers =
    [
        "FaxNumber", "FaxNumbers", "Fax", "Faxnummer", "From", "ToNumber", "Num", "Nummer", "Line", "Phone", "PhoneNumber", "Did", "Msisdn",
    ];

    /// <inheritdoc />
    protected override bool DependsOnValue(string column) =>
        IsNumber(column) || column.Equals("To", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    // If the column were ignored, the webhook would apply to all numbers. A list with the columns To and Path is a list of faxes.
    protected override string? Similar(PSObject row, PSPropertyInfo column) =>
        (IsNumber(column.Name) || (column.Name.Equals("To", StringComparison.OrdinalIgnoreCase) && row.Properties["Path"] is null))
        && ColumnValue.Plain(column).Count(char.IsDigit) >= 6 && !Has(row, "Number")
            ? "Number"
            : base.Similar(row, column);

    /// <inheritdoc />
    // A warning is not sufficient, because -Prune would delete the webhook that the row specifies.
    protected override void Override(string parameter, PSPropertyInfo column) => throw Overridden(parameter, ColumnValue.Of(column));

    /// <summary>The error for a row that has a value other than the value on the command line.</summary>
    public static FaxPlusException Overridden(string parameter, object? value) =>
        new(
            FaxPlusErrorKind.BadRequest,
            $"{parameter} is '{AddressSecrets.HideAll(Cell.Shown(value))}' in the row, and -{parameter} specifies a different value.")
        {
            RecommendedAction =
                $"Omit -{parameter}, or remove the column from the rows with Select-Object * -ExcludeProperty {parameter}.",
        };

    private static bool IsNumber(string column) => s_numbers.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);
}
