using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A parameter of a cmdlet.</summary>
internal sealed class CmdletParameter
{
    public CmdletParameter(string name, bool isSwitch = false, int position = int.MinValue, params string[] aliases)
    {
        Name = name;
        IsSwitch = isSwitch;
        Position = position;
        Names = [name, .. aliases];
    }

    public CmdletParameter(PropertyInfo property)
        : this(
            property.Name,
            property.PropertyType == typeof(SwitchParameter),
            aliases: [.. property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames)])
    {
        ParameterAttribute[] declared = [.. property.GetCustomAttributes<ParameterAttribute>()];
        Position = declared.Max(parameter => parameter.Position);
        AcceptsInput = declared.Any(parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName);
    }

    public string Name { get; }

    /// <summary>The name and the aliases.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsSwitch { get; }

    /// <summary>The position; negative for a named parameter, as in ParameterAttribute.</summary>
    public int Position { get; }

    public bool AcceptsInput { get; init; }
}
