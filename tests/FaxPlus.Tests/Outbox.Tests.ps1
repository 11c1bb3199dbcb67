BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600'
    Connect-Emulator $emulator
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The outbox' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:sent = @(Send-FaxPlusFax -To '+14155550111', '+14155550112', '+14155550113' -Path $file -Comment 'first' -Tag x)
    }

    It 'Get-FaxPlusOutbox lists the faxes to send' {
        $items = Get-FaxPlusOutbox
        $items | ForEach-Object { $_ | Should -BeOfType FaxPlus.OutboxFax }
        $items.Id | Sort-Object | Should -Be ($sent.OutboxId | Sort-Object)
        $items[0].Comment | Should -Be 'first'
        $items[0].Tags | Should -Contain 'x'
        $items[0].From | Should -Be '+16505550100'
        $items[0].SubmitTime.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss +0000') |
            Should -Be (Get-EmulatorState $emulator).outbox[0].submit_time
    }

    It 'Get-FaxPlusOutbox has no output and no error when the outbox is empty' {
        Clear-Emulator $emulator
        Get-FaxPlusOutbox *>&1 | Should -BeNullOrEmpty
    }

    It 'Get-FaxPlusOutbox returns single items by id, also from the pipeline' {
        (Get-FaxPlusOutbox $sent[1].OutboxId).To | Should -Be '+14155550112'
        ($sent[2].OutboxId | Get-FaxPlusOutbox).To | Should -Be '+14155550113'
        ($sent | Get-FaxPlusOutbox).Id | Should -Be $sent.OutboxId
    }

    It 'Get-FaxPlusOutbox reports an invalid id and continues' {
        $items = Get-FaxPlusOutbox ('0' * 32), $sent[0].OutboxId -ErrorAction SilentlyContinue -ErrorVariable problem
        $items.Id | Should -Be $sent[0].OutboxId
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
    }

    It 'Set-FaxPlusOutbox changes the comment, and has output only with -PassThru' {
        Set-FaxPlusOutbox $sent[0].OutboxId 'changed' | Should -BeNullOrEmpty
        ((Get-EmulatorState $emulator).outbox | Where-Object id -EQ $sent[0].OutboxId).comment.text | Should -Be 'changed'
        ($sent[1] | Set-FaxPlusOutbox -Comment 'too' -PassThru).Comment | Should -Be 'too'
        Set-FaxPlusOutbox $sent[0].OutboxId ''
        ((Get-EmulatorState $emulator).outbox | Where-Object id -EQ $sent[0].OutboxId).comment.text | Should -Be ''
    }

    It '<_> of a fax that is being sent reports that it can no longer be changed' -ForEach 'PUT', 'DELETE' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 409; method = $_; path = '/outbox'; times = 1 }
        $method = $_
        $problem = Get-ErrorOf {
            if ($method -eq 'PUT') { Set-FaxPlusOutbox $sent[0].OutboxId new } else { Stop-FaxPlusFax $sent[0].OutboxId }
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
        $problem.Exception.RecommendedAction | Should -Match 'can no longer be changed or cancelled'
        $problem.Exception.RecommendedAction | Should -Not -Match 'already exists'
    }

    It 'Send-FaxPlusFax | Stop-FaxPlusFax cancels only these faxes' {
        $sent[0..1] | Stop-FaxPlusFax | Should -BeNullOrEmpty
        (Get-EmulatorState $emulator).outbox.id | Should -Be $sent[2].OutboxId
    }

    It 'Get-FaxPlusOutbox | Stop-FaxPlusFax cancels all' {
        Get-FaxPlusOutbox | Stop-FaxPlusFax
        (Get-EmulatorState $emulator).outbox | Should -BeNullOrEmpty
    }

    It 'Stop-FaxPlusFax of a missing fax reports this, and cancels the others' {
        Stop-FaxPlusFax ('0' * 32), $sent[0].OutboxId -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        @((Get-EmulatorState $emulator).outbox).Count | Should -Be 2
    }

    It 'a cancellation whose response was lost is retried, and its 404 is not an error' {
        Add-EmulatorFault $emulator @{ method = 'DELETE'; kind = 'drop-after'; times = 1 }
        $sent[0] | Stop-FaxPlusFax -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
        @((Get-EmulatorState $emulator).outbox).Count | Should -Be 2
    }
}
