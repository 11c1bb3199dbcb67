using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Creates the errors for columns whose values the command would ignore.</summary>
internal static class ColumnErrors
{
    /// <summary>The error for a column with a name that is similar to that of an accepted column.</summary>
    public static FaxPlusException Misnamed(PSPropertyInfo column, string meant) =>
        new(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}', which is not used; " +
            $"the accepted column is {meant}.")
        {
            RecommendedAction = ColumnName.Misnamed(column.Name, meant),
        };

    /// <summary>The error for a column whose value only the command line accepts.</summary>
    public static FaxPlusException OnlyForAll(PSPropertyInfo column, string parameter) =>
        new(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}', which is not read from rows.")
        {
            RecommendedAction =
                $"Specify -{parameter} for all rows, or run the command once for each value with " +
                $"Group-Object {ColumnName.Quoted(column.Name)}. " +
                $"Or remove the column with Select-Object * -ExcludeProperty {ColumnName.Quoted(column.Name)}.",
        };

    /// <summary>The error for a mandatory value that is empty.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="row">The row; null for a value on the command line.</param>
    public static FaxPlusException Empty(ParameterMetadata parameter, PSObject? row) =>
        new(
            FaxPlusErrorKind.BadRequest,
            row is null ? $"The value of -{parameter.Name} is empty." : $"The column {ColumnName.In(row, parameter)} of the row is empty.")
        {
            RecommendedAction = "Specify a value.",
        };
}
