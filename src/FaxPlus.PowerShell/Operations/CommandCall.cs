using System;
using System.Collections.Generic;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>A call of a cmdlet, as far as the call can be determined without running the script.</summary>
internal sealed class CommandCall(string command)
{
    /// <summary>The cmdlet's name.</summary>
    public string Command { get; } = command;

    /// <summary>The arguments, by full parameter name.</summary>
    public Dictionary<string, CommandArgument> Arguments { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether all arguments are known.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether the session of the call has a default sender number; null if this is known only at run time.</summary>
    public bool? SessionHasSender { get; set; } = false;

    /// <summary>Any call of the cmdlet, with unknown arguments.</summary>
    public static CommandCall Any(string command) => new(command) { IsComplete = false, SessionHasSender = null };

    /// <summary>Whether a parameter is specified; null if this is known only at run time.</summary>
    public bool? Has(string parameter) =>
        Arguments.TryGetValue(parameter, out CommandArgument argument) ? argument.IsGiven : IsComplete ? false : null;

    /// <summary>Like <see cref="Has"/>, except that null counts as not specified.</summary>
    public bool? HasValue(string parameter) =>
        Arguments.TryGetValue(parameter, out CommandArgument argument) ? argument.HasValue : Has(parameter);

    /// <summary>Like <see cref="Has"/>, except that null and a blank string count as not specified.</summary>
    public bool? HasText(string parameter) =>
        Arguments.TryGetValue(parameter, out CommandArgument argument) ? argument.HasText : Has(parameter);

    /// <summary>The constant parts of a parameter's text, with placeholders for the other parts; null if no part is constant.</summary>
    public string? Text(string parameter) => Arguments.TryGetValue(parameter, out CommandArgument argument) ? argument.Text : null;
}
