BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    Connect-Emulator $emulator

    function Get-Wire { Invoke-FaxPlusRequest /accounts/self | ConvertTo-Json -Depth 20 | ConvertFrom-Json -AsHashtable }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Set-FaxPlusAccount' {
    BeforeEach { Clear-Emulator $emulator }

    It 'changes only the specified values, even if the service replaces nested objects' {
        $expected = Get-Wire
        $expected.lastname = 'Lovelace'
        $expected.account_data.company_name = 'Engines'
        $expected.account_data.default_file_type = 'tiff'
        $expected.account_data.save_history = $false
        $expected.settings.caller_id_name = 'Ada L.'
        $expected.settings.send_fax.retry.count = 3
        $expected.settings.send_fax.retry.delay = 30
        $expected.settings.send_fax.should_enhance = $false
        $expected.notifications.settings.language = 'fr'
        $expected.notifications.settings.email.addresses = @('a@b.example', 'c@d.example')

        $given = @{
            Lastname = 'Lovelace'; CompanyName = 'Engines'; DefaultFileType = 'TIFF'; SaveHistory = $false
            CallerIdName = 'Ada L.'; RetryCount = 3; RetryDelay = 30; Enhance = $false
        }
        Set-FaxPlusAccount @given -Change @{
            'notifications.settings.language'        = 'fr'
            'notifications.settings.email.addresses' = 'a@b.example', 'c@d.example'
        }

        Get-Wire | ConvertTo-Json -Depth 20 | Should -Be ($expected | ConvertTo-Json -Depth 20)
    }

    It 'shows each change, old and new, with -WhatIf, and makes no request that changes anything' {
        $shown = Get-HostText {
            Set-FaxPlusAccount -CallerIdName New -RetryCount 2 -Name Ada -Change @{ 'settings.options.x' = $true } -WhatIf
        }
        $shown | Should -Match 'What if:.*ada@example\.com'
        $shown | Should -Match 'settings\.caller_id_name: "Ada Example" → "New"'
        $shown | Should -Match 'settings\.send_fax\.retry\.count: 0 → 2'
        $shown | Should -Match 'settings\.options\.x: \(not set\) → true'
        $shown | Should -Not -Match '\bname:' -Because 'the name is already Ada'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'does not change values that are already correct' {
        Set-FaxPlusAccount -Name Ada -RetryCount 0
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'changes a member''s account, and accounts from the pipeline' {
        Get-FaxPlusMember | Where-Object Email -NE ada@example.com | Set-FaxPlusAccount -Phone +16505550123
        (Get-FaxPlusMember).Account.Phone | Should -Be '+16505550199', '+16505550123', '+16505550123'
        $account = Get-FaxPlusAccount | Set-FaxPlusAccount -Phone +16505550124 -PassThru
        $account.Phone | Should -Be '+16505550124'
        $account | Should -BeOfType FaxPlus.Account
    }

    It 'reports an invalid path, and a command without a change' {
        (Get-ErrorOf { Set-FaxPlusAccount -Change @{ 'email.x' = 1 } }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        (Get-ErrorOf { Set-FaxPlusAccount }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'completes the file types' {
        (TabExpansion2 'Set-FaxPlusAccount -DefaultFileType ').CompletionMatches.CompletionText | Should -Be 'pdf', 'tiff'
    }
}
