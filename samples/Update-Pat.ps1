<#
.SYNOPSIS
    Tests a new personal access token, and replaces the old token in a vault.
.DESCRIPTION
    The API cannot create tokens. Create the new token in the Fax.Plus dashboard, with the same scopes, before the old token
    expires. This script tests the new token, checks that its scopes suffice for the specified scripts, and only then stores it in the
    vault. Both tokens work during the rotation. Delete the old token in the dashboard afterwards.
.PARAMETER NewToken
    Specifies the new token.
.PARAMETER SecretName
    Specifies the name of the token in the default SecretManagement vault.
.PARAMETER ScriptPath
    Specifies the scripts that use the token. Wildcard characters are expanded.
.PARAMETER Scope
    Specifies the scopes of the new token. Without this parameter, the script tests read scopes with calls that make no changes.
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
        if ($missing) { throw "The new token lacks $($missing.Scope -join ', '); the token in the vault was not replaced." }
        foreach ($unknown in $answers | Where-Object State -eq Unknown) {
            Write-Warning "The scope $($unknown.Scope) cannot be tested without making a change. Make sure that the scope is selected in the dashboard."
        }
    }

    # An invalid or expired token causes FaxPlus.Unauthorized, regardless of its scopes. A missing scope is not a failure of this test.
    try { $null = Get-FaxPlusNumber -Session $session -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'FaxPlus.MissingScope*') { throw } }

    Set-Secret -Name $SecretName -Secret $NewToken
    Write-Information "The vault contains the new token under the name $SecretName. Delete the old token in the dashboard." -InformationAction Continue
}
finally {
    Disconnect-FaxPlus
}
