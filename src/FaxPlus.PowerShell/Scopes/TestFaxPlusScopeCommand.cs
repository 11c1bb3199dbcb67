using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.CallSite;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Scopes;

namespace FaxPlus.PowerShell;

/// <summary>
/// Tests whether the session's token has the specified scopes, or suffices for commands or scripts. The cmdlet uses the scopes that were
/// declared at sign-in. Without a declaration, the cmdlet sends requests that make no changes.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "FaxPlusScope", DefaultParameterSetName = ScopeSet)]
[OutputType(typeof(bool))]
[OutputType(typeof(ScopeResult))]
public sealed class TestFaxPlusScopeCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    // The operations of the probes are not declared, because the service may refuse them without harm.
    internal static readonly OperationRule[] ApiOperations = [];

    private const string ScopeSet = "Scope";
    private const string CommandSet = "Command";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private static readonly ScopeState[] s_worstFirst = [ScopeState.Missing, ScopeState.Unknown, ScopeState.Granted];

    private readonly List<string> _scopes = [];
    private ScopeQuestion? _question;
    private InputFailure? _failure;

    /// <summary>The scopes that the token should have.</summary>
    [Parameter(ParameterSetName = ScopeSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    [Texts]
    public string[] Scope { get; set; } = [];

    /// <summary>Cmdlets of this module, or command lines. Pipeline input may also contain scopes.</summary>
    [Parameter(ParameterSetName = CommandSet, Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>Scripts; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of scripts.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [Texts(ArePaths = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Returns the state of each scope instead of one result for all scopes.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _failure = new InputFailure(this);
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ScopeSet)
        {
            _scopes.AddRange(Scope);
            return;
        }

        ILookup<bool, string> texts = Command.ToLookup(text => FaxPlusScopes.IsKnown(FaxPlusScopes.Normalize(text)));
        _scopes.AddRange(texts[true]);
        if (texts[true].Any() && !texts[false].Any()) return;

        _question ??= new ScopeQuestion(this);
        _question.AddCommands(texts[false]);
        _question.AddPaths(Path);
        _question.AddLiteralPaths(LiteralPath);
    }

    /// <inheritdoc />
    protected override void EndProcessing() => ForItem(null, () =>
    {
        // Neither missing input nor a partly analyzed script proves that the scopes suffice.
        string? failure = _failure!.Described;
        bool isIncomplete = failure is not null;
        bool isEmpty = _scopes.Count == 0 && _question is null;
        if (isEmpty || isIncomplete)
        {
            WriteWarning(
                $"{(isEmpty ? "No scopes were checked" : "A part of the input may not have been checked")}, because " +
                $"{failure ?? "no scope, command or script is specified"}.");
        }
        ScopeKnowledge token = CurrentSession.Scope.Count > 0
            ? new DeclaredScopes(CurrentSession.Scope)
            : new ProbedScopes(probe => Call((client, stop) => client.Scopes.ProbeAsync(probe, stop)));
        bool suffices = TestScopes(token)
            & (_question is null || (TestNeeds(token, _question.Read(CurrentSession.DefaultFrom is not null)) && !_question.IsIncomplete));
        if (!Detailed) WriteObject(suffices && !isIncomplete && !isEmpty);
    });

    private bool TestScopes(ScopeKnowledge token)
    {
        bool suffices = true;
        foreach (string scope in _scopes.Select(FaxPlusScopes.Normalize).Distinct())
        {
            ScopeResult result = token.Of(scope);
            suffices &= result.State == ScopeState.Granted;
            if (Detailed) WriteObject(result);
            else if (result.State == ScopeState.Unknown) WriteWarning($"Whether the token has {scope} is unknown. {result.Evidence}");
        }

        return suffices;
    }

    private bool TestNeeds(ScopeKnowledge token, IReadOnlyList<ScopeNeed> needs)
    {
        bool suffices = true;
        // The state of a scope may differ between operations. The cmdlet reports the worst state.
        var found = needs
            .Select(need => (
                Need: need,
                Result: need.Operation.Select(operation => token.Of(operation, need.Scope)).OrderBy(Severity).First()))
            .ToList();
        // The warning that decides the result is written first.
        foreach ((ScopeNeed need, ScopeResult result) in Detailed
            ? found
            : [.. found.OrderBy(item => item.Need.IsCertain ? Severity(item.Result) : s_worstFirst.Length)])
        {
            string when = need.IsCertain ? "" : $" Needed only {string.Join(", or ", need.When)}.";
            suffices &= result.State == ScopeState.Granted || !need.IsCertain;
            if (Detailed) WriteObject(new ScopeResult(result.Scope, result.State, result.Evidence + when));
            else if (result.State != ScopeState.Granted) WriteWarning($"{need.Scope}: {result.State}. {result.Evidence}{when}");
        }

        return suffices;
    }

    private static int Severity(ScopeResult result) => Array.IndexOf(s_worstFirst, result.State);
}
