<#
.SYNOPSIS
    Saves the faxes that arrived since the previous run to a folder, each with a small metadata file.
.DESCRIPTION
    The script is idempotent: a checkpoint in the folder records which faxes were saved. A fax counts as saved when its file and
    its metadata file are complete. After an interruption, the next run starts with the fax that was in progress.

    The token comes from the environment (FAXPLUS_PAT), or from a vault if you specify -SecretName. It needs the scope fax:fax:read, and
    with -MarkRead also fax:fax:edit. If the PowerShell session already has a sign-in, the script uses this sign-in and does not end it.
.PARAMETER Directory
    Specifies the target folder. It is created if it does not exist.
.PARAMETER SecretName
    Specifies the name of the token in the default SecretManagement vault.
.PARAMETER After
    Specifies the time from which the first run saves faxes. By default, the first run saves only faxes that arrive after its start.
.PARAMETER MarkRead
    Marks the faxes as read after they have been saved.
.OUTPUTS
    System.IO.FileInfo
.EXAMPLE
    ./Save-Inbox.ps1 /srv/faxes -MarkRead
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Directory,

    [string] $SecretName,

    [datetime] $After,

    [switch] $MarkRead
)

$ErrorActionPreference = 'Stop'
Import-Module FaxPlus

$isSignedIn = [bool](Get-FaxPlusSession)
if ($isSignedIn -and $SecretName) {
    throw 'This PowerShell session has a sign-in to Fax.Plus, which the script does not replace. Omit -SecretName, use Disconnect-FaxPlus, or start the script in a new process.'
}
if ($SecretName) { Connect-FaxPlus -SecretName $SecretName }
elseif (-not $isSignedIn) { Connect-FaxPlus -FromEnvironment }
try {
    $folder = New-Item -ItemType Directory -Path $Directory -Force
    $parameters = @{ Checkpoint = Join-Path $folder .faxplus-checkpoint.json; MarkRead = $MarkRead }
    if ($PSBoundParameters.ContainsKey('After')) { $parameters.After = $After }

    # An error ends the run, so that the checkpoint does not advance past a fax that was not saved.
    Receive-FaxPlusFax @parameters | ForEach-Object {
        $file = $_ | Save-FaxPlusFax -Directory $folder -Force
        $_ | Select-Object Id, From, To, Time, Pages, Status, Comment | ConvertTo-Json | Set-Content -LiteralPath "$($file.FullName).json"
        $file
    }
}
finally {
    if (-not $isSignedIn) { Disconnect-FaxPlus }
}
