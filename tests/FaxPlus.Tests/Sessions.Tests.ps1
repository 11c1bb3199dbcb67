BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--client', 'APIK-1:client-secret', '--seed-faxes', '12'
    $script:http = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseProxy = $false })

    function Connect-Grant([hashtable] $With = @{}) {
        $login = "$($emulator.Uri)/login?response_type=code&client_id=APIK-1&scope=all" +
            '&redirect_uri=http%3A%2F%2Flocalhost%3A8400%2F&approve=1'
        $address = $http.GetAsync($login).GetAwaiter().GetResult().Headers.Location.OriginalString
        $code = [uri]::UnescapeDataString(($address -replace '^.*[?&]code=([^&]*).*$', '$1'))
        Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret (
            ConvertTo-Secret 'client-secret') -RedirectUri http://localhost:8400/ -AuthorizationCode (
            ConvertTo-Secret $code) -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri @With
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
    $http.Dispose()
}

Describe 'OAuth sessions' {
    BeforeEach {
        Clear-Emulator $emulator
        Disconnect-FaxPlus
    }

    It 'Get-FaxPlusSession shows the kind, the application, the expiry of the token, the scopes and the age' {
        Connect-Grant
        $session = Get-FaxPlusSession
        $session | Should -BeOfType FaxPlus.FaxPlusSession
        $session.Kind | Should -Be 'OAuth'
        $session.ClientId | Should -Be 'APIK-1'
        $session.ApiUri | Should -Be $emulator.ApiUri
        $session.AccountsUri.Port | Should -Be ([uri]$emulator.Uri).Port
        $session.Scope | Should -Be 'all'
        $session.AccessTokenExpiresOn | Should -BeGreaterThan ([datetimeoffset]::UtcNow.AddMinutes(50))
        $session.AccessTokenExpiresOn | Should -BeLessThan ([datetimeoffset]::UtcNow.AddMinutes(61))
        $session.ExpiresOn | Should -BeNullOrEmpty
        $session.Age | Should -BeOfType timespan
        $session.Age | Should -BeGreaterThan ([timespan]::Zero)
        $session.IsClosed | Should -BeFalse
    }

    It 'shows the user and the type of the account after Get-FaxPlusAccount has read them' {
        Connect-Grant
        (Get-FaxPlusSession).User | Should -BeNullOrEmpty
        $account = Get-FaxPlusAccount
        (Get-FaxPlusSession).User | Should -Be $account.Email
        (Get-FaxPlusSession).AccountType | Should -Be $account.AccountType
    }

    It 'explains why a copy of a session from a job or a file cannot be used: <_>' -ForEach 'Get-FaxPlusFax',
        "Send-FaxPlusFax -To +16505550111 -Path '$PSCommandPath'", 'Test-FaxPlusScope fax:all:read' {
        Connect-Grant
        $copy = [System.Management.Automation.PSSerializer]::Deserialize(
            [System.Management.Automation.PSSerializer]::Serialize((Get-FaxPlusSession)))
        $problem = Get-ErrorOf { & ([scriptblock]::Create("$_ -Session `$copy")) }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
        $problem.Exception.Message | Should -Match 'copy.*Start-Job'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'within the job.*ForEach-Object -Parallel'
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }

    It 'never shows a token in any output' {
        Connect-Grant
        $null = Get-FaxPlusAccount
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        $null = Get-FaxPlusAccount
        $session = Get-FaxPlusSession
        $file = Join-Path $TestDrive session.xml
        $session | Export-Clixml -LiteralPath $file -Depth 5
        $text = @(
            $session | Out-String -Width 500
            $session | Format-List * -Force | Out-String -Width 500
            $session | Format-Table * -Force | Out-String -Width 2000
            $session | Format-Custom -Depth 5 | Out-String -Width 500
            ConvertTo-Json $session -Depth 5
            "$session"
            $session | Get-Member -Force | Out-String -Width 500
            $session | Select-Object * | ConvertTo-Csv
            Get-Content -Raw $file
        ) -join "`n"
        $text | Should -Match 'APIK-1'
        $text | Should -Not -Match '(access|refresh|code)_[0-9a-f]{6}'
        $text | Should -Not -Match 'client-secret'
    }

    It 'the expiry of the access token changes when it is refreshed' {
        Connect-Grant
        $before = (Get-FaxPlusSession).AccessTokenExpiresOn
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        $null = Get-FaxPlusAccount
        (Get-FaxPlusSession).AccessTokenExpiresOn | Should -BeGreaterThan $before
    }

    It 'many parallel runspaces can share one session, which is refreshed once for all of them' {
        $session = Connect-Grant @{ PassThru = $true }
        Invoke-Control $emulator POST revoke @{ kind = 'access' }
        Clear-EmulatorRequest $emulator
        $module = Get-TestModulePath
        $ids = (Get-EmulatorState $emulator).faxes.id
        $got = $ids | ForEach-Object -Parallel {
            Import-Module $using:module
            Get-FaxPlusFax -FaxId $_ -Session $using:session
        } -ThrottleLimit 6
        $got.Id | Sort-Object | Should -Be ($ids | Sort-Object)
        @(Get-EmulatorRequest $emulator POST '^/token$').Count | Should -Be 1
        Get-FaxPlusSession | Should -Be $session
    }

    It 'a parallel runspace has no session, and a session created in it ends with it' {
        Connect-Grant
        $module = Get-TestModulePath
        $api = $emulator.ApiUri
        $token = ConvertTo-Secret 'good-token'
        $seen = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            $before = $null -eq (Get-FaxPlusSession)
            Connect-FaxPlus -Pat $using:token -ApiUri $using:api
            "$before $((Get-FaxPlusSession).Kind)"
        } -UseNewRunspace
        $seen | Should -Be (@('True PersonalAccessToken') * 3)
        (Get-FaxPlusSession).Kind | Should -Be 'OAuth'
    }

    It 'an item of ForEach-Object -Parallel does not use the sign-in of an earlier item in the same runspace' {
        Connect-Grant
        $module = Get-TestModulePath
        $api = $emulator.ApiUri
        $token = ConvertTo-Secret 'good-token'
        $seen = 1..3 | ForEach-Object -ThrottleLimit 1 -Parallel {
            Import-Module $using:module
            "$_ $($null -eq (Get-FaxPlusSession))"
            if ($_ -eq 1) { Connect-FaxPlus -Pat $using:token -ApiUri $using:api -PassThru }
            if ($_ -eq 2) { try { Get-FaxPlusAccount -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } }
        }
        $session, $texts = $seen.Where({ $_ -is [FaxPlus.FaxPlusSession] }, 'Split')
        $texts | Should -Be '1 True', '2 True', 'FaxPlus.NotConnected,FaxPlus.PowerShell.GetFaxPlusAccountCommand', '3 True'
        # A session that an item returned stays open.
        (Get-FaxPlusAccount -Session $session[0]).Email | Should -Be 'ada@example.com'
        (Get-FaxPlusSession).Kind | Should -Be 'OAuth'
    }

    It 'two runspaces keep two sign-ins apart, call by call' {
        Connect-Grant
        $module = Get-TestModulePath
        $other = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $null = $other.AddScript('param($module, $token, $api) Import-Module $module; Connect-FaxPlus -Pat $token -ApiUri $api')
            $null = $other.AddArgument($module).AddArgument((ConvertTo-Secret 'good-token')).AddArgument($emulator.ApiUri).Invoke()
            foreach ($round in 1..3) {
                $other.Commands.Clear()
                $other.AddScript('$null = Get-FaxPlusAccount; (Get-FaxPlusSession).Kind').Invoke() | Should -Be 'PersonalAccessToken'
                $null = Get-FaxPlusAccount
                (Get-FaxPlusSession).Kind | Should -Be 'OAuth'
            }
            $headers = (Get-EmulatorRequest $emulator GET '^/v3/').headers
            @($headers | Where-Object { $_.PSObject.Properties['x-fax-clientid'] }).Count | Should -Be 3
            @($headers).Count | Should -Be 6
            Disconnect-FaxPlus
            $other.Commands.Clear()
            $other.AddScript('(Get-FaxPlusAccount).Email').Invoke() | Should -Be 'ada@example.com'
        }
        finally {
            $other.Runspace.Dispose()
            $other.Dispose()
        }
    }

    It 'Disconnect-FaxPlus closes it in all runspaces' {
        $session = Connect-Grant @{ PassThru = $true }
        $null = Get-FaxPlusAccount
        $session | Disconnect-FaxPlus
        $session.IsClosed | Should -BeTrue
        Get-FaxPlusSession | Should -BeNullOrEmpty
        Clear-EmulatorRequest $emulator
        $problem = Get-ErrorOf { Get-FaxPlusAccount -Session $session }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'the declared scopes take precedence over those of OAuth' {
        Connect-Grant @{ Scope = 'fax:fax:read', 'fax:user:read' }
        (Get-FaxPlusSession).Scope | Should -Be 'fax:fax:read', 'fax:user:read'
    }
}

