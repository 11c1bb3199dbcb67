using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Scopes;

namespace FaxPlus.PowerShell;

/// <summary>
/// Lists the scopes of the service, or returns the smallest set of scopes that a token needs for commands or scripts, with the uses of each
/// scope. The cmdlet makes no request and runs no script.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusScope", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ScopeInfo), ParameterSetName = [ListSet])]
[OutputType(typeof(ScopeNeed), ParameterSetName = [CommandSet, PathSet, LiteralPathSet])]
public sealed class GetFaxPlusScopeCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private const string ListSet = "List";
    private const string CommandSet = "Command";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private ScopeQuestion? _question;

    /// <summary>Cmdlets of this module, or command lines, which may need fewer scopes because of their parameters.</summary>
    [Parameter(ParameterSetName = CommandSet, Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>Scripts; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of scripts.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [Texts(ArePaths = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ListSet)
        {
            WriteObject(FaxPlusScopes.All, enumerateCollection: true);
            return;
        }

        _question ??= new ScopeQuestion(this);
        _question.AddCommands(Command);
        _question.AddPaths(Path);
        _question.AddLiteralPaths(LiteralPath);
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (_question is not null) WriteObject(_question.Read(), enumerateCollection: true);
    }
}
