using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.CallSite;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>
/// Diagnoses rows that could not be bound. Rows that lack a mandatory column never reach the cmdlet: PowerShell writes an error for each of
/// them, which names neither the columns of the row nor the accepted ones. So the cmdlet checks at its end which errors were written since
/// its beginning.
/// </summary>
internal sealed class UnboundRowDiagnostics(FaxPlusCmdlet cmdlet)
{
    // A byte order mark, also decoded wrongly, and invisible spaces.
    private static readonly char[] s_unseen = ['\uFEFF', '\u200B', '\u00A0', '"', '\''];

    private static readonly string[] s_untaken = ["CoverPage", "FaxId", "NoEnhancement", "UserId", "UploadedFile"];

    private static readonly string[] s_misspelt = [nameof(SendFaxPlusFaxCommand.SendTime), nameof(SendFaxPlusFaxCommand.RetryCount), nameof(SendFaxPlusFaxCommand.RetryDelay)];

    // Shorter names are misspelt names of other things too, except in the plural.
    private static readonly string[] s_plurals = [nameof(SendFaxPlusFaxCommand.Path), nameof(SendFaxPlusFaxCommand.Key)];

    // Column names that mean something else.
    private static readonly string[] s_others = ["EndTime", "SentTime"];

    private static readonly string[] s_senders = ["FromNumber", "FromNo", "FromNr", "FromFax", "Froms", "Sender", "SenderNumber", "SendFrom", "FaxFrom", "CallerId"];

    // Without effect on the fax itself, so that a warning is enough.
    private static readonly string[] s_notes = [nameof(SendFaxPlusFaxCommand.Comment), nameof(SendFaxPlusFaxCommand.Tag)];

    private static readonly string[] s_times = ["Schedule", "Scheduled", "ScheduledTime", "ScheduledFor", "ScheduleTime", "SendAt", "SendDate", "SendOn", "SendDateTime", "DeliveryTime", "TransmitTime", "SendTimeUtc", "SendTimeLocal", "SendTimeUtcOffset", "FaxTime", "FaxDate", "ScheduledAt", "DeliverAt", "SendAfter", "NotBefore", "TimeToSend", "TimeSend"];

