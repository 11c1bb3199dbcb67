using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Returns the state of each item in the journal of a run. It needs no sign-in and makes no request.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusJournal", DefaultParameterSetName = PathSet)]
[OutputType(typeof(JournalItem))]
public sealed class GetFaxPlusJournalCommand : FaxPlusCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Journals; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of journals.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [Texts(ArePaths = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only items in these states.</summary>
    [Parameter]
    [WithoutBlanks]
    public JournalState[] State { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string given in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            ForItem(given, () =>
            {
                foreach (string path in ParameterSetName == PathSet ? LocalPaths.Resolve(this, given) : [LocalPaths.Literal(this, given)]) Read(path);
            });
        }
    }

    private void Read(string path) => ForItem(path, () =>
    {
        foreach (JournalItem item in ClientProvider.Factory.ReadJournal(path).Where(item => State.Length == 0 || State.Contains(item.State))) WriteObject(item);
    });
}
