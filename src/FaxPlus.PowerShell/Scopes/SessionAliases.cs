using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

internal static class SessionAliases
{
    /// <summary>The aliases of the session that a cmdlet runs in. Asked of the provider: looking commands up would import modules.</summary>
    public static Dictionary<string, string> Of(PSCmdlet cmdlet) => cmdlet.InvokeProvider.ChildItem.Get("Alias:", recurse: false)
        .Select(item => item.BaseObject)
        .OfType<AliasInfo>()
        .ToDictionary(alias => alias.Name, alias => alias.Definition, StringComparer.OrdinalIgnoreCase);
}
