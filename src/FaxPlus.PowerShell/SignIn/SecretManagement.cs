using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Determines the default vault and the error messages of the SecretManagement commands.</summary>
internal static class SecretManagement
{
    /// <summary>
    /// Returns the vault that $PSDefaultParameterValues sets for Get-Secret, or null. The method defines and runs a function with this
    /// name, because PowerShell applies the default value to any command with this name.
    /// </summary>
    public static string? DefaultVault(PSCmdlet cmdlet) =>
        cmdlet.InvokeCommand.InvokeScript(
            "function Get-Secret { [CmdletBinding()] param([string] $Name, [string] $Vault) $Vault }; Get-Secret -Name x")[0]
            ?.BaseObject is string { Length: > 0 } vault ? vault : null;

    /// <summary>The message of the error that ended the command.</summary>
    public static string Reason(RuntimeException exception) =>
        exception is ActionPreferenceStopException { ErrorRecord.Exception: Exception said } ? said.Message : exception.Message;
}
