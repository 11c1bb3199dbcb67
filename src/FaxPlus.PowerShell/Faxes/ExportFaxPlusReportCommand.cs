using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.CallSite;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Faxes;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Writes a report on faxes as a self-contained HTML page, without a sign-in and without requests.</summary>
[Cmdlet(VerbsData.Export, "FaxPlusReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportFaxPlusReportCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private string _file = "";
    private IFaxReport? _report;
    private ErrorsSince? _errors;
    private InputFailure? _failure;
    private bool _hasRefused;

    /// <summary>The faxes, from Get-FaxPlusFax or Import-Clixml.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The file to write; the default is a file in the current folder with the current time in its name.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Path { get; set; }

    /// <summary>The heading of the page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Fax report";

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _errors = new ErrorsSince(this);
        _failure = new InputFailure(this);
        DateTimeOffset now = DateTimeOffset.Now;
        try
        {
            _file = LocalPaths.Named(this, Path ?? now.ToString("'FaxPlusReport_'yyyy-MM-dd_HHmmss'.html'", CultureInfo.InvariantCulture));
            _report = ClientProvider.Factory.BeginReport(
                new FaxReportOptions(new SaveOptions(_file, Force)) { Title = Title, MadeAt = now });
            LocalPaths.CheckEnd(_file, "HTML", ".html", ".htm");
        }
        catch (FaxPlusException exception)
        {
            End(exception, Path);
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject) ForItem(item, () => Add(item));
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        _report!.Trouble = _errors!.In(this).LastOrDefault()?.Exception.Message ?? _failure!.Reason;
        if (_report.Count == 0 && (_hasRefused || _report.Trouble is not null))
        {
            WriteWarning(
                $"No report was written to '{_file}': " +
                $"{(_hasRefused ? "no input object is a fax" : "there was no fax in the input, possibly because of an error")}.");
            return;
        }

        if (!ShouldProcess(_file, $"Write a report on {_report.Count} {(_report.Count == 1 ? "fax" : "faxes")}")) return;
        ForItem(_file, () =>
        {
            _report.Save();
            WriteObject(LocalPaths.Item(this, _file));
        });
    }

    private void Add(PSObject item)
    {
        if (StoredFax.Read(item) is Fax fax)
        {
            _report!.Add(fax);
            return;
        }

        _hasRefused = true;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{item}' is not a fax.")
        {
            RecommendedAction = "Pipe the output of Get-FaxPlusFax, or faxes that Import-Clixml has restored.",
        };
    }
}
