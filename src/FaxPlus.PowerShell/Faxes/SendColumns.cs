using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>Checks the columns of rows to send.</summary>
internal sealed class SendColumns(FaxPlusCmdlet cmdlet) : RowColumns(cmdlet)
{
    private static readonly string[] s_misspelt =
    [
        nameof(SendFaxPlusFaxCommand.SendTime), nameof(SendFaxPlusFaxCommand.RetryCount), nameof(SendFaxPlusFaxCommand.RetryDelay),
        nameof(SendFaxPlusFaxCommand.Region),
    ];

    // The plurals of these names are recognized. Path and Key are not in s_misspelt, because misspellings of short names may be other
    // words.
    private static readonly string[] s_plurals =
        [nameof(SendFaxPlusFaxCommand.Path), nameof(SendFaxPlusFaxCommand.Key)];

    // Names that are similar to SendTime but have a different meaning.
    private static readonly string[] s_others = ["EndTime", "SentTime"];

    private static readonly string[] s_senders =
    [
        "FromNumber", "FromNo", "FromNr", "FromFax", "Froms", "Sender", "SenderNumber", "SendFrom", "FaxFrom", "CallerId",
    ];

    // A misspelling of these columns causes only a warning, because a comment or a tag does not change the transmitted fax.
    private static readonly string[] s_notes = [nameof(SendFaxPlusFaxCommand.Comment), nameof(SendFaxPlusFaxCommand.Tag)];

    private readonly FaxPlusCmdlet _cmdlet = cmdlet;

    // The columns that have caused a warning because of a value.
    private readonly HashSet<string> _warned = new(StringComparer.OrdinalIgnoreCase);

    private bool HasCoverPage => _cmdlet.MyInvocation.BoundParameters.ContainsKey(nameof(SendFaxPlusFaxCommand.CoverPage));

    /// <inheritdoc />
    protected override bool IsRow(PSObject item)
    {
        if (!TypeOrigin.HasColumns(item.BaseObject) || IsFax(item)) return false;
        CheckComputer(item);
        return true;
    }