    private readonly ErrorsSince _errors = new(cmdlet);
    private readonly ParameterMetadata[] _taken = [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values.Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))];

    // Before the first row, because a row binds further parameters.
    private readonly HashSet<string> _given = new(cmdlet.MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private PSObject? _refused;

    /// <summary>Whether all columns of a row are empty, as in a line of commas below a list.</summary>
    public static bool IsBlank(PSObject row) => row.BaseObject switch
    {
        string text => string.IsNullOrWhiteSpace(text),
        DataRow data => data.ItemArray.All(Cell.IsBlank),
        DataRowView view => view.Row.ItemArray.All(Cell.IsBlank),
        PSCustomObject => row.Properties.All(column => Cell.IsBlank(ValueOf(column))),
        _ => false,
    };

    /// <summary>Refuses a row with a column whose name is similar to an accepted one: PowerShell would ignore the column.</summary>
    public void Check(PSObject row)
    {
        if (row.BaseObject is not (PSCustomObject or DataRow or DataRowView) || IsFax(row)) return;
        CheckComputer(row);
        CheckDoubled(row);
        foreach (PSPropertyInfo column in row.Properties)
        {
            // Most rows have the same column names as the previous row.
            if (_names.Contains(column.Name)) continue;
            if ((Meant(column.Name) ?? MeantTime(row, column) ?? MeantSender(row, column)) is not string meant)
            {
                // A name that has another meaning only with some values is checked in each row.
                if (!IsIn(s_times, column.Name) && !IsIn(s_senders, column.Name)) _names.Add(column.Name);
                WarnOfUntaken(column.Name);
            }
            else if (!Cell.IsBlank(ValueOf(column)))
            {
                throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The row has '{Cell.Shown(ValueOf(column))}' in a column '{column.Name}', which is not used; the accepted column is {meant}.") { RecommendedAction = Misnamed(column.Name, meant) };
            }
        }
    }

    /// <summary>Refuses a file of another computer, as Invoke-Command returns it: a local file may have the same name.</summary>
    private static void CheckComputer(PSObject row)
    {
        if (!row.TypeNames.Contains("Deserialized.System.IO.FileInfo") || row.Properties["PSComputerName"]?.Value is not { } computer) return;
        string name = computer.ToString()!;
        if (name.Length == 0 || name is "localhost" || string.Equals(name, Environment.MachineName, StringComparison.OrdinalIgnoreCase)) return;
        throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{row.Properties["FullName"]?.Value}' is a file of the computer '{name}', not of this one.")
        {
            RecommendedAction = "Copy it first (Copy-Item -FromSession), or specify its path on this computer.",
        };
    }

    /// <summary>Refuses a row with two values for one parameter: PowerShell would ignore one of them.</summary>
    private void CheckDoubled(PSObject row)
    {
        foreach (ParameterMetadata parameter in _taken)
        {
            if (parameter.Aliases.Count == 0 || _given.Contains(parameter.Name)) continue;
            PSPropertyInfo[] filled = [.. parameter.Aliases.Prepend(parameter.Name).Select(name => row.Properties[name]).Where(column => column is not null && !Cell.IsBlank(ValueOf(column)))];
            // A column Recipient may contain the name of a person.
            if (parameter.Name == "To") filled = [.. filled.Where((column, index) => index == 0 || !Plain(column).Any(char.IsLetter))];
            if (Array.Find(filled, column => Plain(column) != Plain(filled[0])) is not { } other) continue;
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The row has '{Cell.Shown(ValueOf(filled[0]))}' in the column {filled[0].Name} and '{Cell.Shown(ValueOf(other))}' in the column {other.Name}, which are both read as {parameter.Name}.")
            {
                RecommendedAction = $"Leave out one of them: Select-Object * -ExcludeProperty {other.Name}.",
            };
        }
    }

    /// <summary>The value of a column, without the provider prefix of PSPath.</summary>
    private static string Plain(PSPropertyInfo column)
    {
        string text = string.Join("\n", Cell.Items(ValueOf(column)).Select(item => Convert.ToString(Cell.Bare(item), CultureInfo.InvariantCulture)));
        int provider = text.IndexOf("FileSystem::", StringComparison.OrdinalIgnoreCase);
        return (provider < 0 ? text : text.Substring(provider + "FileSystem::".Length)).Trim();
    }

    private static bool IsFax(PSObject row) => row.TypeNames.Any(name => name is "FaxPlus.Fax" or "Deserialized.FaxPlus.Fax");

    /// <summary>Warns once about a column that fills no parameter and is ignored.</summary>
    private void WarnOfUntaken(string column)
    {
        if (!_taken.Any(parameter => IsCalled(parameter, column)) && s_notes.FirstOrDefault(name => Misspelling.Is(WordOf(column), name)) is { } note) cmdlet.WriteWarning($"The column {column} is not used; the accepted column is {note}.");
        if (!IsIn(s_untaken, column) || cmdlet.MyInvocation.BoundParameters.ContainsKey(column)) return;
        cmdlet.WriteWarning($"The column {column} is not read from rows: specify -{column} for all rows.");
    }

    /// <summary>The error of a row without anything to send.</summary>
    public void Refuse(PSObject row) => _refused ??= row;

    public void ExplainRefused()
    {
        if (!cmdlet.MyInvocation.ExpectingInput) return;
        if ((_errors.All.FirstOrDefault(IsRefusal)?.TargetObject ?? _refused) is not { } row) return;
        cmdlet.WriteWarning($"{Has(PSObject.AsPSObject(row))} {cmdlet.MyInvocation.MyCommand.Name} accepts the columns {string.Join(", ", _taken.Select(parameter => parameter.Name))}.");
    }

    private static string Misnamed(string column, string meant) =>
        Trimmed(column).Length == column.Length ? $"Rename the column to {meant}."
        : char.IsWhiteSpace(column[column.Length - 1]) || char.IsWhiteSpace(column[0]) ? $"Remove the space from the header of the list: '{column}' must be '{meant}'."
        : $"The header of the list begins with a byte order mark or another invisible character: save the list as UTF-8, and read it with Import-Csv. The column must be '{meant}'.";

    private static string Trimmed(string name)
    {
        string trimmed = name.StartsWith("ï»¿", StringComparison.Ordinal) ? name.Substring(3) : name;
        return trimmed.Trim(s_unseen).Trim().Trim(s_unseen);
    }

    /// <summary>The accepted column whose name is similar to that of a column.</summary>
    private string? Meant(string column)
    {
        if (_taken.Any(parameter => IsCalled(parameter, column))) return null;
        string trimmed = Trimmed(column);
        if (_taken.FirstOrDefault(parameter => IsCalled(parameter, trimmed)) is { } unseen) return unseen.Name;
        // Send Time, send_time. 'Full Name' is the name of a person.
        string words = WordOf(trimmed);
        if (words != trimmed && _taken.FirstOrDefault(parameter => string.Equals(parameter.Name, words, StringComparison.OrdinalIgnoreCase)) is { } same) return same.Name;
        // sendtme, RetryCounts. Shorter names are also misspelt names of other things.
        return s_others.Contains(words, StringComparer.OrdinalIgnoreCase) ? null : s_misspelt.FirstOrDefault(name => Misspelling.Is(words, name)) ?? s_plurals.FirstOrDefault(name => string.Equals(words, name + "s", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>SendTime, for a column such as Schedule that contains a time: the fax would be sent at once.</summary>
    private string? MeantTime(PSObject row, PSPropertyInfo column) =>
        IsIn(s_times, column.Name) && !Has(row, nameof(SendFaxPlusFaxCommand.SendTime)) && Cell.Bare(ValueOf(column)) is DateTime or DateTimeOffset or string && (Cell.Bare(ValueOf(column)) is not string text || TimeAttribute.Read(text) is not null)
            ? nameof(SendFaxPlusFaxCommand.SendTime)
            : null;

    /// <summary>From, for a column such as Sender that contains a number: the fax would be sent from the default number.</summary>
    private string? MeantSender(PSObject row, PSPropertyInfo column) =>
        IsIn(s_senders, column.Name) && !Has(row, nameof(SendFaxPlusFaxCommand.From)) && Convert.ToString(Cell.Bare(ValueOf(column)), CultureInfo.InvariantCulture) is { } text && text.Count(char.IsDigit) >= 6 && !text.Any(char.IsLetter)
            ? nameof(SendFaxPlusFaxCommand.From)
            : null;

    /// <summary>Whether a parameter was given, or is filled by the row.</summary>
    private bool Has(PSObject row, string parameter) => _given.Contains(parameter) || row.Properties[parameter] is { } column && !Cell.IsBlank(ValueOf(column));

    private static bool IsIn(string[] names, string column) => names.Contains(WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a column.</summary>
    /// <exception cref="FaxPlusException">A script calculates it, and failed.</exception>
    private static object? ValueOf(PSPropertyInfo column)
    {
        try
        {
            return column.Value;
        }
        catch (GetValueException exception)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The column {column.Name} of the row cannot be read: {exception.Message}", exception) { RecommendedAction = "Correct the script that calculates it." };
        }
    }

    private static string WordOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    private static bool IsCalled(ParameterMetadata parameter, string column) => parameter.Aliases.Append(parameter.Name).Contains(column, StringComparer.OrdinalIgnoreCase);

    private bool IsLacking(string[] columns, string name) =>
        !cmdlet.MyInvocation.BoundParameters.ContainsKey(name) && !columns.Any(column => IsCalled(_taken.First(parameter => parameter.Name == name), column));

    private bool IsRefusal(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("InputObjectMissingMandatory", StringComparison.Ordinal)
        && error.InvocationInfo is { } place && place.MyCommand == cmdlet.MyInvocation.MyCommand && place.PositionMessage == cmdlet.MyInvocation.PositionMessage;

    private string Has(PSObject row)
    {
        if (row.BaseObject is IDictionary) return "A hash table is not a row: write [pscustomobject] in front of it.";
        if (row.BaseObject is string or ValueType) return "Plain text has no columns: give it with -To or -Path, or as a row.";
        if (IsFax(row)) return "A fax is not a row. Send it again by its id: ForEach-Object { Send-FaxPlusFax -To +14155550123 -FaxId $_.Id }.";
        string[] columns = [.. row.Properties.Select(property => property.Name)];
        string has = $"Rows were skipped. Their columns: {string.Join(", ", columns)}.";
        if (columns.Length > 0 && Trimmed(columns[0]).StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            return $"{has} The first line of the list, {columns[0]}, is for a spreadsheet only; skip it: Get-Content list.csv | Select-Object -Skip 1 | ConvertFrom-Csv -Delimiter ';'.";
        }

        if (columns.FirstOrDefault(name => Meant(name) is not null) is string misnamed) return $"{has} {Misnamed(misnamed, Meant(misnamed)!)}";
        char delimiter = columns.Length == 1 ? columns[0].FirstOrDefault(letter => letter is ';' or '\t' or '|') : default;
        if (delimiter != default) return $"{has} That is one column; to split it, use Import-Csv -Delimiter {(delimiter == '\t' ? "\"`t\"" : $"'{delimiter}'")}.";
        string? spare = columns.FirstOrDefault(column => !_taken.Any(parameter => IsCalled(parameter, column)));
        string? lacking = IsLacking(columns, "To") ? "To" : IsLacking(columns, "Path") && IsLacking(columns, "LiteralPath") ? "Path" : null;
        return spare is null || lacking is null ? has : $"{has} Rename a column in the pipeline: Select-Object *, @{{ Name = '{lacking}'; Expression = '{spare.Replace("'", "''")}' }}.";
    }
}
