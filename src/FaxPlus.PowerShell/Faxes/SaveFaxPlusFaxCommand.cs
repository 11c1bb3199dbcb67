using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Saves faxes as PDF or TIFF, or their confirmation reports.</summary>
[Cmdlet(VerbsData.Save, "FaxPlusFax", DefaultParameterSetName = DirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveFaxPlusFaxCommand : SessionCmdlet
{
    private const string DirectorySet = "Directory";
    private const string PathSet = "Path";

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [Ids("FaxId", "Id")]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>A fax from the pipeline, which spares a request for what its file is named after.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public Fax? InputObject { get; set; }

    /// <summary>The folder to save to, under names made of time, number and id. It is made when it is not there.</summary>
    [Parameter(ParameterSetName = DirectorySet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = "";

    /// <summary>The file to save to.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Pdf or Tiff.</summary>
    [Parameter]
    public FaxFormat Format { get; set; } = FaxFormat.Pdf;

    /// <summary>Saves the confirmation report, a PDF, in place of the fax.</summary>
    [Parameter]
    public SwitchParameter Report { get; set; }

    /// <summary>Overwrites files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The member whose faxes they are; without it, the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (!Report || Format == FaxFormat.Pdf) return;
        ThrowTerminatingError(Errors.ToRecord(
            new FaxPlusException(FaxPlusErrorKind.BadRequest, "The service gives out reports as PDF only.") { RecommendedAction = "Leave out -Format." },
            null));
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string id in FaxId)
        {
            if (ShouldProcess($"fax {id}", Report ? "Save the report" : $"Save as {Format}")) ForItem(id, () => Save(id));
        }
    }

    private void Save(string id)
    {
        string file = ParameterSetName == PathSet ? GetUnresolvedProviderPathFromPSPath(Path) : InDirectory(id);
        if (!_written.Add(file))
        {
            throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"'{file}' was written for another fax of this command.")
            {
                RecommendedAction = "Save several faxes with -Directory.",
            };
        }

        var target = new SaveOptions(file, Force);
        Call((client, stop) => Report
            ? client.Files.SaveReportAsync(id, target, UserId, stop)
            : client.Files.SaveFaxAsync(id, Format, target, UserId, stop));
        WriteObject(LocalPaths.Item(this, file));
    }

    private string InDirectory(string id)
    {
        string folder = GetUnresolvedProviderPathFromPSPath(Directory);
        try
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"The folder '{folder}' cannot be made: {exception.Message}", exception)
            {
                RecommendedAction = "Name another folder, or check the permissions.",
            };
        }

        Fax fax = InputObject?.Id == id ? InputObject : Call((client, stop) => client.Faxes.GetAsync(id, UserId, stop));
        return System.IO.Path.Combine(folder, FaxFileName.Of(fax, Format, Report));
    }
}
