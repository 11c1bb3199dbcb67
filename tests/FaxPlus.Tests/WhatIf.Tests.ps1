BeforeDiscovery {
    $changes = @(
        @{ Name = 'Send-FaxPlusFax'; Action = { Send-FaxPlusFax -To '+14155550112' -Path $file @ask } }
        @{ Name = 'Send-FaxPlusFax -Wait'; Action = { Send-FaxPlusFax -To '+14155550112' -Path $file -Wait -Timeout 5 @ask } }
        @{ Name = 'Send-FaxPlusFax -FaxId'; Action = { Send-FaxPlusFax -To '+14155550112' -FaxId $fax.Id @ask } }
        @{ Name = 'Add-FaxPlusFile'; Action = { Add-FaxPlusFile $file @ask } }
        @{ Name = 'Set-FaxPlusFax -Comment'; Action = { $fax | Set-FaxPlusFax -Comment 'new' @ask } }
        @{ Name = 'Set-FaxPlusFax -IsRead -PassThru'; Action = { $fax | Set-FaxPlusFax -IsRead $false -PassThru @ask } }
        @{ Name = 'Remove-FaxPlusFax'; Action = { Get-FaxPlusFax | Remove-FaxPlusFax @ask } }
        @{ Name = 'Set-FaxPlusOutbox'; Action = { $sent | Set-FaxPlusOutbox -Comment 'new' @ask } }
        @{ Name = 'Stop-FaxPlusFax'; Action = { $sent | Stop-FaxPlusFax @ask } }
        @{ Name = 'Set-FaxPlusWebhook -Prune'; Action = { Set-FaxPlusWebhook https://x.example/new fax_sent -Prune @ask } }
        @{ Name = 'Set-FaxPlusWebhook -Force'; Action = { Set-FaxPlusWebhook https://x.example/old fax_sent -Force @ask } }
        @{ Name = 'Remove-FaxPlusWebhook'; Action = { Get-FaxPlusWebhook | Remove-FaxPlusWebhook @ask } }
        @{
            Name = 'Invoke-FaxPlusRequest POST'
            Action = { Invoke-FaxPlusRequest /hooks -Method POST -Body @{ target = 'https://x.example/'; event = 'fax_sent' } @ask }
        }
        @{ Name = 'Invoke-FaxPlusRequest DELETE'; Action = { Invoke-FaxPlusRequest "/accounts/self/faxes/$($fax.Id)" -Method DELETE @ask } }
        @{ Name = 'Invoke-FaxPlusRequest PATCH'; Action = { Invoke-FaxPlusRequest /accounts/self -Method PATCH -Body '{}' @ask } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--seed-faxes', '4'
    Connect-Emulator $emulator
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe '-WhatIf' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:sent = Send-FaxPlusFax -To '+14155550111' -Path $file
        $script:fax = Get-FaxPlusFax -Category sent -First 1
        Set-FaxPlusWebhook https://x.example/old fax_sent
        $script:before = Get-EmulatorState $emulator | ConvertTo-Json -Depth 20
        Clear-EmulatorRequest $emulator
    }

    It '<Name> makes no request that changes anything, and has no output' -ForEach $changes {
        $ask = @{ WhatIf = $true }
        & $Action | Should -BeNullOrEmpty
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        Get-EmulatorState $emulator | ConvertTo-Json -Depth 20 | Should -Be $before
    }

    It '<Name> without -WhatIf makes such a request, so that the test above is meaningful' -ForEach $changes {
        $ask = @{ Confirm = $false; ErrorAction = 'SilentlyContinue' }
        $null = & $Action
        Get-EmulatorChange $emulator | Should -Not -BeNullOrEmpty
    }

    It '$WhatIfPreference is also respected' {
        $WhatIfPreference = $true
        Remove-FaxPlusFax -FaxId $fax.Id
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'Save-FaxPlusFax -WhatIf makes no request, no folder and no file' {
        $fax | Save-FaxPlusFax -Directory (Join-Path $TestDrive nowhere) -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive nowhere | Should -Not -Exist
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'Send-FaxPlusFax -WhatIf shows destinations, files and times, and detects a missing file' {
        $shown = Get-HostText {
            Send-FaxPlusFax -To '+14155550112' -Path $file -WhatIf
            Send-FaxPlusFax -To '+14155550113' -Path $file -SendTime '2037-01-02 08:30' -WhatIf
        }
        $shown | Should -Match 'What if:.*a\.pdf.*\+14155550112|What if:.*\+14155550112.*a\.pdf|What if:.*Send a\.pdf'
        $shown | Should -Match '\+14155550112'
        $shown | Should -Match 'from \S+ at 2037-01-02 08:30"'
        (Get-ErrorOf { Send-FaxPlusFax -To '+14155550112' -Path (Join-Path $TestDrive missing.pdf) -WhatIf }).FullyQualifiedErrorId |
            Should -BeLike 'FaxPlus.FileNotFound,*'
    }
}
