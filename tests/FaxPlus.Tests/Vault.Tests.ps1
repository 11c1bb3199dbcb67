BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    # On Windows, the vaults of SecretStore belong to the user who runs the tests, and cannot be in another folder.
    $real = -not $IsWindows -and (Find-InstalledModule Microsoft.PowerShell.SecretManagement) -and
        (Find-InstalledModule Microsoft.PowerShell.SecretStore)
    if (-not $real) {
        Write-Warning "NOT TESTED: signing in from a vault with SecretManagement and SecretStore; only a stand-in is used. $(
            if ($IsWindows) { 'On Windows, these tests would change your own vault.' }
            else { 'Install the modules: Install-PSResource Microsoft.PowerShell.SecretStore' })"
    }
    $vaults = @(@{ Kind = 'of the stand-in'; Real = $false }; if ($real) { @{ Kind = 'of SecretStore'; Real = $true } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:clientSecret = ConvertTo-Secret 'client-secret'
    $script:modulePath = $env:PSModulePath
    $script:homeBefore = $env:HOME
    $script:standIn = Join-Path $PSScriptRoot VaultStandIn
    $script:http = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseProxy = $false })

    # Selects the stand-in for SecretManagement, or the real module with vaults in a separate home folder.
    function Use-Vault([bool] $Real) {
        Remove-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -ErrorAction Ignore
        if (-not $Real) {
            $env:PSModulePath = Join-ModulePath $standIn
            return
        }

        $env:HOME = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $folders = 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretStore' | ForEach-Object {
            (Get-Item -LiteralPath (Find-InstalledModule $_).ModuleBase).Parent.Parent.FullName
        }
        $env:PSModulePath = Join-ModulePath (@($folders | Select-Object -Unique) -join [IO.Path]::PathSeparator)
        Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
        foreach ($name in 'Default', 'Second') { Register-SecretVault -Name $name -ModuleName Microsoft.PowerShell.SecretStore }
        # The store is reset only once. Shortly after a reset, SecretStore reads its files again, and would prompt for a password while they
        # are being rewritten.
        Reset-SecretStore -Authentication None -Interaction None -Force -WarningAction Ignore
    }

    function Clear-Vault([bool] $Real) {
        if ($Real) { Get-SecretInfo -Vault Default | ForEach-Object { Remove-Secret -Name $_.Name -Vault Default } }
        else { Set-Folder }
    }

    function Get-Code($Emulator) {
        $login = "$($Emulator.Uri)/login?response_type=code&client_id=APIK-1&scope=all" +
            '&redirect_uri=http%3A%2F%2Flocalhost%3A8400%2F&approve=1'
        $address = $http.GetAsync($login).GetAwaiter().GetResult().Headers.Location.OriginalString
        [uri]::UnescapeDataString(($address -replace '^.*[?&]code=([^&]*).*$', '$1'))
    }

    # Simulates an earlier sign-in in a browser whose grant was saved in the vault.
    function Save-Grant($Emulator, [string] $Name = 'Fax', [hashtable] $With = @{}) {
        Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RedirectUri http://localhost:8400/ -AuthorizationCode (
            ConvertTo-Secret (Get-Code $Emulator)) -ApiUri $Emulator.ApiUri -AccountsUri $Emulator.Uri -SecretName $Name @With
    }

    function Connect-Vault($Emulator, [string] $Name = 'Fax', [hashtable] $With = @{}) {
        Connect-FaxPlus -SecretName $Name -ApiUri $Emulator.ApiUri -AccountsUri $Emulator.Uri @With
    }

    # Returns the refresh token in the vault, in clear text.
    function Get-KeptToken([string] $Name = 'Fax', [string] $Vault) {
        $grant = Microsoft.PowerShell.SecretManagement\Get-Secret -Name $Name -Vault $Vault -ErrorAction Stop
        $grant | Should -BeOfType hashtable
        $grant.Keys | Sort-Object | Should -Be 'ClientId', 'ClientSecret', 'RefreshToken'
        [System.Net.NetworkCredential]::new('', $grant.RefreshToken).Password
    }

    function Set-Folder {
        $env:VAULT_STANDIN_FOLDER = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory -Path (Join-Path $env:VAULT_STANDIN_FOLDER Default),
            (Join-Path $env:VAULT_STANDIN_FOLDER Second)
    }

    # Starts a PowerShell process that signs in from the vault and makes a call. The caller ends the process.
    function Start-Run($Emulator, [string] $Pause) {
        $file = Join-Path $TestDrive run.ps1
        Set-Content -LiteralPath $file -Value (
            'Import-Module $env:FAXPLUS_MODULE; Connect-FaxPlus -SecretName Fax; (Get-FaxPlusAccount).Email')
        $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-File', $file
        $start.RedirectStandardOutput = $true
        $start.Environment['FAXPLUS_MODULE'] = Get-TestModulePath
        $start.Environment['FAXPLUS_API_URI'] = $Emulator.ApiUri
        $start.Environment['FAXPLUS_ACCOUNTS_URI'] = $Emulator.Uri
        $start.Environment['VAULT_STANDIN_PAUSE'] = $Pause
        [System.Diagnostics.Process]::Start($start)
    }
}

