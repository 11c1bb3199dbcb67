using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using FaxPlus.PowerShell.Operations;

namespace FaxPlus;

/// <summary>
/// The API operations that each cmdlet of the module requests, depending on its parameters. The cmdlets declare their operations.
/// </summary>
public static class FaxPlusCommands
{
    private static readonly Dictionary<string, OperationRule[]> s_rules = Read();

    /// <summary>The cmdlets that declare their operations.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_rules.Keys.OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>Returns the name of a cmdlet in its original case, or null if this module has no such cmdlet.</summary>
    internal static string? Find(string name) =>
        Names.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The operations that a call requests or may request.</summary>
    internal static IReadOnlyList<OperationNeed> OperationsOf(CommandCall call) =>
    [
        .. from rule in s_rules[call.Command]
           let applies = rule.Applies(call)
           where applies != false
           from operation in rule.Operations(call)
           select new OperationNeed(operation, rule.IsAlternative || applies == true, rule.Description),
    ];

    private static Dictionary<string, OperationRule[]> Read()
    {
        var rules = new Dictionary<string, OperationRule[]>(StringComparer.OrdinalIgnoreCase);
        foreach (Type type in typeof(FaxPlusCommands).Assembly.GetTypes())
        {
            // The attribute is read as metadata, so that PowerShell need not be loaded.
            CustomAttributeData? cmdlet = type.CustomAttributes.FirstOrDefault(
                attribute => attribute.AttributeType == typeof(CmdletAttribute));
            if (cmdlet is null
                || type.GetField("ApiOperations", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null)
                    is not OperationRule[] declared)
            {
                continue;
            }
            rules[string.Join("-", cmdlet.ConstructorArguments.Select(argument => argument.Value))] = declared;
        }

        return rules;
    }
}
