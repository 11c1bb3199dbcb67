using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Checks the column names of rows. PowerShell ignores a column that no parameter accepts, so a value in a column with a misspelt name
/// would be lost without an error.
/// </summary>
internal class RowColumns
{
    // Values that have the same meaning as a missing column.
    private static readonly string[] s_defaults = [FaxPlusDefaults.Self, "false", "no", "0"];

    private const string UserId = "UserId";

    private readonly FaxPlusCmdlet _cmdlet;

    // The parameters for which a warning about an ignored column was written.
    private readonly HashSet<string> _overridden = new(StringComparer.OrdinalIgnoreCase);

    // A cache of names that need no further check. Most rows have the same column names as the previous row.
    private readonly HashSet<string> _checked = new(StringComparer.OrdinalIgnoreCase);
    private readonly ParameterMetadata[] _others;
    private readonly ParameterMetadata[] _mandatory;
    private readonly bool _hasUserId;
    private readonly RowRegions _regions;
    private int _blank;

    public RowColumns(FaxPlusCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        Given = new GivenValues(cmdlet);
        ParameterMetadata[] all = [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values];
        Accepted = [.. all.Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))];
        _others = [.. all.Where(parameter => !Accepted.Contains(parameter) && IsOwn(parameter))];
        _hasUserId = all.Any(parameter => parameter.Name == UserId);
        _mandatory = [.. Accepted.Where(parameter => parameter.ParameterSets.Values.Any(set => set.IsMandatory))];
        _regions = new RowRegions(cmdlet, Accepted);
    }

    /// <summary>
    /// Whether the cmdlet itself declares a parameter, and only the command line can set it. A switch counts only if ignoring a column with
    /// its name would change the result.
    /// </summary>
    private bool IsOwn(ParameterMetadata parameter) =>
        (!parameter.SwitchParameter || ChangesMeaning(parameter.Name))
        && !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name)
        && parameter.ParameterSets.Values.All(set => !set.ValueFromPipeline && !set.ValueFromRemainingArguments);

    /// <summary>The values on the command line.</summary>
    protected GivenValues Given { get; }

    /// <summary>The parameters that accept a column.</summary>
    protected ParameterMetadata[] Accepted { get; }

    /// <summary>The names of the accepted columns, for a message.</summary>
    public string Names => string.Join(", ", Accepted.Select(parameter => parameter.Name));

    /// <summary>Checks a row and its mandatory values. A row without values is skipped.</summary>
    /// <returns>Whether the command processes the row.</returns>
    /// <exception cref="FaxPlusException">A mandatory value is empty; or see <see cref="Check"/>.</exception>
    public bool Accepts(PSObject? row)
    {
        if (row is not null && SkipsBlank(row)) return false;
        Check(row);
        ParameterMetadata? empty = Array.Find(
            _mandatory,
            parameter => _cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter.Name, out object? value) && Cell.IsBlank(value));
        if (empty is null) return true;
        throw ColumnErrors.Empty(empty, row is not null && IsRow(row) ? row : null);
    }

    /// <summary>Returns the default value for an empty cell in a row.</summary>
    /// <exception cref="FaxPlusException">The empty value was specified on the command line.</exception>
    public string DefaultOf(string parameter, string value) => Given.Contains(parameter)
        ? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The value of -{parameter} is empty.")
        {
            RecommendedAction = "Specify a value, or omit the parameter.",
        }
        : value;

    /// <summary>Whether all columns of a row are empty. Such rows are counted.</summary>
    public bool SkipsBlank(PSObject row)
    {
        bool isBlank = Cell.IsBlankRow(row);
        if (isBlank) _blank++;
        return isBlank;
    }

    /// <summary>Writes a warning about the skipped rows. Call this method after the last row.</summary>
    public void WarnOfBlank()
    {
        if (_blank > 0) _cmdlet.WriteWarning($"{_blank} {(_blank == 1 ? "row was" : "rows were")} skipped, because all columns are empty.");
    }

    /// <summary>Checks a row. Other objects are accepted without a check.</summary>
    /// <exception cref="FaxPlusException">
    /// The command would ignore the value of a column whose name is similar to that of an accepted column, or two columns contradict each
    /// other.
    /// </exception>
    public void Check(PSObject? row)
    {
        if (row is null || !IsRow(row)) return;
        CheckDoubled(row);
        foreach ((string parameter, PSPropertyInfo column) in Given.Differing(row, Accepted, Contradicts)) Override(parameter, column);
        List<(string Column, string Parameter)> commandOnly = [];
        List<PSPropertyInfo> unused = [];
        foreach (PSPropertyInfo column in row.Properties)
        {
            if (_checked.Contains(column.Name)) continue;
            if (_regions.IsNamed(column.Name)) _regions.Check(row, column.Name, ColumnValue.Of(column));
            string? meant = IntendedFor(row, column);
            if (meant is not null && !Cell.IsBlank(ColumnValue.Of(column))) throw ColumnErrors.Misnamed(column, meant);
            bool mayBeMember = MayBeMember(column.Name);
            if (mayBeMember) CheckMember(row, column);

            // A name that has a meaning only with some values, or in some rows, is checked in each row.
            if (meant is not null || _regions.IsNamed(column.Name) || DependsOnValue(column.Name) || mayBeMember) continue;
            if (OtherFor(column.Name) is { } other)
            {
                if (Given.Contains(other.Name) || Cell.IsBlank(ColumnValue.Of(column))) continue;
                if (ChangesMeaning(other.Name) && !s_defaults.Contains(ColumnValue.Plain(column), StringComparer.OrdinalIgnoreCase))
                {
                    throw ColumnErrors.OnlyForAll(column, other.Name);
                }

                commandOnly.Add((column.Name, other.Name));
            }
            else if (!IsAccepted(column.Name))
            {
                // The name is not cached, because another row may have a value in the column.
                if (!ColumnValue.IsFilled(column)) continue;
                unused.Add(column);
            }

            _checked.Add(column.Name);
        }

        if (commandOnly.Count > 0)
        {
            _cmdlet.WriteWarning(
                $"The command does not read these columns from rows: {string.Join(", ", commandOnly.Select(item => item.Column))}. " +
                $"Specify {string.Join(", ", commandOnly.Select(item => $"-{item.Parameter}"))} for all rows, " +
                "or run the command once for each row.");
        }

        if (unused.Count > 0) Unused(row, unused);
    }

    /// <summary>Whether an object is a row of a list with user-defined columns.</summary>
    protected virtual bool IsRow(PSObject item) =>
        TypeOrigin.HasColumns(item.BaseObject) && !TypeOrigin.IsOfModule(item);

    /// <summary>
    /// The accepted column that was probably intended; null if the column's name is accepted, or is not similar to an accepted name.
    /// </summary>
    private string? IntendedFor(PSObject row, PSPropertyInfo column) =>
        IsAccepted(column.Name) ? null : WithSameLetters(column.Name) ?? Similar(row, column);

    /// <summary>Whether a parameter accepts a column with this name.</summary>
    public bool IsAccepted(string column) => Array.Exists(Accepted, parameter => ColumnName.HasName(parameter, column));

    /// <summary>The accepted column that a column name probably means, regardless of the value.</summary>
    public virtual string? NameOf(string column) => IsAccepted(column) ? null : WithSameLetters(column) ?? SimilarTo(column);

    /// <summary>The advice for an object that is not a row.</summary>
    public virtual string? AdviceFor(PSObject row) => row.BaseObject switch
    {
        IDictionary => "A hash table is not a row. Write [pscustomobject] before the hash table.",
        DataTable => "A table is not a row. Pipe the rows of the table, $table.Rows.",
        IList => "The input is one object that contains a list of rows. Pipe the list through ForEach-Object { $_ } first.",
        string or ValueType => "Text and numbers have no columns. Pipe objects with columns, or specify the values with parameters.",
        _ => null,
    };

    /// <summary>The first mandatory column that a row does not have.</summary>
    public virtual string? Lacking(string[] columns) => Array.Find(_mandatory, parameter => IsLacking(columns, parameter.Name))?.Name;

    /// <summary>Whether PowerShell refuses a row, because a mandatory parameter has no value on the command line or in the row.</summary>
    public bool LacksMandatory(PSObject row) => Array.Exists(_mandatory, parameter => !Given.Contains(parameter.Name)
        && parameter.ParameterSets.TryGetValue(ParameterAttribute.AllParameterSets, out ParameterSetMetadata set) && !set.ValueFromPipeline
        && ColumnName.NamesOf(parameter).All(name => row.Properties[name] is null));

    /// <summary>Whether neither the command line nor a row has a value for a parameter.</summary>
    protected bool IsLacking(string[] columns, string name) =>
        !Given.Contains(name)
        && !columns.Any(column => ColumnName.HasName(Array.Find(Accepted, parameter => parameter.Name == name), column));

    /// <summary>The accepted column with the same letters, such as SendTime for 'Send Time' and send_time.</summary>
    protected string? WithSameLetters(string column)
    {
        string trimmed = ColumnName.Trimmed(column);
        if (trimmed != column && Array.Find(Accepted, parameter => ColumnName.HasName(parameter, trimmed)) is { } unseen)
        {
            return unseen.Name;
        }

        // 'Full Name' means the name of a person, not the path alias FullName, so aliases are not compared.
        string words = ColumnName.WordOf(trimmed);
        return words == trimmed
            ? null
            : Array.Find(Accepted, parameter => string.Equals(parameter.Name, words, StringComparison.OrdinalIgnoreCase))?.Name;
    }

    /// <summary>The accepted column whose name differs by one letter, the plural ending, or the ending Id.</summary>
    protected virtual string? Similar(PSObject row, PSPropertyInfo column)
    {
        if (OtherFor(column.Name) is not null) return null;
        return SimilarTo(column.Name) is string similar
            && (ColumnName.IsPlural(ColumnName.WordOf(ColumnName.Trimmed(column.Name)), similar) || !Has(row, similar))
            ? similar
            : null;
    }

    private string? SimilarTo(string column)
    {
        string words = ColumnName.WordOf(ColumnName.Trimmed(column));
        return Array.Find(
            Accepted,
            parameter => ColumnName.NamesOf(parameter)
                .Any(name => ColumnName.IsPlural(words, name) || ColumnName.IsMisspelt(words, name)))?.Name;
    }

    /// <summary>Whether the meaning of a column depends on its value.</summary>
    protected virtual bool DependsOnValue(string column) => false;

    /// <summary>
    /// Whether a row would be processed incorrectly if the command ignored a column that is accepted only on the command line.
    /// </summary>
    protected virtual bool ChangesMeaning(string parameter) => parameter == UserId;

    /// <summary>The command-line parameter with the name of a column, or with a variant such as user_id, 'User Id' or UserIds.</summary>
    private ParameterMetadata? OtherFor(string column) =>
        IsAccepted(column) ? null
        : Array.Find(_others, parameter => ColumnName.HasName(parameter, column))
            ?? Array.Find(_others, parameter => ColumnName.HasLetters(parameter, column));

    /// <summary>Whether a column may contain the member for whom the row is intended.</summary>
    private bool MayBeMember(string column) =>
        MemberColumn.IsNamed(column) && _hasUserId && !Given.Contains(UserId) && !IsAccepted(column);

    /// <summary>Refuses a member in a column that the command does not read, unless the row also has a UserId.</summary>
    private void CheckMember(PSObject row, PSPropertyInfo column)
    {
        if (!MemberColumn.IsMember(column)) return;
        if (Array.Find(Accepted, parameter => parameter.Name == UserId) is not { } accepted)
        {
            throw ColumnErrors.OnlyForAll(column, UserId);
        }

        if (!ColumnName.NamesOf(accepted).Any(name => Has(row, name))) throw ColumnErrors.Misnamed(column, UserId);
    }

    /// <summary>Reports columns that have no effect, in a verbose message, because lists often have additional columns.</summary>
    protected virtual void Unused(PSObject row, IReadOnlyList<PSPropertyInfo> columns) =>
        _cmdlet.WriteVerbose($"Columns without an effect: {string.Join(", ", columns.Select(column => column.Name))}.");

    /// <summary>Refuses a row with two values for one parameter, because PowerShell would ignore one value.</summary>
    private void CheckDoubled(PSObject row)
    {
        foreach (ParameterMetadata parameter in Accepted)
        {
            if (parameter.Aliases.Count == 0 || Given.Contains(parameter.Name)) continue;
            PSPropertyInfo[] filled = [.. ColumnName.NamesOf(parameter)
                .Select(name => row.Properties[name])
                .Where(column => column is not null && !Cell.IsBlank(ColumnValue.Of(column)))];
            if (parameter.Attributes.OfType<FromPropertyAttribute>().Any())
            {
                if (ColumnName.NamesOf(parameter).Contains("Uid")) ColumnValue.CheckMember(filled, parameter);
                continue;
            }

            ColumnValue.CheckEqual([.. filled.Where((column, index) => index == 0 || Contradicts(parameter.Name, column))], parameter);
        }
    }

    /// <summary>Reports a column that is not used, because the command line has another value for its parameter.</summary>
    protected virtual void Override(string parameter, PSPropertyInfo column)
    {
        if (!_overridden.Add(parameter)) return;
        _cmdlet.WriteWarning(
            $"The column {column.Name} is not used, because -{parameter} is specified for all rows. " +
            $"A row has '{Cell.Shown(ColumnValue.Of(column))}' in this column.");
    }

    /// <summary>Whether the value of an alias column must equal the other values for the same parameter.</summary>
    protected virtual bool Contradicts(string parameter, PSPropertyInfo alias) => true;

    /// <summary>Whether a parameter has a value on the command line or in the row.</summary>
    protected bool Has(PSObject row, string parameter) =>
        Given.Contains(parameter) || row.Properties[parameter] is { } column && !Cell.IsBlank(ColumnValue.Of(column));
}
