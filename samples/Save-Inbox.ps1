<#
.SYNOPSIS
    Saves the faxes that came in since the last time to a folder, each with a small file that says what it is.
.DESCRIPTION
    To be started as often as you like: a checkpoint in the folder remembers what was saved. A fax counts as saved when its file is whole;
    a run that breaks off is followed by one that begins with the fax it broke off at.

    The token comes from the environment (FAXPLUS_PAT), or from a vault where -SecretName is given. It takes the scope fax:fax:read, and
    with -MarkRead also fax:fax:edit.
.PARAMETER Directory
    The folder to save to. It is made when it is not there.
.PARAMETER SecretName
    The name of the token in the default SecretManagement vault.
.PARAMETER After
    How far back the first run goes; without it, the first run saves what comes from then on.
.PARAMETER MarkRead
    Marks the faxes as read when they were saved.
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

if ($SecretName) { Connect-FaxPlus -SecretName $SecretName } else { Connect-FaxPlus -FromEnvironment }
try {
    $folder = New-Item -ItemType Directory -Path $Directory -Force
    $what = @{ Checkpoint = Join-Path $folder .faxplus-checkpoint.json; MarkRead = $MarkRead }
    if ($PSBoundParameters.ContainsKey('After')) { $what.After = $After }

    # An error ends the run, so that the checkpoint does not pass by a fax that was not saved.
    Receive-FaxPlusFax @what | ForEach-Object {
        $file = $_ | Save-FaxPlusFax -Directory $folder -Force
        $_ | Select-Object Id, From, To, Time, Pages, Status, Comment | ConvertTo-Json | Set-Content -LiteralPath "$($file.FullName).json"
        $file
    }
}
finally {
    Disconnect-FaxPlus
}