Describe 'The declared expiry of a token' {
    BeforeEach { Disconnect-FaxPlus }

    It 'causes a warning in the last 14 days that describes where to create a new token: in <Days> days' -ForEach @(
        @{ Days = 13.9 }, @{ Days = 13 }, @{ Days = 1.5 }, @{ Days = 0.2 }) {
        Connect-FaxPlus -Pat (ConvertTo-Secret 'good-token') -ApiUri $emulator.ApiUri -ExpiresOn (Get-Date).AddDays(
            $Days) -WarningVariable warned -WarningAction SilentlyContinue
        $warned.Count | Should -Be 1
        $warned[0].Message | Should -Match 'dashboard'
        $warned[0].Message | Should -Match 'day'
        Get-FaxPlusSession | Should -Not -BeNullOrEmpty
    }

    It 'causes no warning before this time' {
        Connect-FaxPlus -Pat (ConvertTo-Secret 'good-token') -ApiUri $emulator.ApiUri -ExpiresOn (Get-Date).AddDays(14.1) *>&1 |
            Should -BeNullOrEmpty
        (Get-FaxPlusSession).ExpiresOn | Should -BeGreaterThan ([datetimeoffset]::UtcNow.AddDays(14))
    }

    It 'is an error after it has passed, with any kind of sign-in, and describes how to renew it' {
        foreach ($with in @{ Pat = ConvertTo-Secret 'good-token' }, @{
            OAuth = $true; ClientId = 'APIK-1'; ClientSecret = ConvertTo-Secret 'client-secret'
            RefreshToken = ConvertTo-Secret 'refresh_1' }) {
            $problem = Get-ErrorOf {
                Connect-FaxPlus @with -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri -ExpiresOn (Get-Date).AddDays(-1)
            }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match $(if ($with.OAuth) { 'Sign in again .*-OAuth' } else { 'dashboard' })
            Get-FaxPlusSession | Should -BeNullOrEmpty
        }
    }
}
