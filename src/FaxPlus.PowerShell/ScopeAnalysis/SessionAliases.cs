using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.ScopeAnalysis;

internal static class SessionAliases
{
    /// <summary>
    /// Reads the aliases of the session in which a cmdlet runs. The method reads the alias provider, because command discovery would import
    /// modules.
    /// </summary>
    public static Dictionary<string, string> Of(PSCmdlet cmdlet) => ItemsOf(cmdlet)
        .Select(item => item.BaseObject)
        .OfType<AliasInfo>()
        .ToDictionary(alias => alias.Name, alias => alias.Definition, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<PSObject> ItemsOf(PSCmdlet cmdlet)
    {
        try
        {
            return cmdlet.InvokeProvider.ChildItem.Get("Alias:", recurse: false);
        }
        catch (SessionStateException)
        {
            // A session of Just Enough Administration (JEA) has no alias provider, and its users cannot create aliases.
            return [];
        }
    }
}
