using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Reads what the commands of the module SecretManagement would use and report.</summary>
internal static class SecretManagement
{
    /// <summary>Runs a function with the name Get-Secret, so that PowerShell resolves the default value of its parameter -Vault.</summary>
    public static string? DefaultVault(PSCmdlet cmdlet) =>
        cmdlet.InvokeCommand.InvokeScript(
            "function Get-Secret { [CmdletBinding()] param([string] $Name, [string] $Vault) $Vault }; Get-Secret -Name x")[0]
            ?.BaseObject is string { Length: > 0 } vault ? vault : null;

    /// <summary>The message of the error that the command wrote, if that error ended it.</summary>
    public static string Reason(RuntimeException exception) =>
        exception is ActionPreferenceStopException { ErrorRecord.Exception: Exception said } ? said.Message : exception.Message;
}
