using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Uploads files, to be sent later with Send-FaxPlusFax -UploadedFile.</summary>
[Cmdlet(VerbsCommon.Add, "FaxPlusFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(UploadedFile))]
public sealed class AddFaxPlusFileCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(UploadFile)];

    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of files.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [Texts(ArePaths = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The format in which the service stores the file; the default is the service's choice.</summary>
    [Parameter]
    public FaxFormat? Format { get; set; }

    /// <summary>The member who uploads the files; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == PathSet ? Path : LiteralPath) ForItem(path, () => Upload(path));
    }

    private void Upload(string path)
    {
        IEnumerable<string> files = ParameterSetName == PathSet
            ? LocalPaths.ResolveOnce(this, path, isOfRow: false)
            : [LocalPaths.Literal(this, path)];
        foreach (string file in files)
        {
            if (ShouldProcess(file, "Upload"))
            {
                ForItem(file, () => WriteObject(Call((client, stop) => client.Files.UploadAsync(file, UserId, Format, stop))));
            }
        }
    }
}
