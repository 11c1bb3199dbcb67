# A stand-in for SecretManagement, so that tests need neither this module nor a vault. A vault is a folder below VAULT_STANDIN_FOLDER, and a
# secret is a file in it, which is replaced atomically.
#
# If VAULT_STANDIN_PAUSE is 'before', 'middle' or 'after', Set-Secret creates a file 'paused' at this step and waits for a file 'go'. If
# VAULT_STANDIN_PAUSE is 'look', Get-Secret does the same in a runspace without a user, such as that of a token refresh. If
# VAULT_STANDIN_FAIL is set, Set-Secret fails with its text. If a file 'busy' exists in the folder, Set-Secret fails once.

function Get-VaultFolder([string] $Vault) {
    # If a default vault was registered, this file contains its name.
    $default = Join-Path $env:VAULT_STANDIN_FOLDER default-vault
    if (-not $Vault) { $Vault = (Test-Path -LiteralPath $default) ? (Get-Content -LiteralPath $default) : 'Default' }
    $folder = Join-Path $env:VAULT_STANDIN_FOLDER $Vault
    if (-not (Test-Path -LiteralPath $folder)) { throw "Vault $Vault not found in registry." }
    $folder
}

function Wait-AtStep([string] $Step) {
    if ($env:VAULT_STANDIN_PAUSE -ne $Step) { return }
    Set-Content -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER paused) -Value $Step
    $end = [datetime]::UtcNow.AddSeconds(300)
    while (-not (Test-Path -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER go))) {
        if ([datetime]::UtcNow -gt $end) { throw 'The file ''go'' was not created in time.' }
        Start-Sleep -Milliseconds 20
    }
}

function Get-Secret {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [string] $Vault)

    if ($Host.Name -eq 'Default Host') { Wait-AtStep look }
    $file = Join-Path (Get-VaultFolder $Vault) "$Name.xml"
    if (-not (Test-Path -LiteralPath $file)) {
        Write-Error "The secret $Name was not found."
        return
    }

    [Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText($file))
}

function Set-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] $Secret, [string] $Vault)

    if ($env:VAULT_STANDIN_FAIL) { throw $env:VAULT_STANDIN_FAIL }
    $busy = Join-Path $env:VAULT_STANDIN_FOLDER busy
    if (Test-Path -LiteralPath $busy) {
        Remove-Item -LiteralPath $busy
        throw 'A command is already running.'
    }

    $folder = Get-VaultFolder $Vault
    $text = [Management.Automation.PSSerializer]::Serialize($Secret, 3)
    $temporary = Join-Path $folder ".$Name.$([guid]::NewGuid().ToString('N'))"
    Wait-AtStep before
    [IO.File]::WriteAllText($temporary, $text.Substring(0, $text.Length / 2))
    Wait-AtStep middle
    [IO.File]::WriteAllText($temporary, $text)
    [IO.File]::Move($temporary, (Join-Path $folder "$Name.xml"), $true)
    Wait-AtStep after
}

function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Vault)

    Remove-Item -LiteralPath (Join-Path (Get-VaultFolder $Vault) "$Name.xml") -Confirm:$false
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([string] $Name = '*', [string] $Vault)

    Get-ChildItem -LiteralPath (Get-VaultFolder $Vault) -Filter *.xml | Where-Object BaseName -Like $Name |
        ForEach-Object { [pscustomobject]@{ Name = $_.BaseName; Type = 'Unknown'; VaultName = ($Vault ? $Vault : 'Default') } }
}

function Register-SecretVault {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $ModuleName, [switch] $DefaultVault)

    Import-Module $ModuleName
    $null = New-Item -ItemType Directory -Path (Join-Path $env:VAULT_STANDIN_FOLDER $Name)
    if ($DefaultVault) { Set-Content -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER default-vault) -Value $Name }
}
