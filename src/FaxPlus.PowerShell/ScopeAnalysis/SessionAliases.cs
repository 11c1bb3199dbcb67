using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.ScopeAnalysis;

internal static class SessionAliases
{
    /// <summary>
    /// The aliases of the session that a cmdlet runs in. Asked of the provider: looking commands up would import modules.
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
            // A session of just enough administration has no such provider, and nobody can make an alias there.
            return [];
        }
    }
}
