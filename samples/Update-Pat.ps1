<#
.SYNOPSIS
    Puts a new personal access token in the place of the old one, after it has shown that it works.
.DESCRIPTION
    The service has no call that makes a token: a person makes it in the Fax.Plus dashboard, with the same scopes, before the old one ends. This
    script tries it out, checks that its scopes suffice for the scripts that will use it, and only then stores it in the vault. The old token keeps
    working all the while, and is deleted in the dashboard afterwards.
.PARAMETER NewToken
    The new token.
.PARAMETER SecretName
    Its name in the default SecretManagement vault.
.PARAMETER ScriptPath
    The scripts that will use it; wildcards are expanded.
.PARAMETER Scope
    What the new token was given in the dashboard. Without it, what can be tried out without a change is tried out.
.EXAMPLE
    ./Update-Pat.ps1 -NewToken (Read-Host 'New token' -AsSecureString) -SecretName FaxPlus -ScriptPath /srv/scripts/*.ps1 -Scope fax:fax:read, fax:fax:edit
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [securestring] $NewToken,

    [Parameter(Mandatory)]
    [string] $SecretName,

    [string[]] $ScriptPath,

    [string[]] $Scope
)

$ErrorActionPreference = 'Stop'
Import-Module FaxPlus

$declared = if ($Scope) { @{ Scope = $Scope } } else { @{} }
$session = Connect-FaxPlus -Pat $NewToken @declared -PassThru
try {
    if ($ScriptPath) {
        $answers = @(Test-FaxPlusScope -Path $ScriptPath -Session $session -Detailed)
        $missing = @($answers | Where-Object State -eq Missing)
        if ($missing) { throw "The new token lacks $($missing.Scope -join ', '); nothing was changed." }
        foreach ($unknown in $answers | Where-Object State -eq Unknown) { Write-Warning "Nobody can try out $($unknown.Scope) without a change: make sure that it is ticked in the dashboard." }
    }

    # Whatever its scopes, a token that is wrong or has ended is refused; one that lacks this scope is not.
    try { $null = Get-FaxPlusNumber -Session $session -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'FaxPlus.MissingScope*') { throw } }

    Set-Secret -Name $SecretName -Secret $NewToken
    Write-Information "The vault has the new token under the name $SecretName. Delete the old one in the dashboard." -InformationAction Continue
}
finally {
    Disconnect-FaxPlus
}
