using System.Linq;
using System.Management.Automation;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Returns the state of each item in a run's journal, without a sign-in and without requests to Fax.Plus.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusJournal", DefaultParameterSetName = PathSet)]
[OutputType(typeof(JournalItem))]
[OutputType(typeof(JournalSummary))]
public sealed class GetFaxPlusJournalCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The paths of journals, in which wildcards are expanded, or the addresses of runs in Azure Table Storage.</summary>
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

    /// <summary>The states of the items to return; the default is all states.</summary>
    [Parameter]
    [WithoutBlanks]
    public JournalState[] State { get; set; } = [];

    /// <summary>Returns one object with the counts for each journal, instead of its items.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>For a journal in a table, the secret of the storage account, as a connection string, an account key or a SAS.</summary>
    [Parameter]
    [SecureText]
    public SecureString? JournalCredential { get; set => field = HideLine(value); }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string given in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            ForItem(given, () =>
            {
                JournalAddress.Check(given);
                if (JournalAddress.Is(given))
                {
                    Read(given);
                }
                else
                {
                    foreach (string path in ParameterSetName == PathSet
                        ? LocalPaths.Resolve(this, given)
                        : [LocalPaths.Literal(this, given)])
                    {
                        Read(path);
                    }
                }
            });
        }
    }

    private void Read(string path) => ForItem(path, () =>
    {
        try
        {
            Write(path);
        }
        catch (FaxPlusException exception)
        {
            // The error is not fatal, because other journals may be readable.
            throw new FaxPlusException(exception) { IsFatal = false };
        }
    });

    private void Write(string path)
    {
        Secret? secret = SecureTextAttribute.Read(nameof(JournalCredential), JournalCredential);
        if (Summary)
        {
            WriteObject(ClientProvider.Factory.SummarizeJournal(path, secret, CancellationToken));
            return;
        }

        foreach (JournalItem item in ClientProvider.Factory.ReadJournal(path, secret, CancellationToken)
            .Where(item => State.Length == 0 || State.Contains(item.State)))
        {
            WriteObject(item);
        }
    }
}
