BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--seed-faxes', '12', '--number', '+16505550100'
    $script:letter = (Add-TestPdf (Join-Path $TestDrive letter.pdf) -Text Letter).FullName

    function Get-Row([int] $Count) { 1..$Count | ForEach-Object { [pscustomobject]@{ To = '+4144555{0:0000}' -f $_; Path = $letter } } }
    function Get-Taken { @((Get-EmulatorState $emulator).outbox) }
    function Get-Post { @(Get-EmulatorRequest $emulator POST '/outbox$') }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Many faxes in one pipeline' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
        $script:journal = Join-Path $TestDrive "$([guid]::NewGuid()).journal"
    }

    It 'are all sent with several in flight at a time, and their file is uploaded once' {
        $sent = Get-Row 40 | Send-FaxPlusFax -ThrottleLimit 8
        $sent.To | Sort-Object | Should -Be ((Get-Row 40).To | Sort-Object)
        (Get-Taken).Count | Should -Be 40
        @(Get-EmulatorRequest $emulator POST '/files$').Count | Should -Be 1
    }

    It 'are not delayed by searches, and an outage leaves at most one more than the limit in doubt' {
        Add-EmulatorFault $emulator @{ kind = 'drop-before'; times = 4; path = '/outbox$'; method = 'POST' }
        $run = { param($module, $session, $rows)
            Import-Module $module
            $rows | Send-FaxPlusFax -ThrottleLimit 4 -Session $session
        }
        $job = Start-ThreadJob $run -ArgumentList (Get-TestModulePath), (Get-FaxPlusSession), (Get-Row 24)
        try {
            Wait-Until { (Get-Taken).Count -ge 20 } 'all others'
            # Faxes whose responses were lost are sent again only after a minute.
            @(Get-Taken).to | Sort-Object | Should -Be ((Get-Row 24).To | Select-Object -Skip 4)
        }
        finally { $job | Stop-Job -PassThru | Remove-Job }

        Clear-Emulator $emulator
        Add-EmulatorFault $emulator @{ kind = 'drop-before'; path = '/outbox$'; method = 'POST'; times = 1000 }
        $job = Start-ThreadJob $run -ArgumentList (Get-TestModulePath), (Get-FaxPlusSession), (Get-Row 24)
        try {
            Wait-Until { @(Get-Post).Count -ge 5 } 'one above the limit'
            Start-Sleep -Seconds 2
            @(Get-Post).Count | Should -Be 5
        }
        finally { $job | Stop-Job -PassThru | Remove-Job }
    }

    It 'are sent concurrently, but never more than the limit' {
        # The delay prevents any response before the run is stopped.
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 600000; path = '/outbox$'; method = 'POST' }
        $job = Start-ThreadJob { param($module, $session, $rows)
            Import-Module $module
            $rows | Send-FaxPlusFax -ThrottleLimit 4 -Session $session
        } -ArgumentList (Get-TestModulePath), (Get-FaxPlusSession), (Get-Row 12)
        try {
            Wait-Until { @(Get-Post).Count -ge 4 } 'four requests at a time'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            @(Get-Post).Count | Should -Be 4
        }
        finally { $job | Remove-Job -Force }
    }

    It 'have the cover page and the uploads of their row, although later rows change these objects' {
        $page = New-FaxPlusCoverPage -NameTo x -NameFrom Bob -Subject Results
        $upload = Add-FaxPlusFile $letter
        $uploaded = $upload.Path
        # The responses are delayed, so that later rows are read before the faxes of earlier rows are sent.
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 300; path = '/files$'; method = 'POST' }
        Get-Row 12 | ForEach-Object { $page.NameTo = "Patient $($_.To)"; $upload.Path = $uploaded; $_; $upload.Path = 'changed' } |
            Send-FaxPlusFax -CoverPage $page -UploadedFile $upload -ThrottleLimit 6 | Should -HaveCount 12
        foreach ($fax in Get-Taken) {
            $fax.cover_page.name_to | Should -Be "Patient $($fax.to[0])"
            $fax.files | Should -Contain $uploaded
        }
    }

    It 'are never sent with the document of another row, although each row replaces the file: <Name>' -ForEach @(
        @{ Name = 'atomically'; Replace = { param($Size, $Path)
                [System.IO.File]::WriteAllText("$Path.new", 'x' * $Size)
                [System.IO.File]::Move("$Path.new", $Path, $true)
            }
        }
        @{ Name = 'by changing a link'; Replace = { param($Size, $Path)
                [System.IO.File]::WriteAllText("$Path.$Size", 'x' * $Size)
                [System.IO.File]::Delete($Path)
                $null = [System.IO.File]::CreateSymbolicLink($Path, "$Path.$Size")
            }
        }
    ) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).pdf"
        $sizes = @{}
        try { & $Replace 99 $file } catch { Set-ItResult -Skipped -Because 'this account may not create links'; return }
        $sent = Get-Row 24 | ForEach-Object {
            $sizes[$_.To] = 100 + $sizes.Count
            & $Replace $sizes[$_.To] $file
            $_.Path = $file
            $_
        } | Send-FaxPlusFax -ThrottleLimit 4 -ErrorVariable failed -ErrorAction SilentlyContinue
        foreach ($fax in Get-Taken) { $fax.file_changes[0].files[0].size | Should -Be $sizes[$fax.to[0]] }
        (Get-Taken).Count | Should -Be @($sent).Count
        @($sent).Count + $failed.Count | Should -Be 24
        $failed | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.File*' }
    }

    It 'are emitted while later rows are still in the input' {
        $script:pulled = 0
        $first = Get-Row 50 | ForEach-Object { $script:pulled++; $_ } | Send-FaxPlusFax -ThrottleLimit 4 | Select-Object -First 1
        $first | Should -BeOfType FaxPlus.SentFax
        $pulled | Should -BeLessThan 50
    }

    It 'cause no further request after a later command stopped the pipeline' {
        $null = Get-Row 50 | Send-FaxPlusFax -ThrottleLimit 4 | Select-Object -First 1
        Get-LateRequest $emulator | Should -BeNullOrEmpty
    }

    It 'emit the receipts of faxes in flight before -ErrorAction Stop ends the command' {
        $rows = Get-Row 4
        $rows[3].To = 'nonsense'
        # The delay ensures that the invalid row is rejected before the responses to the first three sends arrive.
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 1500; path = '/outbox$'; method = 'POST'; times = 3 }
        $sent = [System.Collections.Generic.List[object]]::new()
        { $rows | Send-FaxPlusFax -ThrottleLimit 4 -ErrorAction Stop | ForEach-Object { $sent.Add($_) } } |
            Should -Throw -ErrorId 'FaxPlus.BadRequest*'
        $sent.To | Sort-Object | Should -Be ((Get-Row 3).To | Sort-Object)
        (Get-Taken).Count | Should -Be 3
    }

    It 'emit the receipts of all accepted faxes before a warning ends the command: <ForEach>' -ForEach @(
        @{ ThrottleLimit = 4 }, @{ Wait = $true }, @{ Wait = $true; ThrottleLimit = 4 }
    ) {
        $rows = Get-Row 4 | Select-Object *, Subject
        $rows[3].Subject = 'Invoice'
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 800; path = '/outbox$'; method = 'POST'; times = 3 }
        $sent = [System.Collections.Generic.List[object]]::new()
        $with = $_
        { $rows | Send-FaxPlusFax @with -WarningAction Stop | ForEach-Object { $sent.Add($_) } } | Should -Throw '*Subject is not used*'
        $sent.To | Sort-Object | Should -Be ((Get-Row 3).To | Sort-Object)
        (Get-Taken).Count | Should -Be 3
    }

    It 'emit the receipts of all accepted faxes before a message that the preference <_> stops' -ForEach @(
        'WarningPreference', 'ProgressPreference', 'VerbosePreference', 'ErrorActionPreference'
    ) {
        $rows = Get-Row 4 | Select-Object *, Subject
        $rows[2].Subject = 'Invoice'
        $rows[3].To = 'nonsense'
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 800; path = '/outbox$'; method = 'POST'; times = 3 }
        $sent = [System.Collections.Generic.List[object]]::new()
        & {
            Set-Variable $_ Stop
            try { $rows | Send-FaxPlusFax -ThrottleLimit 4 2> $null 3> $null 4> $null | ForEach-Object { $sent.Add($_) } } catch { $script:ended = $_ }
        }
        $ended | Should -Not -BeNullOrEmpty
        $sent.Count | Should -Be (Get-Taken).Count
    }

    It 'emit the receipts of faxes that -Wait cannot follow, because the service refuses the token: <_>' -ForEach 401, 403 {
        foreach ($path in 'outbox', 'faxes') {
            Add-EmulatorFault $emulator @{ kind = 'status'; status = $_; path = $path; method = 'GET'; times = 50 }
        }
        $sent = [System.Collections.Generic.List[object]]::new()
        $failed = Get-ErrorOf {
            Get-Row 2 | Send-FaxPlusFax -From +16505550100 -Wait -Timeout 5 | ForEach-Object { $sent.Add($_) }
        }
        $failed[0].Exception.StatusCode | Should -Be $_
        $sent.To | Sort-Object | Should -Be (Get-Row 2).To
        $sent[0] | Should -BeOfType FaxPlus.SentFax
    }

    It 'cause a warning if a key of the journal was sent with other documents' {
        $other = (Add-TestPdf (Join-Path $TestDrive other.pdf) -Text Other).FullName
        $null = Send-FaxPlusFax +41445550001 $letter -Key a -Journal $journal -WarningVariable before
        $again = Send-FaxPlusFax +41445550001 $other -Key a -Journal $journal -WarningVariable said -WarningAction SilentlyContinue
        $before | Should -BeNullOrEmpty
        "$said" | Should -BeLike '*a to +41445550001 is not sent*other documents*'
        $again.Key | Should -Be a
        (Get-Taken).Count | Should -Be 1
    }

    It 'are listed with -Verbose if an earlier run with the journal has sent them' {
        $first = @(Get-Row 2 | Send-FaxPlusFax -Journal $journal -Verbose 4>&1)
        $again = @(Get-Row 3 | Send-FaxPlusFax -Journal $journal -Verbose 4>&1)
        $first -match 'an earlier run' | Should -BeNullOrEmpty
        ($again -match 'an earlier run').Message | Should -BeLike '*not sent again*'
        @($again -match 'an earlier run').Count | Should -Be 2
    }

    It 'have a mark at the end of the comment in a run with a journal, which is not shown and can be omitted' {
        $sent = Send-FaxPlusFax +41445550001 $letter -Comment Offer -Journal $journal
        $null = Send-FaxPlusFax +41445550002 $letter -Comment Offer -Journal $journal -NoCommentMark
        $texts = Get-Taken | Sort-Object { $_.to[0] } | ForEach-Object { $_.comment.text }
        $texts[0] | Should -Match '^Offer #fp-[0-9a-f]{16}$'
        $texts[1] | Should -Be Offer
        $sent.Comment | Should -Be Offer
        (Get-FaxPlusOutbox).Comment | Should -Be Offer, Offer
        (Get-FaxPlusOutbox | Out-String) | Should -Not -Match '#fp-'
    }

    It 'have the missing proof in the journal if they are in doubt' {
        Set-Content $journal @(
            '{"format":"FaxPlus.Journal","version":1,"service":"https://example.com/v3"}'
            '{"time":"2026-01-01T00:00:00Z","key":"a","state":"sending","mark":"faxplus-a","to":["+41445550001"],"from":"+16505550100"}'
            '{"time":"2026-01-01T00:00:00Z","key":"b","state":"sending","mark":"faxplus-b","to":["+41445550002"],"from":"+16505550100"}'
            '{"time":"2026-01-01T00:00:09Z","key":"b","state":"inDoubt","doubt":"earlierRun","error":"InDoubt","message":"It may have been deleted."}')
        (Get-FaxPlusJournal $journal).Doubt | Should -Be NotLookedFor, EarlierRun
        (Get-FaxPlusJournal $journal | Format-List | Out-String) | Should -Match 'Doubt\s+: EarlierRun'
    }

    It 'fail separately, and the others are sent' {
        $rows = Get-Row 6
        $rows[2].To = 'nonsense'
        $sent = $rows | Send-FaxPlusFax -ThrottleLimit 3 -ErrorVariable failed -ErrorAction SilentlyContinue
        $sent.Count | Should -Be 5
        $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest*'
        $failed[0].TargetObject | Should -Be 'nonsense'
    }

    It 'end with an error that applies to all, after the results of those in flight were emitted' {
        Get-Row 3 | Send-FaxPlusFax | Should -HaveCount 3
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 401; path = '/outbox$'; method = 'POST'; times = 100 }
        $failed = Get-ErrorOf { Get-Row 40 | Send-FaxPlusFax -ThrottleLimit 4 }
        $failed[-1].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized*'
        (Get-Post).Count | Should -BeLessThan 20
    }

    It 'are changed and deleted concurrently: each invalid one is an error, and -WhatIf makes no change' {
        $ids = @((Get-FaxPlusFax -First 6).Id)
        Clear-EmulatorRequest $emulator
        $ids | Set-FaxPlusFax -Comment seen -IsRead $true -ThrottleLimit 4 -WhatIf
        $ids | Remove-FaxPlusFax -Confirm:$false -ThrottleLimit 4 -WhatIf
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty

        $changed = @($ids[0..2]) + 'missing' + @($ids[3..5]) |
            Set-FaxPlusFax -Comment seen -PassThru -ThrottleLimit 4 -ErrorAction SilentlyContinue -ErrorVariable problem
        $changed.Id | Sort-Object | Should -Be ($ids | Sort-Object)
        $changed.Comment | Sort-Object -Unique | Should -Be seen
        $problem.TargetObject | Should -Be missing
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound*'

        @('missing') + $ids | Remove-FaxPlusFax -Confirm:$false -ThrottleLimit 4 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.TargetObject | Should -Be missing
        (Get-FaxPlusFax).Id | Where-Object { $_ -in $ids } | Should -BeNullOrEmpty
    }

    It 'are cancelled, and their comments changed, concurrently' {
        $items = 1..6 | ForEach-Object { [pscustomobject]@{ To = '+4144555{0:00}98' -f $_; Path = $letter } } | Send-FaxPlusFax
        Clear-EmulatorRequest $emulator
        $changed = $items | Set-FaxPlusOutbox -Comment held -PassThru -ThrottleLimit 4
        $changed.OutboxId | Sort-Object | Should -Be ($items.OutboxId | Sort-Object)
        $items | Stop-FaxPlusFax -ThrottleLimit 4 -WhatIf
        (Get-FaxPlusOutbox).Comment | Sort-Object -Unique | Should -Be held
        $items | Stop-FaxPlusFax -ThrottleLimit 4
        Get-FaxPlusOutbox | Should -BeNullOrEmpty
    }

    It 'are saved concurrently' {
        $files = Get-FaxPlusFax | Save-FaxPlusFax -Directory (Join-Path $TestDrive many) -ThrottleLimit 4
        $files.Count | Should -Be @(Get-FaxPlusFax).Count
        $files | ForEach-Object { Get-PdfFault $_.FullName } | Should -BeNullOrEmpty
    }

    Context 'with a journal' {
        It 'are sent once regardless of the number of runs, and emitted each time' {
            $first = Get-Row 10 | Send-FaxPlusFax -ThrottleLimit 4 -Journal $journal
            Clear-EmulatorRequest $emulator
            $second = Get-Row 10 | Send-FaxPlusFax -ThrottleLimit 4 -Journal $journal
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
            $second.OutboxId | Sort-Object | Should -Be ($first.OutboxId | Sort-Object)
            (Get-Taken).Count | Should -Be 10
        }

        It 'are sent once, whether or not the second run specifies the account''s number and uid' {
            $uid = (Get-FaxPlusAccount).Uid
            $null = Get-Row 2 | Send-FaxPlusFax -Journal $journal
            $null = Get-Row 2 | Send-FaxPlusFax -Journal $journal -From '+1 650 555 0100'
            $null = Get-Row 2 | Send-FaxPlusFax -Journal $journal -From '+16505550100' -UserId $uid
            (Get-Taken).Count | Should -Be 2
        }

        It 'are sent once if they exceed a request and the second run spells and orders their numbers differently' {
            $numbers = 1..4001 | ForEach-Object { '+41445{0:000000}' -f $_ }
            $first = Send-FaxPlusFax -To $numbers -Path $letter -SkipNumberCheck -Journal $journal
            $first.Count | Should -Be 4001
            @(Get-Post).Count | Should -Be 2
            $respelt = @(foreach ($number in $numbers[4000..0]) { $number.EndsWith('7') ? $number.Replace('+41', '0041 ') : $number }) +
                '+41 445 000 001'
            $second = Send-FaxPlusFax -To $respelt -Path $letter -SkipNumberCheck -Journal $journal
            $second.Count | Should -Be 4001
            @(Get-Post).Count | Should -Be 2
        }

        It 'are shown by Get-FaxPlusJournal, even without a sign-in' {
            $rows = Get-Row 3
            $rows[1].To = 'nonsense'
            $null = $rows | Send-FaxPlusFax -Journal $journal -SkipNumberCheck -ErrorAction SilentlyContinue
            Disconnect-FaxPlus
            $items = Get-FaxPlusJournal $journal
            $items | Should -BeOfType FaxPlus.JournalItem
            $items.State | Should -Be 'Sent', 'Failed', 'Sent'
            (Get-FaxPlusJournal $journal -State Failed).ErrorId | Should -Be 'FaxPlus.BadRequest'
            $items[0].Sent.OutboxId | Should -Not -BeNullOrEmpty
        }

        It 'are shown by Get-FaxPlusJournal although one of the files is not a journal' {
            $null = Get-Row 2 | Send-FaxPlusFax -Journal $journal
            $items = Get-FaxPlusJournal $journal, $letter, $journal -ErrorAction SilentlyContinue -ErrorVariable problem
            $items | Should -HaveCount 4
            $problem | Should -HaveCount 1
            $problem[0].Exception.Message | Should -Match 'not a journal'
        }

        It 'have their key as a tag' {
            $null = [pscustomobject]@{ To = '+41445550001'; Path = $letter; Key = 'invoice-4711' } | Send-FaxPlusFax -Journal $journal
            (Get-Taken)[0].comment.tags | Should -Contain 'invoice-4711'
            (Get-FaxPlusJournal $journal).Key | Should -Be 'invoice-4711'
        }

        It 'are recognized by their key after their file was moved' {
            $copy = Join-Path $TestDrive filed.pdf
            Copy-Item $letter $copy
            $null = Send-FaxPlusFax +41445550001 $copy -Journal $journal -Key k
            Remove-Item $copy
            (Send-FaxPlusFax +41445550001 $copy -Journal $journal -Key k).To | Should -Be '+41445550001'
            (Get-Taken).Count | Should -Be 1
        }

        It 'require a journal whose name is not a connection string and not blank, and which is not a file to send' {
            $same = Join-Path $TestDrive same.pdf
            $failed = Get-ErrorOf { Send-FaxPlusFax -To +14155550123 -Path $same -Journal $same }
            $failed.Exception.Message | Should -Match 'is the journal of this run'
            foreach ($name in ' ', 'UseDevelopmentStorage=true', 'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=eA==') {
                (Get-ErrorOf { Get-Row 1 | Send-FaxPlusFax -Journal $name }).Exception.Message | Should -Match "blank|connection string"
                $name | Should -Not -Exist
            }
            (Get-EmulatorState $emulator).outbox.Count | Should -Be 0
        }

        It 'create no journal with -WhatIf' {
            Get-Row 2 | Send-FaxPlusFax -Journal $journal -WhatIf
            Test-Path $journal* | Should -BeFalse
        }

        It 'are not sent by a second concurrent run' {
            Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 3000; path = '/outbox$'; method = 'POST' }
            $job = Start-ThreadJob { param($module, $uri, $rows, $journal)
                Import-Module $module
                Connect-FaxPlus -Pat (ConvertTo-SecureString good-token -AsPlainText -Force) -ApiUri $uri
                $rows | Send-FaxPlusFax -Journal $journal
            } -ArgumentList (Get-TestModulePath), $emulator.ApiUri, (Get-Row 1), $journal
            try {
                Wait-Until { (Test-Path $journal) -and (Get-FaxPlusJournal $journal).State -eq 'Sending' } 'the first run to begin'
                $failed = Get-ErrorOf { Get-Row 1 | Send-FaxPlusFax -Journal $journal }
                $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict*'
                $failed.Exception.Message | Should -BeLike '*Another run is using*'
            }
            finally {
                $job | Receive-Job -Wait -AutoRemoveJob | Out-Null
            }
        }
    }
}
