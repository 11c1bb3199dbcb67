using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A value that a script assigns to a variable.</summary>
internal sealed class WrittenValue(string name, Ast value, bool isWhole, bool isScoped)
{
    public string Name { get; } = name;

    public Ast Value { get; } = value;

    /// <summary>Whether the value is assigned to the variable itself, rather than to one of its elements.</summary>
    public bool IsWhole { get; } = isWhole;

    /// <summary>Whether the assignment specifies, or may specify, a scope.</summary>
    public bool IsScoped { get; } = isScoped;

    /// <summary>The function that contains the assignment; null outside all functions.</summary>
    public FunctionDefinitionAst? Owner { get; } = ScriptFile.OwnerOf(value);

    /// <summary>
    /// Whether code in a function, or outside all functions if the function is null, can read this value from the variable.
    /// </summary>
    public bool IsVisibleIn(FunctionDefinitionAst? function) => IsWhole && (IsScoped || Owner is null || Owner == function);
}
