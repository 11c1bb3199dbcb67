BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '20', '--send-seconds', '600'

    function Get-Completion([string] $Line) {
        ([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Completion' {
    BeforeEach { Connect-Emulator $emulator }

    It 'of <Line> offers no id before the session has output any object' -ForEach @(
        @{ Line = 'Get-FaxPlusFax -FaxId ' }
        @{ Line = 'Stop-FaxPlusFax -OutboxId ' }
        @{ Line = 'Send-FaxPlusFax -From ' }
        @{ Line = 'Get-FaxPlusFax -UserId ' }
    ) {
        Get-Completion $Line | Where-Object CompletionText -Match '^(\+\d|[0-9a-f]{24})' | Should -BeNullOrEmpty
    }

    It 'of -FaxId offers the listed faxes, newest first, with time, number and status' {
        $faxes = Get-FaxPlusFax -Category inbox | Sort-Object Time -Descending
        foreach ($name in 'Get', 'Set', 'Save', 'Remove') {
            $offers = Get-Completion "$name-FaxPlusFax -FaxId "
            $offers.CompletionText | Sort-Object | Should -Be ($faxes.Id | Sort-Object)
            $time = $faxes[0].Time.ToLocalTime().ToString('yyyy-MM-dd HH:mm')
            $offers[0].ToolTip | Should -Be "$time  from $($faxes[0].From)  $($faxes[0].Status)"
        }
        $one = $faxes[3].Id
        (Get-Completion "Get-FaxPlusFax -FaxId $($one.Substring(0, 20))").CompletionText | Should -Be $one
    }

    It 'of -OutboxId and of Wait-FaxPlusFax offers the submitted faxes' {
        $file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
        $sent = Send-FaxPlusFax -To '+14155550131' -Path $file -From '+16505550100'
        foreach ($line in 'Get-FaxPlusOutbox -OutboxId ', 'Stop-FaxPlusFax -OutboxId ', 'Wait-FaxPlusFax ') {
            $offer = Get-Completion $line | Where-Object CompletionText -EQ $sent.OutboxId
            $offer.ToolTip | Should -Match 'to \+14155550131'
        }
    }

    It 'of numbers offers the numbers of the account' {
        $own = (Get-FaxPlusNumber).Number
        foreach ($line in 'Send-FaxPlusFax -From ', 'Connect-FaxPlus -DefaultFrom ', 'Get-FaxPlusNumber -Number ') {
            (Get-Completion $line).CompletionText | Sort-Object | Should -Be ($own | Sort-Object)
        }
    }

    It 'of members offers uids, which are also found by e-mail address' {
        $account = Get-FaxPlusAccount
        $offer = Get-Completion 'Get-FaxPlusFax -UserId '
        $offer.CompletionText | Should -Be $account.Uid
        $offer.ToolTip | Should -Be $account.Email
        (Get-Completion "Get-FaxPlusFax -UserId $($account.Email.Substring(0, 3))").CompletionText | Should -Be $account.Uid
    }

    It 'makes no request' {
        $null = Get-FaxPlusFax -First 5
        Clear-EmulatorRequest $emulator
        foreach ($line in 'Get-FaxPlusFax -FaxId ', 'Stop-FaxPlusFax -OutboxId ', 'Send-FaxPlusFax -From ',
            'Get-FaxPlusFax -UserId ', 'Get-FaxPlusFax -Status ', 'Receive-FaxPlusFax -Category ') {
            $null = Get-Completion $line
        }
        Get-LateRequest $emulator | Should -BeNullOrEmpty
    }

    It 'offers no values of a closed session or of another session' {
        $null = Get-FaxPlusFax -First 5
        Connect-Emulator $emulator
        Get-Completion 'Get-FaxPlusFax -FaxId ' | Where-Object CompletionText -Match '^[0-9a-f]{24}$' | Should -BeNullOrEmpty
        $null = Get-FaxPlusFax -First 5
        Disconnect-FaxPlus
        Get-Completion 'Get-FaxPlusFax -FaxId ' | Where-Object CompletionText -Match '^[0-9a-f]{24}$' | Should -BeNullOrEmpty
    }

    It 'of -Category of Receive-FaxPlusFax offers the incoming categories' {
        (Get-Completion 'Receive-FaxPlusFax -Category ').CompletionText | Should -Be 'inbox', 'spam'
    }
}
