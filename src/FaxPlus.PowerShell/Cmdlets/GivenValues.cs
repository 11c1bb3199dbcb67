using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// The values on the command line, which are read before the first row because each row binds further parameters. PowerShell uses a value
/// on the command line instead of the column of the same parameter.
/// </summary>
internal sealed class GivenValues(PSCmdlet cmdlet)
{
    private readonly Dictionary<string, object?> _values =
        cmdlet.MyInvocation.BoundParameters.ToDictionary(
            given => given.Key, given => (object?)given.Value, StringComparer.OrdinalIgnoreCase);

    // For each parameter, the last column text that is equivalent to the value on the command line. Usually, all rows have the same text,
    // so that it is compared only once.
    private readonly Dictionary<string, string> _equal = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a parameter has a value on the command line.</summary>
    public bool Contains(string parameter) => _values.ContainsKey(parameter);

    /// <summary>The columns that contain a value other than that of their parameter on the command line.</summary>
    /// <param name="row">The row.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="contradicts">Whether a column with the name of an alias has the same meaning as the parameter.</param>
    public IEnumerable<(string Parameter, PSPropertyInfo Column)> Differing(
        PSObject row, IEnumerable<ParameterMetadata> parameters, Func<string, PSPropertyInfo, bool> contradicts)
    {
        foreach (ParameterMetadata parameter in parameters)
        {
            if (!_values.TryGetValue(parameter.Name, out object? given)) continue;
            // A script block, which PowerShell wraps in an internal type, computes the value from the row, so there is no value to compare.
            // RowRegions compares countries.
            if (!parameter.ParameterType.IsInstanceOfType(given) || parameter.Name == "Region") continue;
            foreach (string name in ColumnName.NamesOf(parameter))
            {
                if (row.Properties[name] is { } column
                    && (name == parameter.Name || contradicts(parameter.Name, column))
                    && Differs(parameter, given, column))
                {
                    yield return (parameter.Name, column);
                    break;
                }
            }
        }
    }

    private bool Differs(ParameterMetadata parameter, object? given, PSPropertyInfo column)
    {
        if (Cell.IsBlank(ColumnValue.Of(column))) return false;
        string text = ColumnValue.Plain(column);
        if (_equal.TryGetValue(parameter.Name, out string? equal) && equal == text) return false;
        HashSet<string> wanted = PartsOf(ColumnValue.Plain(given));
        if (!wanted.SetEquals(PartsOf(text)) && !wanted.SetEquals(PartsOf(ColumnValue.Plain(Read(parameter, ColumnValue.Of(column))))))
        {
            return true;
        }

        _equal[parameter.Name] = text;
        return false;
    }

    private static HashSet<string> PartsOf(string text) => new(ColumnValue.FormOf(text).Split('\n'), StringComparer.OrdinalIgnoreCase);

    /// <summary>The value that the parameter would have; the value itself if the parameter would not accept it.</summary>
    private static object? Read(ParameterMetadata parameter, object? value)
    {
        try
        {
            return parameter.Attributes.OfType<ColumnAttribute>().FirstOrDefault() is { } reader ? reader.Transform(null!, value) : value;
        }
        catch (ArgumentTransformationMetadataException)
        {
            return value;
        }
    }
}
