using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A value that a script puts into a variable.</summary>
internal sealed class WrittenValue(string name, Ast value, bool isWhole, bool isScoped)
{
    public string Name { get; } = name;

    public Ast Value { get; } = value;

    /// <summary>Whether it is the value of the variable, and not only of an element of it.</summary>
    public bool IsWhole { get; } = isWhole;

    /// <summary>Whether it is written into a scope that is named, or may be.</summary>
    public bool IsScoped { get; } = isScoped;

    /// <summary>The function in which it is written; null outside all functions.</summary>
    public FunctionDefinitionAst? Owner { get; } = ScriptFile.OwnerOf(value);

    /// <summary>Whether code of a function, or outside all functions, sees this value in the variable.</summary>
    public bool IsSeenIn(FunctionDefinitionAst? function) => IsWhole && (IsScoped || Owner is null || Owner == function);
}