    /// <summary>
    /// Refuses a file of another computer, such as in the output of Invoke-Command, because a local file may have the same name.
    /// Select-Object removes the type name, so a folder in the column PSPath or FullName also identifies a file.
    /// </summary>
    private static void CheckComputer(PSObject row)
    {
        if (!(row.TypeNames.Contains("Deserialized.System.IO.FileInfo")
                || HasFolder(row, "FullName")
                || HasFolder(row, "PSPath"))
            || row.Properties["PSComputerName"]?.Value is not { } computer)
        {
            return;
        }

        string name = computer.ToString()!;
        if (name.Length == 0
            || name is "localhost"
            || string.Equals(name, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        throw new FaxPlusException(
            FaxPlusErrorKind.FileRejected,
            $"'{row.Properties["FullName"]?.Value}' is a file on the computer '{name}', not on this computer.")
        {
            RecommendedAction = "Copy the file to this computer with Copy-Item -FromSession, or specify a path on this computer.",
        };
    }

    private static bool HasFolder(PSObject row, string column) =>
        row.Properties[column] is { } path && ColumnValue.Plain(path).IndexOfAny(['/', '\\']) >= 0;

    /// <summary>
    /// Refuses a received fax, or a copy of a received fax, such as from Select-Object or a saved list. Otherwise, its From would become
    /// the sender, and its To the destination.
    /// </summary>
    public static void CheckReceived(PSObject? row)
    {
        if (row?.BaseObject is not Fax { IsOutgoing: false }
            && !(row is not null
                && TypeOrigin.HasColumns(row.BaseObject)
                && IsFilled(row, nameof(SendFaxPlusFaxCommand.From))
                && IsFilled(row, nameof(SendFaxPlusFaxCommand.To))
                && row.Properties["Direction"] is { } direction
                && string.Equals(ColumnValue.Plain(direction), "incoming", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        throw SendTexts.Rejected(
            "A received fax cannot be used as an input row, because its From would become the sender, and its To the destination.",
            "To answer or forward the fax, use ForEach-Object { Send-FaxPlusFax -To $_.From -Path … } or " +
            "ForEach-Object { Send-FaxPlusFax -To +14155550123 -FaxId $_.Id }.");
    }

    private static bool IsFilled(PSObject row, string column) =>
        row.Properties[column] is { } cell && !Cell.IsBlank(ColumnValue.Of(cell));

    private static bool IsFax(PSObject row) => row.TypeNames.Any(name => name is "FaxPlus.Fax" or "Deserialized.FaxPlus.Fax");

    /// <inheritdoc />
    // A column Recipient may contain the name of a person.
    protected override bool Contradicts(string parameter, PSPropertyInfo alias) =>
        parameter != "To" || !ColumnValue.Plain(alias).Any(char.IsLetter);

    /// <inheritdoc />
    protected override bool DependsOnValue(string column) =>
        TimeColumn.IsNamed(column) || IsIn(s_senders, column) || ExtraColumns.IsNamed(column);

    /// <inheritdoc />
    protected override bool ChangesMeaning(string parameter) =>
        parameter is nameof(SendFaxPlusFaxCommand.CoverPage) or nameof(SendFaxPlusFaxCommand.NoEnhancement)
        || base.ChangesMeaning(parameter);

    /// <inheritdoc />
    protected override void Unused(PSObject row, IReadOnlyList<PSPropertyInfo> columns)
    {
        foreach (PSPropertyInfo column in columns)
        {
            string? meant = s_notes.FirstOrDefault(name => Misspelling.Is(ColumnName.WordOf(column.Name), name))
                ?? (IsInFuture(column) ? Without(row, nameof(SendFaxPlusFaxCommand.SendTime)) : null);
            if (meant is not null) _cmdlet.WriteWarning($"The column {column.Name} is not used; the accepted column is {meant}.");
            else if (ExtraColumns.AdviceFor(column.Name, HasCoverPage) is { } advice)
            {
                _cmdlet.WriteWarning($"The column {column.Name} is not used; {advice}");
            }
        }

        base.Unused(row, columns);
    }

    /// <summary>
    /// Whether a column contains a time of day in the future, or a time of day that cannot be parsed. The column may be the send time under
    /// another name.
    /// </summary>
    private static bool IsInFuture(PSPropertyInfo column) => Cell.Bare(ColumnValue.Of(column)) switch
    {
        DateTime time => time > DateTime.Now && time.TimeOfDay != TimeSpan.Zero,
        DateTimeOffset time => time > DateTimeOffset.Now && time.TimeOfDay != TimeSpan.Zero,
        string text when TimeAttribute.Read(text) is { } time => text.Contains(':') && time > DateTimeOffset.Now,
        var other => TimeColumn.IsPossible(column.Name, other),
    };

    /// <inheritdoc />
    // Examples of such columns are sendtme, RetryCounts, Schedule, and Sender if the column contains a number.
    protected override string? Similar(PSObject row, PSPropertyInfo column)
    {
        bool isTimeGiven = Given.Contains(nameof(SendFaxPlusFaxCommand.SendTime));
        if (!isTimeGiven) ExtraColumns.CheckZone(row, column);
        if (!_warned.Contains(column.Name)
            && ExtraColumns.AdviceFor(row, column, _cmdlet.MyInvocation.BoundParameters, isTimeGiven) is { } advice)
        {
            _warned.Add(column.Name);
            _cmdlet.WriteWarning(
                $"The column {column.Name} is not used, but a row has '{Cell.Shown(ColumnValue.Of(column))}' in it; {advice}");
        }

        return Misspelt(column.Name)
            ?? Without(
                row,
                TimeColumn.IsNamed(column.Name) ? nameof(SendFaxPlusFaxCommand.SendTime)
                : IsSender(column) ? nameof(SendFaxPlusFaxCommand.From)
                : null);
    }

    private string? Without(PSObject row, string? parameter) => parameter is null || Has(row, parameter) ? null : parameter;

    private static string? Misspelt(string column)
    {
        string words = ColumnName.WordOf(ColumnName.Trimmed(column));
        return s_others.Contains(words, StringComparer.OrdinalIgnoreCase)
            ? null
            : s_misspelt.FirstOrDefault(name => Misspelling.Is(words, name))
                ?? s_plurals.FirstOrDefault(name => ColumnName.IsPlural(words, name));
    }

    /// <summary>
    /// Whether a column such as Sender contains a fax number. If the command ignored the column, it would send the fax from the default
    /// number.
    /// </summary>
    private static bool IsSender(PSPropertyInfo column) =>
        IsIn(s_senders, column.Name)
        && Convert.ToString(Cell.Bare(ColumnValue.Of(column)), CultureInfo.InvariantCulture) is { } text
        && text.Count(char.IsDigit) >= 6
        && !text.Any(char.IsLetter);

    private static bool IsIn(string[] names, string column) => names.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override string? NameOf(string column) => WithSameLetters(column) ?? Misspelt(column);

    /// <inheritdoc />
    public override string? AdviceFor(PSObject row) =>
        row.BaseObject is string or ValueType
            ? "Text and numbers have no columns. Pipe objects with the columns To and Path, or specify the values with -To and -Path."
        : IsFax(row) ? "A fax is not a row. Send the fax again by its id with " +
            "ForEach-Object { Send-FaxPlusFax -To +14155550123 -FaxId $_.Id }."
        : base.AdviceFor(row);

    /// <inheritdoc />
    public override string? Lacking(string[] columns) =>
        base.Lacking(columns) ?? (IsLacking(columns, "Path") && IsLacking(columns, "LiteralPath") ? "Path" : null);
}
