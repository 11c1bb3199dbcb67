using System.Collections.Generic;
using System.Linq;
using FaxPlus.PowerShell.Completion;

namespace FaxPlus.PowerShell.Scopes;

/// <summary>Completes the names of this module's cmdlets.</summary>
public sealed class CommandCompleter : WordCompleter
{
    /// <inheritdoc />
    protected override IEnumerable<(string Word, string Meaning)> Words => FaxPlusCommands.Names.Select(name => (name, name));
}
