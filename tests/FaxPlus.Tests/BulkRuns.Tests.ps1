# Tests bulk runs that are stopped, interrupted, monitored and waited for.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--number', '+16505550100', '--pat', 'second-token'
    $script:quick = Open-Emulator '--send-seconds', '0.2', '--number', '+16505550100'
    $script:letter = (Add-TestPdf (Join-Path $TestDrive letter.pdf) -Text Letter).FullName
    $script:module = Get-TestModulePath

    function Get-Row([int] $Count) { 1..$Count | ForEach-Object { [pscustomobject]@{ To = '+4144555{0}' -f (1000 + $_); Path = $letter } } }
    function Get-Taken { @((Get-EmulatorState $emulator).outbox.to) }

    # Shortens the time of 40 seconds for which the service may hide a fax, which is too long for a test.
    function Set-Hurry {
        $session = Get-FaxPlusSession
        $client = [FaxPlus.FaxPlusSession].GetField('_client', 'NonPublic, Instance').GetValue($session).Value
        $client.GetType().GetField('_options', 'NonPublic, Instance').GetValue($client).VisibilityDelay = '00:00:02'
        $session
    }

    # Runs a script in another runspace and returns its streams. With -When, stops the script when the condition is true.
    function Invoke-InRunspace([string] $Script, [hashtable] $Variable, [scriptblock] $When) {
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            foreach ($name in $Variable.Keys) { $shell.Runspace.SessionStateProxy.SetVariable($name, $Variable[$name]) }
            $null = $shell.AddScript('param($module, $session) Import-Module $module; $PSDefaultParameterValues["*-FaxPlus*:Session"] = $session; ' + $Script).AddArgument($module).AddArgument((Get-FaxPlusSession))
            $running = $shell.BeginInvoke()
            if ($When) {
                Wait-Until { (& $When) -or $running.IsCompleted } 'the moment to stop'
                $stopped = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne([timespan]::FromSeconds(100))
            }
            else {
                $stopped = $running.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(300))
            }
            [pscustomobject]@{
                Ended = $stopped
                State = "$($shell.InvocationStateInfo.State)"
                Errors = @($shell.Streams.Error)
                Progress = @($shell.Streams.Progress)
                Warnings = @($shell.Streams.Warning)
            }
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
    Close-Emulator $quick
}

