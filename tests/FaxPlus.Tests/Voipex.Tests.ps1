BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--voipex', 'ada:pass word+4711', '--number', '+16505550100'
    $script:voipex = "$($emulator.Uri)/voipex"
    $script:credential = [pscredential]::new('ada', (ConvertTo-Secret 'pass word+4711'))
    $script:uris = @{ AuthUri = $voipex; ApiUri = $voipex; SmsUri = $voipex }
}

AfterAll {
    Disconnect-Voipex
    Close-Emulator $emulator
}

Describe 'Voipex' {
    BeforeEach {
        Clear-Emulator $emulator
        Disconnect-Voipex
    }

    It 'refuses the previous credential if the assignment of the next one failed' {
        $script = Join-Path $TestDrive stale.ps1
        Set-Content $script @"
foreach (`$path in '$TestDrive/A.xml', '$TestDrive/B.xml', '$TestDrive/A.xml') {
    try { `$credential = Import-Clixml `$path } catch { `$null = `$_ }
    try { Connect-Voipex `$credential -AuthUri '$voipex' -ApiUri '$voipex' -SmsUri '$voipex' } catch { `$null = `$_ }
    @(Get-VoipexSession).Count
}
"@
        $credential | Export-Clixml (Join-Path $TestDrive A.xml)
        & $script | Should -Be 1, 0, 1
    }

    It 'signs in with a name and a password, without output' {
        Connect-Voipex $credential @uris *>&1 | Should -BeNullOrEmpty
        $session = Get-VoipexSession
        $session | Should -BeOfType FaxPlus.VoipexSession
        $session.UserName | Should -Be 'ada'
        $session.AccessTokenExpiresOn | Should -BeGreaterThan ([datetimeoffset]::UtcNow.AddMinutes(45))
        $session.ExpiresOn | Should -BeGreaterThan $session.AccessTokenExpiresOn
        @(Get-EmulatorRequest $emulator).Count | Should -Be 1
    }

    It 'returns the session with -PassThru, and -Session takes precedence over that of the runspace' {
        $first = Connect-Voipex $credential @uris -PassThru
        $second = Connect-Voipex $credential @uris -PassThru
        Get-VoipexSession | Should -Be $second
        Disconnect-Voipex $second
        Get-VoipexSession | Should -BeNullOrEmpty
        Invoke-VoipexRequest /SMS/allowed-numbers -Session $first | Should -Be '+16505550100'
        (Get-ErrorOf { Invoke-VoipexRequest /SMS -Session $second }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
        Disconnect-Voipex $first
    }

    It 'sends a message from an object, and lists messages with query parameters' {
        Connect-Voipex $credential @uris
        $sent = Invoke-VoipexRequest /SMS POST -Body @{ from = '+16505550100'; to = '+41791234567'; text = "Grüße`n2" }
        $sent.text | Should -Be "Grüße`n2"
        $found = Invoke-VoipexRequest /SMS -Query @{
            startTime = '2020-01-01T00:00:00+00:00'; endTime = [datetime]::UtcNow.AddMinutes(1).ToString('o')
        }
        @($found).Count | Should -Be 1
        $found.to | Should -Be '+41791234567'
        Invoke-VoipexRequest SMS -Query @{ endTime = '2020-01-01T00:00:00Z' } | Should -BeNullOrEmpty
    }

    It 'Send-VoipexSms sends to each number, and Get-VoipexSms lists by time' {
        Connect-Voipex $credential @uris
        $sent = Send-VoipexSms '+41 79 123 45 67', '079 123 45 68' 'Your fax was sent.' -From '+1 650 555 0100' -Region CH
        $sent.to | Should -Be '+41791234567', '+41791234568'
        $sent[0].from, $sent[0].text | Should -Be '+16505550100', 'Your fax was sent.'
        $null = [pscustomobject]@{ To = '079 123 45 69'; Text = 'Row'; Region = 'CH' } | Send-VoipexSms -From '+16505550100'
        (Get-VoipexSms).to | Should -Be '+41791234567', '+41791234568', '+41791234569'
        @(Get-VoipexSms -After (Get-Date).AddHours(-1) -Before (Get-Date).AddHours(1)).Count | Should -Be 3
        Get-VoipexSms -Before '2020-01-01' | Should -BeNullOrEmpty
        $query = (Get-EmulatorRequest $emulator GET '/SMS$')[-1].query
        "$query" | Should -Match 'endTime'
    }

    It 'Send-VoipexSms refuses rows with a send time, because messages are sent immediately' {
        Connect-Voipex $credential @uris
        Clear-EmulatorRequest $emulator
        foreach ($column in 'SendTime', 'Send Time', 'ScheduledAt') {
            $row = [pscustomobject]@{ To = '+41791234569'; Text = 'Row'; $column = '2099-01-01 08:00' }
            "$(Get-ErrorOf { $row | Send-VoipexSms -From '+16505550100' })" |
                Should -Match "'$column', but text messages are sent immediately"
        }
        Get-EmulatorRequest $emulator POST '/SMS$' | Should -BeNullOrEmpty
    }

    It 'Send-VoipexSms refuses an invalid number before a request, passes it on with -SkipNumberCheck, and sends no message with -WhatIf' {
        Connect-Voipex $credential @uris
        Clear-EmulatorRequest $emulator
        "$(Get-ErrorOf { Send-VoipexSms '1.41556E+10' x -From '+16505550100' })" | Should -Match 'shortened it to scientific notation'
        (Get-ErrorOf { Send-VoipexSms '+41791234567' x -From '+16505550100' -Region Uk }).ErrorDetails.RecommendedAction |
            Should -Match 'Write GB'
        $problem = Get-ErrorOf { Send-VoipexSms '079 123 45 67' x -From '+16505550100' }
        $problem.Exception.Message | Should -Be "'079 123 45 67' cannot be used as a phone number: it has no country code."
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Use -Region, or a column Region\.$'
        "$($problem.ErrorDetails.RecommendedAction)" | Should -Not -Match 'FaxPlus'
        "$(Get-ErrorOf { Send-VoipexSms '+41791234567 ext. 3' x -From '+16505550100' })" | Should -Not -Match '\bfax\b'
        Send-VoipexSms '+41791234567' x -From '+16505550100' -WhatIf
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        (Send-VoipexSms 4711 x -From '+16505550100' -SkipNumberCheck).to | Should -Be '4711'
    }

    It 'Get-VoipexCall reads all pages, filters, and returns times with their zone' {
        Connect-Voipex $credential @uris
        Clear-EmulatorRequest $emulator
        $calls = Get-VoipexCall
        $calls.Count | Should -Be 250
        @($calls.linkedid | Sort-Object -Unique).Count | Should -Be 250
        @(Get-EmulatorRequest $emulator GET '/calls$').Count | Should -Be 3
        $calls[0].calldate | Should -BeOfType datetimeoffset
        $calls[0].calldate | Should -Be (
            [datetimeoffset]'2026-03-02T08:00:00Z') -Because 'the emulator returns times of Prague unless a request specifies another zone'
        @(Get-VoipexCall -Way In).way | Sort-Object -Unique | Should -Be In
        (Get-VoipexCall -PhoneNumber '+41445550007').duration | Should -Be 90
        @(Get-VoipexCall -After '2026-03-02T08:00:00Z' -Before '2026-03-02T08:30:00Z').Count | Should -Be 5
        Clear-EmulatorRequest $emulator
        @(Get-VoipexCall -First 3).Count | Should -Be 3
        @(Get-VoipexCall | Select-Object -First 2).Count | Should -Be 2
        @(Get-EmulatorRequest $emulator GET '/calls$').Count | Should -Be 2
        Disconnect-Voipex
        (Get-ErrorOf { Get-VoipexCall }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
    }

    It 'makes no request that changes anything with -WhatIf' {
        Connect-Voipex $credential @uris
        Clear-EmulatorRequest $emulator
        $null = Invoke-VoipexRequest /SMS POST -Body '{"from":"+16505550100","to":"+41791234567","text":"x"}' -WhatIf
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'reports the service''s message for a refused text message' {
        Connect-Voipex $credential @uris
        $problem = Get-ErrorOf { Invoke-VoipexRequest /SMS POST -Body @{ from = '+19995550100'; to = '+41791234567'; text = 'x' } }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problem.Exception.Message | Should -Match 'from'
    }

    It 'sends requests for message paths to the SMS service, and others to the other service' {
        Connect-Voipex $credential -AuthUri $voipex -SmsUri $voipex -ApiUri "$($emulator.Uri)/elsewhere"
        $null = Invoke-VoipexRequest /SMS
        $advice = (Get-ErrorOf { Invoke-VoipexRequest /calls }).ErrorDetails.RecommendedAction
        $advice | Should -Match '-ApiUri'
        $advice | Should -Not -Match 'Connect-FaxPlus'
        $null = Invoke-VoipexRequest /SMS/allowed-numbers -Service Sms
        (Get-EmulatorRequest $emulator GET).path | Should -Be '/voipex/SMS', '/elsewhere/calls', '/voipex/SMS/allowed-numbers'
    }

    It 'refreshes a revoked token, and continues' {
        Connect-Voipex $credential @uris
        Invoke-Control $emulator POST revoke @{ kind = 'voipex-access' }
        Invoke-VoipexRequest /SMS/allowed-numbers | Should -Be '+16505550100'
        (Get-EmulatorRequest $emulator GET).status | Should -Be 401, 200
    }

    It 'reports that the session has ended when it cannot be refreshed' {
        Connect-Voipex $credential @uris
        Invoke-Control $emulator POST revoke @{ kind = 'voipex-access' }
        Invoke-Control $emulator POST revoke @{ kind = 'voipex-refresh' }
        $problem = Get-ErrorOf { Invoke-VoipexRequest /SMS }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Connect-Voipex'
    }

    It 'reports a wrong password, and ends the previous sign-in' {
        Connect-Voipex $credential @uris
        $wrong = [pscredential]::new('ada', (ConvertTo-Secret 'wrong'))
        $problem = Get-ErrorOf { Connect-Voipex $wrong @uris }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'password'
        "$problem" | Should -Match 'The previous sign-in \(ada at .*\) was ended'
        (Get-ErrorOf { Invoke-VoipexRequest /SMS/allowed-numbers }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
    }

    It 'does not use the previous session in the variable for -Session if the next sign-in did not start' {
        $found = foreach ($password in 'pass word+4711', '', 'pass word+4711') {
            try {
                $session = Connect-Voipex ([pscredential]::new('ada', (ConvertTo-SecureString $password -AsPlainText -Force))) @uris -PassThru
            }
            catch { $null = $_ }
            try { Invoke-VoipexRequest /SMS/allowed-numbers -Session $session -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $found[0, 2] | Should -Be '+16505550100', '+16505550100'
        $found[1] | Should -BeLike 'FaxPlus.NotConnected,*'
    }

    It 'sends no token of another token service to Voipex''s own services' {
        Connect-Voipex $credential -AuthUri $voipex -ApiUri $voipex
        $null = Invoke-VoipexRequest /calls -ErrorAction SilentlyContinue
        $problem = Get-ErrorOf { Send-VoipexSms '+41791234567' x -From '+16505550100' }
        "$problem" | Should -Match "would be sent to Voipex's own service \(sms-api\.voipex\.io\)"
        $problem.ErrorDetails.RecommendedAction | Should -Match 'specify -SmsUri'
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Connect-Voipex $credential -AuthUri $voipex -SmsUri $voipex
        Invoke-VoipexRequest /SMS/allowed-numbers | Should -Be '+16505550100'
        (Get-ErrorOf { Get-VoipexCall }).ErrorDetails.RecommendedAction | Should -Match 'specify -ApiUri'
    }

    It 'reports a missing sign-in' {
        $problem = Get-ErrorOf { Invoke-VoipexRequest /SMS }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Connect-Voipex'
        Get-VoipexSession *>&1 | Should -BeNullOrEmpty
    }

    It 'refuses plain http to another machine: <_>' -ForEach 'AuthUri', 'ApiUri', 'SmsUri' {
        $with = $uris.Clone()
        $with[$_] = 'http://auth.voipex.io'
        (Get-ErrorOf { Connect-Voipex $credential @with }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'is a sign-in separate from Fax.Plus, for this runspace only' {
        Connect-Emulator $emulator
        Connect-Voipex $credential @uris
        $module = Get-TestModulePath
        1 | ForEach-Object -Parallel { Import-Module $using:module; $null -eq (Get-VoipexSession) } | Should -BeTrue
        Disconnect-Voipex
        (Get-FaxPlusSession).Kind | Should -Be 'PersonalAccessToken'
        Disconnect-FaxPlus
    }

    It 'can be passed to parallel runspaces with -Session, and is refreshed once for all' {
        $session = Connect-Voipex $credential @uris -PassThru
        Invoke-Control $emulator POST revoke @{ kind = 'voipex-access' }
        Clear-EmulatorRequest $emulator
        $module = Get-TestModulePath
        1..6 | ForEach-Object -Parallel {
            Import-Module $using:module; Invoke-VoipexRequest /SMS/allowed-numbers -Session $using:session
        } -ThrottleLimit 6 | Should -Be (@('+16505550100') * 6)
        @(Get-EmulatorRequest $emulator POST '/token$').Count | Should -Be 1
    }
}
