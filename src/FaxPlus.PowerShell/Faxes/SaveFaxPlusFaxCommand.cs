using System;
using System.Collections.Concurrent;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Faxes;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Saves faxes as PDF or TIFF, or their confirmation reports.</summary>
[Cmdlet(VerbsData.Save, "FaxPlusFax", DefaultParameterSetName = DirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveFaxPlusFaxCommand : BulkCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        .. Either("Report", DownloadReport, DownloadFax),
        When("with -Directory, for ids", call => call.Has("Directory") & !call.Has("InputObject"), GetFax),
    ];

    private const string DirectorySet = "Directory";
    private const string PathSet = "Path";

    private readonly ConcurrentDictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)], KeepsBlank = true)]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The folder, which is created if it does not exist. The file names contain the time, the number and the id.</summary>
    [Parameter(ParameterSetName = DirectorySet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string Directory { get; set; } = "";

    /// <summary>The file to save to.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string Path { get; set; } = "";

    /// <summary>The file format: Pdf or Tiff.</summary>
    [Parameter]
    public FaxFormat Format { get; set; } = FaxFormat.Pdf;

    /// <summary>Saves the confirmation report, a PDF, instead of the fax.</summary>
    [Parameter]
    public SwitchParameter Report { get; set; }

    /// <summary>Overwrites existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The expected number of faxes, for the remaining time in the progress bar.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long ExpectedCount { get; set; }

    private const string SavedBefore =
        "The fax has probably been saved before. Use -Force to save it again. To save each fax only once, use Receive-FaxPlusFax " +
        "-Checkpoint, or mark saved faxes as read with Set-FaxPlusFax -IsRead $true.";

    private protected override string Activity => "Saving faxes";

    private protected override string Done => "saved";

    private protected override long Expected => ExpectedCount > 0 ? ExpectedCount : MyInvocation.ExpectingInput ? 0 : FaxId.Length;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!Report || Format == FaxFormat.Pdf) return;
        End(
            new FaxPlusException(FaxPlusErrorKind.BadRequest, "The service provides reports only as PDF.")
            {
                RecommendedAction = "Omit -Format.",
            },
            null);
    }

    private protected override void ProcessItem()
    {
        foreach (string id in FaxId)
        {
            if (ShouldProcess($"fax {id}", Report ? "Save the report" : $"Save as {Format}")) ForItem(id, () => Save(id));
        }
    }

    private protected override void WriteResult(object? result) => WriteObject(Saved((string)result!));

    /// <summary>Returns a file object with a separate view, because the default file view truncates long names.</summary>
    private PSObject Saved(string file)
    {
        PSObject item = LocalPaths.Item(this, file);
        item.TypeNames.Insert(0, "FaxPlus.SavedFile");
        return item;
    }

    private void Save(string id)
    {
        // Parameter values are read here, on the pipeline thread, because the next row changes them. For a fax from the pipeline, the file
        // name needs no request.
        Fax? known = Row?.BaseObject is Fax fax && fax.Id == id ? fax : null;
        string userId = UserId;
        string? file = ParameterSetName == PathSet ? LocalPaths.Named(this, Path) : null;
        if (file is not null && Format == FaxFormat.Tiff) LocalPaths.CheckEnd(file, "TIFF", ".tiff", ".tif");
        else if (file is not null) LocalPaths.CheckEnd(file, "PDF", ".pdf");
        string folder = file is null ? CreateFolder() : "";
        Start(id, async (client, stop) =>
        {
            string target = file
                ?? System.IO.Path.Combine(folder, FaxFileName.Of(known ?? await client.Faxes.GetAsync(id, userId, stop), Format, Report));
            try
            {
                await SaveAsync(client, id, userId, target, stop);
            }
            catch (FaxPlusException error) when (file is null && error.Advice == FaxPlusAdvice.Overwrite)
            {
                // The file name contains the id of the fax, so the existing file is probably the same fax.
                throw error.WithAdvice(SavedBefore);
            }

            return target;
        });
    }

    private Task SaveAsync(IFaxPlusClient client, string id, string userId, string file, CancellationToken stop)
    {
        if (!_written.TryAdd(file, id)) throw AlreadyWritten(file, id);
        var target = new SaveOptions(file, Force);
        return Report
            ? client.Files.SaveReportAsync(id, target, userId, stop)
            : client.Files.SaveFaxAsync(id, Format, target, userId, stop);
    }

    private FaxPlusException AlreadyWritten(string file, string id) => _written[file] == id
        ? new FaxPlusException(FaxPlusErrorKind.Conflict, $"The fax {id} was specified more than once for the file '{file}'.")
        {
            RecommendedAction = "Specify each fax once.",
        }
        : new FaxPlusException(FaxPlusErrorKind.Conflict, $"This command has already written '{file}' for another fax.")
        {
            RecommendedAction = "Save several faxes with -Directory.",
        };

    private string CreateFolder()
    {
        string folder = LocalPaths.Named(this, Directory);
        if ((WindowsPath.ErrorOf(folder) ?? FileError.OfMissingRoot(folder)) is FaxPlusException error) throw error;
        try
        {
            ClientProvider.Factory.CreateFolder(folder);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The folder '{folder}' cannot be created", folder, exception, isWriting: true);
        }
    }
}