Describe 'A run of many faxes' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
        $script:journal = Join-Path $TestDrive "$([guid]::NewGuid()).journal"
    }

    It 'that is stopped with Ctrl+C and restarted sends no fax twice, and leaves in doubt only faxes that were in flight' {
        $null = Set-Hurry
        $rows = Get-Row 60
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 40; path = '/outbox$'; method = 'POST' }
        $end = Invoke-InRunspace '$rows | Send-FaxPlusFax -ThrottleLimit 8 -Journal $journal' @{ rows = $rows; journal = $journal } {
            (Get-Taken).Count -ge 10 }
        $end.Ended | Should -BeTrue
        $end.State | Should -Be 'Stopped'
        $end.Errors | Should -BeNullOrEmpty
        Get-LateRequest $emulator | Should -BeNullOrEmpty
        (Get-Taken).Count | Should -BeLessThan 60
        Clear-EmulatorFault $emulator

        $problem = @(Get-ErrorOf { $script:sent = $rows | Send-FaxPlusFax -ThrottleLimit 8 -Journal $journal })
        $problem | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.InDoubt,*' }
        $problem.Count | Should -BeLessOrEqual 8
        $items = @(Get-FaxPlusJournal $journal)
        $doubted = @($items | Where-Object State -EQ InDoubt)
        $doubted.Count | Should -Be $problem.Count
        @($items | Where-Object State -EQ Sent).To | Sort-Object | Should -Be ($rows.To | Where-Object { $_ -notin $doubted.To })
        Get-Taken | Sort-Object | Should -Be (Get-Taken | Sort-Object -Unique)
        $sent.To | ForEach-Object { $_ | Should -BeIn (Get-Taken) }
    }

    It 'whose token expires is continued with the next token' {
        $rows = Get-Row 20
        $failed = Get-ErrorOf {
            $rows | ForEach-Object {
                if ($_ -eq $rows[10]) { Invoke-Control $emulator POST revoke @{ token = 'good-token' } }; $_
            } | Send-FaxPlusFax -ThrottleLimit 4 -Journal $journal
        }
        $failed[-1].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized*'
        $before = (Get-Taken).Count
        $before | Should -BeGreaterThan 0
        $before | Should -BeLessThan 20
        @(Get-FaxPlusJournal $journal -State InDoubt) | Should -BeNullOrEmpty

        Connect-Emulator $emulator -Token second-token
        ($rows | Send-FaxPlusFax -ThrottleLimit 4 -Journal $journal).To | Sort-Object | Should -Be $rows.To
        Get-Taken | Sort-Object | Should -Be $rows.To
    }

    It 'prompts with -Confirm, and declined faxes are neither sent nor in the journal' {
        # This session cannot display a prompt, so the confirmation is declined.
        $run = Invoke-Runspace @"
Import-Module `$env:FAXPLUS_MODULE
Connect-FaxPlus -FromEnvironment -ApiUri '$($emulator.ApiUri)'
try { Send-FaxPlusFax +41445551001 `$env:TEST_FILE -Journal `$env:TEST_JOURNAL -Confirm -ErrorAction Stop } catch { 'refused' }
"@ @{ FAXPLUS_PAT = 'good-token'; TEST_FILE = $letter; TEST_JOURNAL = $journal }
        $run.Output | Should -Match 'refused'
        Get-Taken | Should -BeNullOrEmpty
        Get-FaxPlusJournal $journal | Should -BeNullOrEmpty
    }

    It 'with -Wait emits the record of each fax' {
        Connect-Emulator $quick
        $ended = Get-Row 12 | Send-FaxPlusFax -ThrottleLimit 6 -Journal $journal -Wait -Timeout 300
        $ended | Should -BeOfType FaxPlus.Fax
        $ended.To | Sort-Object | Should -Be ((Get-Row 12).To)
        $ended.Id | Sort-Object -Unique | Should -HaveCount 12
        # The command also waits for the faxes that an earlier run has sent.
        $again = Get-Row 12 | Send-FaxPlusFax -ThrottleLimit 6 -Journal $journal -Wait -Timeout 300 -Comment 'Another comment'
        $again.Id | Sort-Object | Should -Be ($ended.Id | Sort-Object)
    }

    Context 'progress bar' {
        BeforeEach { Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 150; path = '/outbox$'; method = 'POST' } }

        It 'shows counts, the percentage and the remaining time' {
            $rows = Get-Row 20
            $rows[3].To = 'nonsense'
            $end = Invoke-InRunspace '$rows | Send-FaxPlusFax -ThrottleLimit 2 -ExpectedCount 20' @{ rows = $rows }
            $end.Progress.Activity | Sort-Object -Unique | Should -Be 'Sending faxes'
            $end.Progress.ActivityId | Sort-Object -Unique | Should -HaveCount 1
            $last = @($end.Progress | Where-Object RecordType -EQ Processing)[-1]
            $last.StatusDescription | Should -Match '^\d+ of 20 sent, 1 failed; [\d.,]+ a second; \d+ s left$'
            $last.PercentComplete | Should -BeGreaterThan 50
            $end.Progress[-1].RecordType | Should -Be 'Completed'
        }

        It 'is not shown if it is turned off, or for one fax' {
            (Invoke-InRunspace '$ProgressPreference = "SilentlyContinue"; $rows | Send-FaxPlusFax' @{ rows = Get-Row 8 }).Progress |
                Should -BeNullOrEmpty
            (Invoke-InRunspace '$rows | Send-FaxPlusFax' @{ rows = Get-Row 1 }).Progress | Should -BeNullOrEmpty
        }
    }

    It 'updates the progress bar a few times per second, regardless of the number of faxes' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $end = Invoke-InRunspace '$sent = $rows | Send-FaxPlusFax -ThrottleLimit 8 -ExpectedCount 300' @{ rows = Get-Row 300 }
        $end.Ended | Should -BeTrue
        @(Get-Taken).Count | Should -Be 300
        $end.Progress.Count | Should -BeLessOrEqual (5 * $watch.Elapsed.TotalSeconds + 2)
        $end.Progress.Count | Should -BeLessThan 300
    }

    It 'is shown by Get-FaxPlusJournal within 80 columns' {
        $rows = Get-Row 3
        $rows[1].To = 'nonsense'
        $null = $rows | Send-FaxPlusFax -Journal $journal -SkipNumberCheck -ErrorAction SilentlyContinue
        $null = Send-FaxPlusFax -To '+41445550201', '+41445550202', '+41445550203' -Path $letter -Journal $journal -Key 'three-at-a-time'
        $lines = (Get-FaxPlusJournal $journal | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines[0] | Should -Match '^State +To +Key +Files, error$'
        $lines[2] | Should -Match '^Sent +\+\d+ +\w{19}… +\S+\.pdf$'
        $lines[3] | Should -Match '^Failed +nonsense +\w{19}… +\S+\.pdf$'
        $lines[4] | Should -Match '^ {46}Sending the fax failed:' -Because 'the error is in the column of the files'
        $lines[-1] | Should -Match '^Sent +\+41445550201 \+2 +three-at-a-time +\S+\.pdf$'
        # Wider screens also show the time and the number of attempts.
        (Get-FaxPlusJournal $journal | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ } | Select-Object -First 1 |
            Should -Match 'Begun +Attempts$'
    }
}