AfterAll {
    Disconnect-FaxPlus
    $env:PSModulePath = $modulePath
    $env:HOME = $homeBefore
    Remove-Item Env:VAULT_STANDIN_FOLDER, Env:VAULT_STANDIN_FAIL -ErrorAction Ignore
    Remove-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -ErrorAction Ignore
    $http.Dispose()
}

Describe 'Signing in from a vault <Kind>' -ForEach $vaults {
    BeforeAll {
        Use-Vault $Real
        $script:emulator = Open-Emulator '--client', 'APIK-1:client-secret'
    }

    AfterAll { Close-Emulator $emulator }

    BeforeEach {
        Clear-Emulator $emulator
        Disconnect-FaxPlus
        Clear-Vault $Real
        Remove-Item Env:VAULT_STANDIN_FAIL -ErrorAction Ignore
    }

    It 'accepts a personal access token that is stored as <Name>' -ForEach @(
        @{ Name = 'a SecureString'; Make = { ConvertTo-Secret 'good-token' } }
        @{ Name = 'text'; Make = { 'good-token' } }
        @{ Name = 'a credential'; Make = { [pscredential]::new('anybody', (ConvertTo-Secret 'good-token')) } }
    ) {
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Pat -Secret (& $Make)
        Connect-Vault $emulator Pat *>&1 | Should -BeNullOrEmpty
        (Get-FaxPlusSession).Kind | Should -Be 'PersonalAccessToken'
        (Get-FaxPlusSession).SecretName | Should -Be 'Pat'
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    # All vaults of SecretStore share one store, so this test needs the stand-in.
    It 'reads the specified -Vault' -Skip:$Real {
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Pat -Secret (ConvertTo-Secret 'wrong-token')
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Pat -Secret (ConvertTo-Secret 'good-token') -Vault Second
        Connect-Vault $emulator Pat @{ Vault = 'Second' }
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    It 'stores the grant of a new sign-in, and uses it the next time without output' {
        Save-Grant $emulator *>&1 | Should -BeNullOrEmpty
        (Get-FaxPlusSession).SecretName | Should -Be 'Fax'
        Get-KeptToken | Should -Match '^refresh_'
        Disconnect-FaxPlus
        Connect-Vault $emulator *>&1 | Should -BeNullOrEmpty
        (Get-FaxPlusSession).Kind | Should -Be 'OAuth'
        (Get-FaxPlusSession).ClientId | Should -Be 'APIK-1'
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    It 'writes each rotated refresh token back, to the same -Vault' {
        Save-Grant $emulator Fax @{ Vault = 'Second' }
        $first = Get-KeptToken Fax Second
        Disconnect-FaxPlus
        Connect-Vault $emulator Fax @{ Vault = 'Second' }
        $null = Get-FaxPlusAccount
        $second = Get-KeptToken Fax Second
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        $null = Get-FaxPlusAccount
        $third = Get-KeptToken Fax Second
        @($first, $second, $third | Sort-Object -Unique).Count | Should -Be 3
        if (-not $Real) {
            Get-ChildItem -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER Default) -Force | Should -BeNullOrEmpty
            @(Get-ChildItem -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER Second) -Force).Count | Should -Be 1
        }

        # The next run can use the saved grant.
        Disconnect-FaxPlus
        Connect-Vault $emulator Fax @{ Vault = 'Second' }
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    It 'also writes it from a parallel runspace' {
        Save-Grant $emulator
        Disconnect-FaxPlus
        $session = Connect-Vault $emulator Fax @{ PassThru = $true }
        $before = Get-KeptToken
        $module = Get-TestModulePath
        $got = 1..6 | ForEach-Object -Parallel {
            Import-Module $using:module; (Get-FaxPlusAccount -Session $using:session).Email
        } -ThrottleLimit 6
        $got | Should -Be (@('ada@example.com') * 6)
        Get-KeptToken | Should -Not -Be $before
        @(Get-EmulatorRequest $emulator POST '^/token$').Count | Should -Be 2
    }

    It 'continues with the grant that another process has stored' {
        Save-Grant $emulator
        $first = Get-KeptToken
        # SecretStore does not detect a write of another process within five seconds after its own write.
        if ($Real) { Start-Sleep -Milliseconds 6000 }
        $other = Start-Run $emulator ''
        $other.StandardOutput.ReadToEnd() | Should -Match 'ada@example\.com'
        $other.WaitForExit()
        $second = Get-KeptToken
        # SecretStore still returns the previous value.
        if ($Real) { $second | Should -BeExactly $first } else { $second | Should -Not -BeExactly $first }
        Invoke-Control $emulator POST revoke @{ kind = 'access' }

        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'

        Get-KeptToken | Should -Not -BeIn $first, $second
        (Get-EmulatorRequest $emulator POST '^/token$').status | Should -Be $(if ($Real) { 200, 200, 400, 200 } else { 200, 200, 200 })
    }

    It 'continues with the grant of another process that has used the refresh token first' -Skip:$Real {
        Save-Grant $emulator
        Connect-Vault $emulator
        # The other process has received its response but not saved it yet.
        $other = Start-Run $emulator before
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            Wait-Until { Test-Path -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER paused) } 'the other process'
            $null = $shell.AddScript('param($module, $session) Import-Module $module; ' +
                '(Get-FaxPlusAccount -Session $session -ErrorAction Stop).Email')
            $null = $shell.AddArgument((Get-TestModulePath)).AddArgument((Get-FaxPlusSession))
            $running = $shell.BeginInvoke()
            Wait-Until { @(Get-EmulatorRequest $emulator POST '^/token$' | Where-Object status -EQ 400).Count -eq 1 } 'the refusal'
            $null = New-Item -ItemType File -Path (Join-Path $env:VAULT_STANDIN_FOLDER go)
            $shell.EndInvoke($running) | Should -Be 'ada@example.com'
            $other.StandardOutput.ReadToEnd() | Should -Match 'ada@example\.com'
        }
        finally {
            if (-not $other.HasExited) { $other.Kill() }
            $other.WaitForExit()
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }

        (Get-EmulatorRequest $emulator POST '^/token$').status | Should -Be 200, 200, 400, 200
    }

    It 'refreshes several sign-ins of one process at the same time, and stores each' {
        $names = 1..4 | ForEach-Object { "Fax$_" }
        $sessions = $names | ForEach-Object { Save-Grant $emulator $_ @{ PassThru = $true } }
        $before = $names | ForEach-Object { Get-KeptToken $_ }
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        $module = Get-TestModulePath
        $got = $sessions | ForEach-Object -Parallel {
            Import-Module $using:module; (Get-FaxPlusAccount -Session $_).Email
        } -ThrottleLimit 4 3>&1
        $got | Should -Be (@('ada@example.com') * 4)
        $names | ForEach-Object { Get-KeptToken $_ } | Should -Not -BeIn $before
    }

    It 'describes how to unlock a locked vault' -Skip:(-not $Real) {
        # SecretStore keeps the password in each process separately, so the vault is locked in the second process.
        $environment = @{
            HOME = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
            FAXPLUS_API_URI = $emulator.ApiUri
        }
        $made = Invoke-ChildPowerShell -Environment $environment @'
$ErrorActionPreference = 'Stop'
$password = ConvertTo-SecureString 'a password' -AsPlainText
Register-SecretVault -Name Work -ModuleName Microsoft.PowerShell.SecretStore
Set-SecretStoreConfiguration -Authentication Password -Interaction None -PasswordTimeout -1 -Password $password -Confirm:$false
Unlock-SecretStore -Password $password
Set-Secret Pat good-token
'@
        $made.Error | Should -BeNullOrEmpty
        $made.ExitCode | Should -Be 0
        $run = Invoke-ChildPowerShell -Environment $environment @'
Import-Module $env:FAXPLUS_MODULE
try { Connect-FaxPlus -SecretName Pat } catch { $_.Exception.Message }
'@
        $run.Output | Should -Match "(?s)The secret 'Pat' cannot be used.*Unlock-SecretStore"
        $run.Output | Should -Not -Match 'ErrorAction'
    }

    It 'accepts a grant regardless of the types of its parts' {
        Save-Grant $emulator
        $token = Get-KeptToken
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Own -Secret @{
            ClientId = ConvertTo-Secret 'APIK-1'; ClientSecret = 'client-secret'; RefreshToken = $token
        }
        Connect-Vault $emulator Own
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        Get-KeptToken Own | Should -Not -Be $token
    }

    It 'describes what a secret lacks that is neither a token nor a grant: <Name>' -ForEach @(
        @{ Name = 'no RefreshToken'; Secret = @{ ClientId = 'x'; ClientSecret = 'y' }; Says = 'RefreshToken' }
        @{ Name = 'no ClientSecret'; Secret = @{ ClientId = 'x'; RefreshToken = 'y' }; Says = 'ClientSecret' }
        @{ Name = 'bytes'; Secret = [byte[]](47, 11); Says = 'neither' }
        if (-not $Real) { @{ Name = 'a number'; Secret = 4711; Says = 'neither' } }
    ) {
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Odd -Secret $Secret
        $problem = Get-ErrorOf { Connect-Vault $emulator Odd }
        @($problem).Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        $problem.Exception.Message | Should -Match $Says
        $problem.Exception.Message | Should -Not -Match '4711'
    }

    It 'reports a missing secret, and a missing vault' {
        foreach ($with in @{}, @{ Vault = 'Nowhere' }) {
            $problem = Get-ErrorOf { Connect-Vault $emulator Missing $with }
            @($problem).Count | Should -Be 1
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
            $problem.Exception.Message | Should -Match 'Missing'
            $problem.Exception.Message | Should -Not -Match 'ErrorAction'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'Get-SecretInfo'
        }
    }

    It 'stores a refreshed grant although the vault was busy with another command' -Skip:$Real {
        Save-Grant $emulator
        $before = Get-KeptToken
        Disconnect-FaxPlus
        Connect-Vault $emulator
        $busy = New-Item -ItemType File -Path (Join-Path $env:VAULT_STANDIN_FOLDER busy)
        (Get-FaxPlusAccount -WarningVariable warned -WarningAction SilentlyContinue).Email | Should -Be 'ada@example.com'
        $warned | Should -BeNullOrEmpty
        $busy.FullName | Should -Not -Exist
        Get-KeptToken | Should -Not -Be $before
    }

    It 'reports an error when a refreshed grant cannot be stored, and the run continues' -Skip:$Real {
        Save-Grant $emulator
        Disconnect-FaxPlus
        Connect-Vault $emulator
        $env:VAULT_STANDIN_FAIL = 'The vault is locked.'
        $email = (Get-FaxPlusAccount -ErrorVariable failed -ErrorAction SilentlyContinue).Email
        $email | Should -Be 'ada@example.com'
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        $failed[0].Exception.Message | Should -Match 'The vault is locked\.'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'Sign in again'
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    It 'fails when the grant of a new sign-in cannot be stored' -Skip:$Real {
        $env:VAULT_STANDIN_FAIL = 'The vault is locked.'
        $problem = Get-ErrorOf { Save-Grant $emulator }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        $problem.Exception.Message | Should -Match 'The vault is locked'
        Get-FaxPlusSession | Should -BeNullOrEmpty
    }

    It 'detects before the sign-in that a vault cannot be written' -Skip:$Real {
        $code = ConvertTo-Secret (Get-Code $emulator)
        $env:VAULT_STANDIN_FAIL = 'The vault is locked.'
        Clear-EmulatorRequest $emulator
        $common = @{
            OAuth = $true
            ClientId = 'APIK-1'
            ClientSecret = $clientSecret
            ApiUri = $emulator.ApiUri
            AccountsUri = $emulator.Uri
            SecretName = 'Fax'
        }
        foreach ($action in { Connect-FaxPlus @common -RedirectUri http://localhost:8400/ -AuthorizationCode $code },
            { Connect-FaxPlus @common -RefreshToken $code }) {
            (Get-ErrorOf $action).Exception.Message | Should -Match 'The vault is locked'
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'overwrites no secret that is not a grant of this application: <Name>' -ForEach @(
        @{ Name = 'a token'; Secret = 'alohi_pat_of_somebody' }
        @{ Name = 'a grant of another application'; Secret = @{ ClientId = 'APIK-9'; ClientSecret = 'x'; RefreshToken = 'y' } }
        @{ Name = 'another kind of secret'; Secret = @{ Password = 'x' } }
    ) {
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Fax -Secret $Secret
        Clear-EmulatorRequest $emulator
        $problem = Get-ErrorOf {
            $given = @{ ClientSecret = $clientSecret; RefreshToken = $clientSecret; SecretName = 'Fax' }
            Connect-FaxPlus -OAuth -ClientId APIK-1 @given -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
        $plain = $Real ? @{ AsPlainText = $true } : @{}
        $found = Microsoft.PowerShell.SecretManagement\Get-Secret -Name Fax @plain
        if ($Secret -is [hashtable]) {
            $found.Keys | Sort-Object | Should -Be @($Secret.Keys | Sort-Object)
        } else {
            $found | Should -Be $Secret
        }
    }

    It 'leaves no secret in the vault when the first sign-in fails' {
        $common = @{
            OAuth = $true
            ClientId = 'APIK-1'
            ClientSecret = $clientSecret
            ApiUri = $emulator.ApiUri
            AccountsUri = $emulator.Uri
            SecretName = 'First'
        }
        (Get-ErrorOf { Connect-FaxPlus @common -RedirectUri http://localhost:8400/ -AuthorizationCode (
            ConvertTo-Secret 'wrong') }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.*'
        Microsoft.PowerShell.SecretManagement\Get-SecretInfo -Name First | Should -BeNullOrEmpty
    }

    It 'keeps the existing application when the first sign-in fails' {
        Microsoft.PowerShell.SecretManagement\Set-Secret -Name Own -Secret @{ ClientId = 'APIK-1'; ClientSecret = 'client-secret' }
        $common = @{
            OAuth = $true
            ClientId = 'APIK-1'
            ClientSecret = $clientSecret
            ApiUri = $emulator.ApiUri
            AccountsUri = $emulator.Uri
            SecretName = 'Own'
        }
        (Get-ErrorOf { Connect-FaxPlus @common -RedirectUri http://localhost:8400/ -AuthorizationCode (
            ConvertTo-Secret 'wrong') }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.*'
        (Microsoft.PowerShell.SecretManagement\Get-SecretInfo -Name Own).Name | Should -Be 'Own'
    }

    It 'overwrites no existing secret that cannot be read' -Skip:$Real {
        $file = Join-Path $env:VAULT_STANDIN_FOLDER Default Unreadable.xml
        Set-Content -LiteralPath $file -Value 'not XML'
        $common = @{
            OAuth = $true
            ClientId = 'APIK-1'
            ClientSecret = $clientSecret
            ApiUri = $emulator.ApiUri
            AccountsUri = $emulator.Uri
            SecretName = 'Unreadable'
        }
        (Get-ErrorOf { Connect-FaxPlus @common -RefreshToken $clientSecret }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        Get-Content -LiteralPath $file | Should -Be 'not XML'
    }

    It 'replaces the existing grant by a new sign-in, and keeps it when the sign-in fails' {
        Save-Grant $emulator
        $before = Get-KeptToken
        $null = Get-ErrorOf {
            Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RedirectUri http://localhost:8400/ -AuthorizationCode (
                ConvertTo-Secret 'wrong') -SecretName Fax -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri
        }
        Get-KeptToken | Should -Be $before
        Save-Grant $emulator
        Get-KeptToken | Should -Not -Be $before
    }

    Context 'with the default vault of the user' {
        AfterEach { $global:PSDefaultParameterValues.Clear() }

        It 'writes a refreshed grant to the vault from which <_> has read it' -Skip:$Real -ForEach 'Get-Secret:Vault', '*-Secret:Vault' {
            Save-Grant $emulator Fax @{ Vault = 'Second' }
            Microsoft.PowerShell.SecretManagement\Set-Secret -Name Fax -Secret 'of somebody else' -Vault Default
            $before = Get-KeptToken Fax Second
            Disconnect-FaxPlus
            $global:PSDefaultParameterValues[$_] = 'Second'
            Connect-Vault $emulator
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            Get-KeptToken Fax Second | Should -Not -Be $before
            Microsoft.PowerShell.SecretManagement\Get-Secret -Name Fax -Vault Default | Should -Be 'of somebody else'
            Save-Grant $emulator
            Microsoft.PowerShell.SecretManagement\Get-Secret -Name Fax -Vault Default | Should -Be 'of somebody else'
        }
    }

    It 'stores grants with a SecretManagement that was imported by its path' -Skip:$Real {
        $path = $env:PSModulePath
        Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
        Import-Module (Join-Path $standIn Microsoft.PowerShell.SecretManagement Microsoft.PowerShell.SecretManagement.psd1)
        $env:PSModulePath = Join-Path $PSHOME Modules
        try {
            Save-Grant $emulator
            $before = Get-KeptToken
            Connect-Vault $emulator
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            Get-KeptToken | Should -Not -Be $before
        }
        finally {
            $env:PSModulePath = $path
        }
    }

    It 'writes no data without -SecretName' -Skip:$Real {
        Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RedirectUri http://localhost:8400/ -AuthorizationCode (
            ConvertTo-Secret (Get-Code $emulator)) -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        $null = Get-FaxPlusAccount
        Get-ChildItem -LiteralPath $env:VAULT_STANDIN_FOLDER -File -Recurse -Force | Should -BeNullOrEmpty
    }

    It 'without SecretManagement names the module, before the sign-in' -Skip:$Real {
        $code = ConvertTo-Secret (Get-Code $emulator)
        Clear-EmulatorRequest $emulator
        $path = $env:PSModulePath
        $env:PSModulePath = Join-Path $PSHOME Modules
        Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
        try {
            $common = @{
                OAuth = $true
                ClientId = 'APIK-1'
                ClientSecret = $clientSecret
                ApiUri = $emulator.ApiUri
                AccountsUri = $emulator.Uri
                SecretName = 'Fax'
            }
            foreach ($action in { Connect-Vault $emulator }, {
                Connect-FaxPlus @common -RedirectUri http://localhost:8400/ -AuthorizationCode $code },
                { Connect-FaxPlus @common -RefreshToken $code }, { Connect-FaxPlus @common -RedirectUri https://app.example/ }) {
                $problem = @(Get-ErrorOf $action)
                $problem.Count | Should -Be 1 -Because "$action"
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*' -Because "$action"
                $problem[0].Exception.Message | Should -Match 'Microsoft\.PowerShell\.SecretManagement' -Because "$action"
                $problem[0].ErrorDetails.RecommendedAction |
                    Should -Match 'Install-PSResource Microsoft\.PowerShell\.SecretManagement' -Because "$action"
            }
        }
        finally {
            $env:PSModulePath = $path
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        Get-FaxPlusSession | Should -BeNullOrEmpty
    }
}

# If the service revokes the old refresh token when it issues the new one, the vault contains no valid token until the new token is saved.
# A client cannot avoid this. It can only save the new token immediately, and keep the vault consistent.
Describe 'A process that is killed during a refresh, with refresh tokens that <Kind>' -Tag Slow -ForEach @(
    @{ Kind = 'stay'; Rotate = 'false' }
    @{ Kind = 'rotate'; Rotate = 'true' }
) {
    BeforeAll {
        Use-Vault $false
        $script:emulator = Open-Emulator '--client', 'APIK-1:client-secret', '--rotate-refresh-tokens', $Rotate
    }

    AfterAll { Close-Emulator $emulator }

    # Each case needs a separate process. Cases in which the vault is not written are slow tests.
    $cases = @(
        @{ Moment = 'before the request'; Pause = 'look'; Holds = 'old'; Good = 'good'; Tag = 'Slow' }
        @{ Moment = 'while the request is in flight'; Pause = 'asked'; Holds = 'old'; Good = 'good'; Tag = 'Slow' }
        if ($Rotate -eq 'true') {
            @{ Moment = 'while the response is in flight'; Pause = 'taken'; Holds = 'old'; Good = 'invalid'; Tag = 'Slow' }
            @{ Moment = 'after the response and before the write'; Pause = 'before'; Holds = 'old'; Good = 'invalid' }
            @{ Moment = 'in the middle of the write'; Pause = 'middle'; Holds = 'old'; Good = 'invalid' }
            @{ Moment = 'after the write'; Pause = 'after'; Holds = 'new'; Good = 'good' }
        }
        else {
            # The service issues no new refresh token, so the vault is not written.
            @{ Moment = 'while the response is in flight'; Pause = 'taken'; Holds = 'old'; Good = 'good'; Tag = 'Slow' }
            @{ Moment = 'after the response'; Pause = 'answered'; Holds = 'old'; Good = 'good' }
        }
    )
    foreach ($case in $cases) {
        It '<Moment>: the vault contains the <Holds> grant, and it is <Good>' -ForEach $case -Tag @($case.Tag) {
            Clear-Emulator $emulator
            Clear-EmulatorFault $emulator
            Set-Folder
            Save-Grant $emulator
            $before = Get-KeptToken
            Disconnect-FaxPlus
            Clear-EmulatorRequest $emulator
            # In the case `taken`, the service acts on the first request, but its response is lost. The second request receives no response.
            if ($Pause -eq 'taken') { Add-EmulatorFault $emulator @{ kind = 'drop-after'; path = '^/token'; times = 1 } }
            if ($Pause -in 'asked', 'taken') {
                Add-EmulatorFault $emulator @{ kind = 'delay'; path = '^/token'; times = 1; delayMs = 600000 }
            }
            if ($Pause -eq 'answered') { Add-EmulatorFault $emulator @{ kind = 'delay'; path = '^/v3/'; times = 1; delayMs = 600000 } }

            $run = Start-Run $emulator $Pause
            try {
                Wait-Until {
                    switch ($Pause) {
                        'asked' { @(Get-EmulatorRequest $emulator POST '^/token$').Count -eq 1 }
                        'taken' { @(Get-EmulatorRequest $emulator POST '^/token$').Count -eq 2 }
                        'answered' { @(Get-EmulatorRequest $emulator GET '^/v3/').Count -eq 1 }
                        default { Test-Path -LiteralPath (Join-Path $env:VAULT_STANDIN_FOLDER paused) }
                    }
                } "the run to be $Moment"
            }
            finally {
                $run.Kill()
                $run.WaitForExit()
            }

            $run.StandardOutput.ReadToEnd() | Should -Not -Match 'ada@'
            $after = Get-KeptToken
            if ($Holds -eq 'old') { $after | Should -BeExactly $before } else { $after | Should -Not -BeExactly $before }
            Clear-EmulatorFault $emulator
            Connect-Vault $emulator
            if ($Good -eq 'good') {
                (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            }
            else {
                $problem = Get-ErrorOf { Get-FaxPlusAccount }
                $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
                $problem.ErrorDetails.RecommendedAction | Should -Match 'Connect-FaxPlus -OAuth -ClientId APIK-1 .*-SecretName'
                Get-KeptToken | Should -BeExactly $before
            }
        }
    }
}
