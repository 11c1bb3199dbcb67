BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '0.3', '--seed-faxes', '20', '--odd', 'true'
    Connect-Emulator $emulator
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Wait-FaxPlusFax' {
    BeforeEach { Clear-Emulator $emulator }

    Context 'Input' {
        It 'accepts the output of Send-FaxPlusFax' {
            $fax = Send-FaxPlusFax -To '+14155550111' -Path $file -Comment 'one' | Wait-FaxPlusFax -Timeout 300
            $fax | Should -BeOfType FaxPlus.Fax
            $fax.To | Should -Be '+14155550111'
            $fax.Status | Should -Be 'success'
            $fax.Id | Should -BeIn (Get-EmulatorState $emulator).faxes.id
        }

        It 'accepts the output of Get-FaxPlusOutbox' {
            $null = Send-FaxPlusFax -To '+14155550111', '+14155550112' -Path $file
            $faxes = Get-FaxPlusOutbox | Wait-FaxPlusFax -Timeout 300
            $faxes.To | Sort-Object | Should -Be '+14155550111', '+14155550112'
        }

        It 'accepts a finished fax, without a request' {
            $fax = Get-FaxPlusFax -Category sent -First 1
            Clear-EmulatorRequest $emulator
            ($fax | Wait-FaxPlusFax -WarningAction SilentlyContinue).Id | Should -Be $fax.Id
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'accepts a fax that is still in transmission' {
            $sent = Send-FaxPlusFax -To '+14155550023' -Path $file
            Wait-Until { @((Get-EmulatorState $emulator).outbox).Count -eq 0 } 'the fax to leave the outbox'
            $fax = Get-FaxPlusFax -Category sent | Where-Object To -EQ $sent.To
            ($fax | Wait-FaxPlusFax -Timeout 300).Status | Should -Be 'success'
        }

        It 'accepts the id of an outbox item' {
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $file
            (Wait-FaxPlusFax $sent.OutboxId -Timeout 300).To | Should -Be '+14155550111'
        }

        It 'accepts the id of a fax' {
            $id = (Get-FaxPlusFax -Category sent -First 1).Id
            (Wait-FaxPlusFax $id -Timeout 300 -WarningAction SilentlyContinue).Id | Should -Be $id
        }

        It 'accepts a SentFax that was saved with Export-Clixml and read by another process' {
            $saved = Join-Path $TestDrive sent.xml
            Send-FaxPlusFax -To '+14155550111', '+14155550112' -Path $file -Comment 'kept' | Export-Clixml -LiteralPath $saved
            Wait-Until { @((Get-EmulatorState $emulator).outbox).Count -eq 0 } 'the faxes to leave the outbox'
            $child = Invoke-ChildPowerShell -Environment @{
                FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; SAVED = $saved } -Script {
                Import-Module $env:FAXPLUS_MODULE
                Connect-FaxPlus -FromEnvironment
                # The pause is longer than the tolerated clock difference, so the time must come from the file.
                Start-Sleep -Seconds 6
                Import-Clixml -LiteralPath $env:SAVED | Wait-FaxPlusFax -Timeout 300 | ForEach-Object { "$($_.To) $($_.Status)" }
            }
            $child.Error | Should -BeNullOrEmpty
            $child.Output.Trim() -split '\r?\n' | Sort-Object | Should -Be '+14155550111 success', '+14155550112 success'
        }

        It 'accepts a SentFax from a CSV file' {
            $rows = Send-FaxPlusFax -To '+14155550111' -Path $file | Select-Object OutboxId, UserId, To, From, Comment, SubmitTime |
                ConvertTo-Csv | ConvertFrom-Csv
            ($rows | Wait-FaxPlusFax -Timeout 300).To | Should -Be '+14155550111'
        }

        It 'refuses all other input and describes the accepted input' {
            $problem = Get-ErrorOf { Get-Date | Wait-FaxPlusFax }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'Send-FaxPlusFax'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }
    }

    Context 'Many faxes' {
        It 'twenty concurrent faxes have twenty results, and take only a few requests' {
            $to = 1..20 | ForEach-Object { '+141555501{0:00}' -f (29 + $_) }
            $faxes = Send-FaxPlusFax -To $to -Path $file | Wait-FaxPlusFax -Timeout 300
            $faxes.Count | Should -Be 20
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be 20
            $faxes.To | Sort-Object | Should -Be ($to | Sort-Object)
            @(Get-EmulatorRequest $emulator GET '/outbox|/faxes').Count | Should -BeLessThan 20
        }

        It 'two equal faxes have two results' {
            $sent = 1..2 | ForEach-Object { Send-FaxPlusFax -To '+14155550111' -Path $file -Comment 'same' }
            $faxes = $sent | Wait-FaxPlusFax -Timeout 300
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be 2
        }
    }

    Context 'The same fax several times' {
        It 'returns its record each time' {
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $file
            $faxes = $sent, $sent | Wait-FaxPlusFax -Timeout 300 -ErrorAction Stop
            $faxes | Should -HaveCount 2
            $faxes.Id | Sort-Object -Unique | Should -Be ((Get-EmulatorState $emulator).faxes | Where-Object to -EQ $sent.To).id
        }

        It 'as two rows of one fax in a journal is sent once, and neither row fails' {
            $row = [pscustomobject]@{ To = '+14155550111'; Path = $file }
            $faxes = $row, $row | Send-FaxPlusFax -Journal (
                Join-Path $TestDrive twice.journal) -Wait -Timeout 300 -ErrorAction Stop -WarningAction SilentlyContinue
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be 1
            @(Get-EmulatorRequest $emulator POST '/outbox$').Count | Should -Be 1
        }
    }

    Context 'Results' {
        It '<Number> causes a warning in words and still returns the fax' -ForEach @(
            @{ Number = '+14155550001'; Status = 'failed_user_busy'; Words = 'busy'; Again = $true }
            @{ Number = '+14155550003'; Status = 'failed_unallocated_number'; Words = 'not in use'; Again = $false }
            @{ Number = '+14155550020'; Status = 'insufficient_credit'; Words = 'credit'; Again = $false }
            @{ Number = '+14155550021'; Status = 'partially_sent'; Words = 'some pages'; Again = $false }
            @{ Number = '+14155550099'; Status = 'failed_carrier_on_holiday'; Words = 'carrier on holiday'; Again = $false }
        ) {
            $fax = Send-FaxPlusFax -To $Number -Path $file |
                Wait-FaxPlusFax -Timeout 300 -WarningVariable warned -WarningAction SilentlyContinue
            $fax.Status | Should -Be $Status
            $warned.Count | Should -Be 1
            $warned[0].Message | Should -Match ([regex]::Escape($Number))
            $warned[0].Message | Should -Match $Words
            $warned[0].Message | Should -Match $Status
            $warned[0].Message -match 'again' | Should -Be $Again
        }

        It 'a success causes no warning' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $file |
                Wait-FaxPlusFax -Timeout 300 -WarningVariable warned -ErrorVariable problem
            $warned | Should -BeNullOrEmpty
            $problem | Should -BeNullOrEmpty
        }

        It 'a fax that was not sent is returned before -WarningAction Stop ends the wait, and -Wait returns the receipts of the other faxes' {
            $faxes = [System.Collections.Generic.List[object]]::new()
            { Send-FaxPlusFax -To '+14155550001' -Path $file | Wait-FaxPlusFax -Timeout 300 -WarningAction Stop |
                ForEach-Object { $faxes.Add($_) } } | Should -Throw '*busy*'
            $faxes.Status | Should -Be 'failed_user_busy'
            $faxes.Clear()
            { Send-FaxPlusFax -To '+14155550001', '+14155550098' -Path $file -Wait -Timeout 300 -WarningAction Stop |
                ForEach-Object { $faxes.Add($_) } } | Should -Throw '*busy*'
            $faxes.To | Should -Be '+14155550001', '+14155550098'
            $faxes[0] | Should -BeOfType FaxPlus.Fax
            $faxes[1] | Should -BeOfType FaxPlus.SentFax
        }

        It '-Timeout causes one error for each unfinished fax, names it, and the others are returned' {
            $sent = Send-FaxPlusFax -To '+14155550098', '+14155550111' -Path $file
            Wait-Until { @((Get-EmulatorState $emulator).outbox).Count -eq 1 } 'one of the faxes to leave the outbox'
            $faxes = $sent | Wait-FaxPlusFax -Timeout 2 -ErrorAction SilentlyContinue -ErrorVariable problem
            $faxes.To | Should -Be '+14155550111'
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
            $problem[0].Exception.Message | Should -Match '\+14155550098'
            $problem[0].Exception.Message | Should -Match 'sending'
            $problem[0].TargetObject.To | Should -Be '+14155550098'
            @(Get-EmulatorRequest $emulator DELETE) | Should -BeNullOrEmpty
        }

        It 'a refused token ends the wait immediately with one error' {
            $sent = Send-FaxPlusFax -To '+14155550111', '+14155550112' -Path $file
            Connect-Emulator $emulator -Token 'wrong-token'
            try {
                $problem = @(Get-ErrorOf { $sent | Wait-FaxPlusFax -Timeout 300 })
            }
            finally {
                Connect-Emulator $emulator
            }
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
        }
    }
}
