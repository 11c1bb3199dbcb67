BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--number', '+16505550100', '--number', '+16505550101', '--member-pat',
        'member-token'
    Connect-Emulator $emulator
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
    $table = Join-Path (Split-Path $PSScriptRoot) FaxPlus.Client.Tests Numbers numbers.txt
    $script:rows = Get-Content -LiteralPath $table -Encoding utf8 | Where-Object { $_ -and $_[0] -ne '#' } | ForEach-Object {
        $cells = $_.Split('|').Trim()
        [pscustomobject]@{
            Region = $cells[0]
            To = [regex]::Replace($cells[1], '\\u([0-9A-F]{4})', { [string][char][Convert]::ToInt32($args[0].Groups[1].Value, 16) })
            Expected = $cells[2]
        }
    }

    function Get-Sent { (Get-EmulatorState $emulator).outbox.to }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Numbers in common notations' {
    BeforeEach {
        Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100' }
        Clear-Emulator $emulator
    }

    It 'are converted, or refused with the reason before any request, in rows of all countries' {
        $list = $rows | Select-Object To, Expected, @{ Name = 'Region'; Expression = { if ($_.Region -ne '-') { $_.Region } } }
        # A row without a number causes another error, so these rows are excluded.
        $bad = @($list | Where-Object { $_.Expected[0] -eq '!' -and $_.To.Trim() -and -not $_.To.Contains([char]0) })
        $null = $bad | Send-FaxPlusFax -Path $file -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount $bad.Count
        for ($i = 0; $i -lt $bad.Count; $i++) {
            $problems[$i].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*' -Because $bad[$i].To
            $problems[$i].Exception.Message.Contains($bad[$i].Expected.Substring(1).Trim()) |
                Should -BeTrue -Because "'$($bad[$i].To)' was refused with: $($problems[$i].Exception.Message)"
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty

        $good = @($list | Where-Object { $_.Expected[0] -ne '!' })
        $sent = $good | Send-FaxPlusFax -Path $file -ErrorAction Stop
        $sent.To | Should -Be $good.Expected
        Get-Sent | Sort-Object | Should -Be ($good.Expected | Sort-Object)
    }

    It 'are read with the region of the row; an empty cell uses that of the session, and -Region applies to all rows' {
        Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100'; Region = 'US' }
        $rows = 'To,Region', '044 555 12 34,CH', '(415) 555-0111,', '020 7183 8750, gb ', '415 555 0112,Elsewhere',
            '+41445551235,Elsewhere', '415 555 0113,' | ConvertFrom-Csv
        $sent = $rows | Send-FaxPlusFax -Path $file -ErrorAction SilentlyContinue -ErrorVariable problems
        $sent.To | Should -Be '+41445551234', '+14155550111', '+442071838750', '+14155550113'
        $problems.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problems | Should -HaveCount 2
        $problems[0].ErrorDetails.RecommendedAction | Should -Match 'such as US'
        (@($rows)[1, 3] | Send-FaxPlusFax -Path $file -Region US).To | Should -Be '+14155550111', '+14155550112'
        (@($rows)[4] | Send-FaxPlusFax -Path $file -SkipNumberCheck).To | Should -Be '+41445551235'
        $rows | ConvertTo-FaxPlusNumber -ErrorAction SilentlyContinue -ErrorVariable problems | Should -Be $sent.To
        $problems | Should -HaveCount 2
    }

    It 'are checked before any file is uploaded' {
        $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111', '1.41556E+10' -Path $file }
        $problem.Exception.Message | Should -Match 'spreadsheet has shortened it'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'are refused if they are typed at the prompt in the notation of a spreadsheet' {
        $problem = Get-ErrorOf { Send-FaxPlusFax -To 1.41556E+10 -Path $file -Region US }
        $problem.Exception.Message | Should -Match "'1.41556E\+10'.*spreadsheet has shortened it"
        (Send-FaxPlusFax -To 14155550111 -Path $file -Region US).To | Should -Be '+14155550111'
        (Send-FaxPlusFax -To 0445551234 -Path $file -Region CH).To | Should -Be '+41445551234'
    }

    It 'are one destination in all spellings' {
        (Send-FaxPlusFax -To '+1 415 555 0111', '(415) 555-0111', '+14155550111' -Region US -Path $file).To | Should -Be '+14155550111'
        Get-Sent | Should -Be '+14155550111'
    }

    It 'are the same item of a journal in all spellings' {
        $journal = Join-Path $TestDrive spelling.journal
        $first = Send-FaxPlusFax -To '+14155550111' -From '+16505550100' -Path $file -Journal $journal
        foreach ($text in '(415) 555-0111', '+1 415-555-0111', '１-４１５-５５５-０１１１', 'tel:+1-415-555-0111') {
            (Send-FaxPlusFax -To $text -From '(650) 555-0100' -Region US -Path $file -Journal $journal).OutboxId |
                Should -Be $first.OutboxId
        }
        Get-Sent | Should -HaveCount 1
    }

    It 'are sent unchanged with -SkipNumberCheck, including senders' {
        $problem = Get-ErrorOf { Send-FaxPlusFax -To ' (415) 555-0111' -From '(650) 555-0100' -Path $file -SkipNumberCheck -Region US }
        $problem.Exception.StatusCode | Should -Be 400
        $problem.Exception.Message | Should -Match "' ?\(415\) 555-0111'|\(650\) 555-0100"
    }

    It 'are shown with -Verbose if they were converted' {
        $said = Send-FaxPlusFax -To '(415) 555-0111' -Path $file -Region US -Verbose 4>&1
        "$said" | Should -Match ([regex]::Escape("'(415) 555-0111' is parsed as +14155550111."))
    }

    It 'can use the region of the session, which -Region of the command replaces' {
        $session = Connect-FaxPlus -Pat (
            ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -Region us -DefaultFrom '(650) 555-0101' -PassThru
        $session.Region, $session.DefaultFrom | Should -Be 'US', '+16505550101'
        (Get-FaxPlusSession).Region | Should -Be 'US'
        (Get-FaxPlusSession | Format-List | Out-String) | Should -Match 'Region +: US'
        (Send-FaxPlusFax -To '(415) 555-0111' -Path $file).To | Should -Be '+14155550111'
        (Send-FaxPlusFax -To '044 555 12 34' -Path $file -Region CH).To | Should -Be '+41445551234'
        (Get-EmulatorState $emulator).outbox.src | Sort-Object -Unique | Should -Be '+16505550101'
    }

    It 'are accepted as numbers of the account: -From, Grant-FaxPlusNumber, Revoke-FaxPlusNumber and Set-FaxPlusWebhook' {
        Connect-Emulator $emulator -With @{ Region = 'US' }
        $null = Send-FaxPlusFax -To '(415) 555-0111' -From '(650) 555-0101' -Path $file
        (Get-EmulatorState $emulator).outbox.src | Should -Be '+16505550101'
        Grant-FaxPlusNumber '(650) 555-0101' max@example.com
        Revoke-FaxPlusNumber '650.555.0101' max@example.com -Confirm:$false
        Set-FaxPlusWebhook https://example.com/x fax_received -Number '(650) 555-0101; 1-650-555-0100'
        (Get-EmulatorRequest $emulator PUT /numbers).path | Should -Match '16505550101$'
        (Get-EmulatorRequest $emulator DELETE /numbers).path | Should -Match '16505550101$'
        (Get-EmulatorState $emulator).hooks.numbers | Should -Be '+16505550101', '+16505550100'
    }

    It '<Command> refuses a number in the same way as Send-FaxPlusFax, before any request' -ForEach @(
        @{ Command = 'Send-FaxPlusFax -From'; Action = { Send-FaxPlusFax -To '+14155550111' -From $args[0] -Path $file } }
        @{ Command = 'Grant-FaxPlusNumber'; Action = { Grant-FaxPlusNumber $args[0] max@example.com } }
        @{ Command = 'Revoke-FaxPlusNumber'; Action = { Revoke-FaxPlusNumber $args[0] max@example.com -Confirm:$false } }
        @{ Command = 'Set-FaxPlusWebhook'; Action = { Set-FaxPlusWebhook https://example.com/x fax_received -Number $args[0] } }
        @{ Command = 'New-FaxPlusContact'; Action = { New-FaxPlusContact Ada $args[0] } }
        @{
            Command = 'Connect-FaxPlus -DefaultFrom'
            Action = { Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -DefaultFrom $args[0] }
        }
    ) {
        foreach ($bad in @{ Text = '1.65055E+10'; Reason = 'spreadsheet has shortened it' }, @{ Text = '#####'; Reason = 'too narrow' },
            @{ Text = "+1650$([char]0x200B)5550100"; Reason = 'U\+200B' }, @{ Text = '(650) 555-0100'; Reason = 'no country code' }) {
            $problem = Get-ErrorOf { & $Action $bad.Text }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match $bad.Reason
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'an invalid -Region of <Command> is an error with an example' -ForEach @(
        @{ Command = 'Send-FaxPlusFax'; Action = { $input | Send-FaxPlusFax -To '+14155550111' -Path $file -Region $args[0] } }
        @{ Command = 'ConvertTo-FaxPlusNumber'; Action = { ConvertTo-FaxPlusNumber '+14155550111' -Region $args[0] } }
        @{
            Command = 'Connect-FaxPlus'
            Action = { Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -Region $args[0] }
        }
    ) {
        foreach ($bad in @{ Region = 'UK'; Action = 'Write GB' }, @{ Region = 'Switserland'; Action = 'such as US' },
            @{ Region = ''; Action = 'such as US' }) {
            $problem = Get-ErrorOf { & $Action $bad.Region }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            "$($problem.ErrorDetails.RecommendedAction)" | Should -Match $bad.Action
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }
}

Describe 'ConvertTo-FaxPlusNumber' {
    BeforeAll { Disconnect-FaxPlus }

    It 'returns E.164 for arguments and pipeline input, without a sign-in' {
        ConvertTo-FaxPlusNumber '(415) 555-0123' -Region US | Should -BeExactly '+14155550123'
        ConvertTo-FaxPlusNumber '+41 (0)44 555 12 34', '+1.415.555.0123' | Should -Be '+41445551234', '+14155550123'
        '044 555 12 34', '0049 30 123456' | ConvertTo-FaxPlusNumber -Region ch | Should -Be '+41445551234', '+4930123456'
        [pscustomobject]@{ Name = 'Ada'; FaxNumber = '(415) 555-0123' }, [FaxPlus.Contact]@{ FaxNumber = '+1 415 555 0124' } |
            ConvertTo-FaxPlusNumber -Region US | Should -Be '+14155550123', '+14155550124'
    }

    It 'reports each invalid value with the reason, and continues' {
        $good = '(415) 555-0123', '', '1.41556E+10', 'nonsense', $null, '415 555 0124' |
            ConvertTo-FaxPlusNumber -Region US -ErrorAction SilentlyContinue -ErrorVariable problems
        $good | Should -Be '+14155550123', '+14155550124'
        $problems | Should -HaveCount 4
        $problems.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problems[0].Exception.Message | Should -Match 'empty'
        $problems[1].TargetObject | Should -Be '1.41556E+10'
        $given = ConvertTo-FaxPlusNumber '#####', '+14155550123' -ErrorAction SilentlyContinue -ErrorVariable problems
        $given | Should -Be '+14155550123'
        $problems | Should -HaveCount 1
    }

    It 'uses the region of the session if the session has one' {
        Connect-Emulator $emulator -With @{ Region = 'CH' }
        ConvertTo-FaxPlusNumber '044 555 12 34' | Should -Be '+41445551234'
        ConvertTo-FaxPlusNumber '(415) 555-0123' -Region US | Should -Be '+14155550123'
        Disconnect-FaxPlus
        "$(Get-ErrorOf { ConvertTo-FaxPlusNumber '044 555 12 34' })" | Should -Match 'no country code'
    }
}
