using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Writes a report on faxes: one HTML page that stands alone. No sign-in and no request is needed.</summary>
[Cmdlet(VerbsData.Export, "FaxPlusReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportFaxPlusReportCommand : FaxPlusCmdlet
{
    private string _file = "";
    private IFaxReport? _report;

    /// <summary>The faxes, as Get-FaxPlusFax gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public Fax[] InputObject { get; set; } = [];

    /// <summary>The file to write; without it, one in the current folder that is named after the time.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The heading of the page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Fax report";

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        DateTimeOffset now = DateTimeOffset.Now;
        try
        {
            _file = LocalPaths.Named(this, Path ?? now.ToString("'FaxPlusReport_'yyyy-MM-dd_HHmmss'.html'", CultureInfo.InvariantCulture));
            _report = ClientProvider.Factory.BeginReport(new FaxReportOptions(new SaveOptions(_file, Force)) { Title = Title, MadeAt = now });
        }
        catch (FaxPlusException exception)
        {
            ThrowTerminatingError(Errors.ToRecord(exception, Path));
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (Fax fax in InputObject) _report!.Add(fax);
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (!ShouldProcess(_file, $"Write a report on {_report!.Count} {(_report.Count == 1 ? "fax" : "faxes")}")) return;
        ForItem(_file, () =>
        {
            _report.Save();
            WriteObject(LocalPaths.Item(this, _file));
        });
    }
}
