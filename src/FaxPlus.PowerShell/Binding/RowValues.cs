using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Counts the rows of a command, and collects the values of a row that cannot be read, so that the command reports them. PowerShell's own
/// error for such a value contains neither the position of the row nor a recommended action.
/// </summary>
internal sealed class RowValues(PSCmdlet cmdlet)
{
    // PowerShell binds a complete row on the pipeline thread before it runs other commands.
    [ThreadStatic]
    private static RowValues? s_binding;

    private readonly List<(string Column, UnreadableValueException Error)> _unreadable = [];
    private PSObject? _row;

    /// <summary>The position of the current row in the input, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>
    /// Begins a row. The setter of the parameter for the complete row calls this method, because PowerShell binds that parameter before the
    /// columns.
    /// </summary>
    public void Begin(PSObject? row)
    {
        _unreadable.Clear();
        _row = row;
        if (row is null) return;
        Number++;
        s_binding = this;
    }

    /// <summary>Ends the binding of a row, so that invalid arguments of other commands cause PowerShell's own error.</summary>
    public static void End() => s_binding = null;

    /// <summary>Records an error if the value comes from a column of the row that PowerShell is binding.</summary>
    /// <returns>Whether the error was recorded. In this case, the parameter can have any valid value.</returns>
    public static bool Record(ColumnAttribute attribute, object? value, UnreadableValueException error) =>
        s_binding?.Add(attribute, value, error) == true;

    /// <summary>Reports the values of the row that cannot be read.</summary>
    /// <exception cref="FaxPlusException">A value cannot be read.</exception>
    public void Check()
    {
        if (_unreadable.Count == 0) return;
        string values = string.Join(" ", _unreadable.Select(value => $"In the column '{value.Column}', {Sentence(value.Error.Cause)}"));
        string[] advice = [.. _unreadable.Select(value => value.Error.Advice).Where(advice => advice.Length > 0).Distinct()];
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{Prefix}{values}")
        {
            RecommendedAction = advice.Length > 0 ? string.Join(" ", advice) : "Correct the value.",
        };
    }

    /// <summary>Adds the position of the row to an error.</summary>
    public FaxPlusException Locate(FaxPlusException error) =>
        _row is null || error.Message.StartsWith(Prefix, StringComparison.Ordinal) ? error : error.With(Prefix + error.Message);

    private string Prefix => FormattableString.Invariant($"Row {Number}: ");

    private static string Sentence(string cause) => char.ToLowerInvariant(cause[0]) + cause.Substring(1);

    private bool Add(ColumnAttribute attribute, object? value, UnreadableValueException error)
    {
        // An attribute has no reference to its parameter. The parameter metadata contains an equal copy of the attribute.
        string[] columns =
        [
            .. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values
                .Where(parameter => parameter.Attributes.Contains(attribute))
                .SelectMany(parameter => parameter.Aliases.Concat([parameter.Name]))
                .Where(name => _row!.Properties[name] is { } column && Has(column, value)),
        ];
        if (Array.Find(columns, name => !_unreadable.Exists(known => known.Column == name)) is { } unreadable)
        {
            _unreadable.Add((_row!.Properties[unreadable].Name, error));
        }
        return columns.Length > 0;
    }

    private static bool Has(PSPropertyInfo column, object? value)
    {
        try
        {
            return Equals(Cell.Bare(column.Value), Cell.Bare(value));
        }
        catch (GetValueException)
        {
            return false;
        }
    }
}
