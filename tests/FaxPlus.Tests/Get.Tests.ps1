BeforeDiscovery {
    # The client's tests use all four combinations. Here, only the two most different combinations run every time.
    $combinations = @(
        @{ Bounds = 'inclusive'; Order = 'newest' }
        @{ Bounds = 'exclusive'; Order = 'oldest' }
        @{ Bounds = 'inclusive'; Order = 'oldest'; Tag = 'Slow' }
        @{ Bounds = 'exclusive'; Order = 'newest'; Tag = 'Slow' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    # Returns the time by which a list orders a fax, in UTC.
    function Get-WireTime($Fax) {
        $text = if ($Fax.direction -eq 'outgoing' -and $Fax.submit_time) { $Fax.submit_time } else { $Fax.start_time }
        [datetime]::SpecifyKind([datetime]::ParseExact($text, 'yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture), [DateTimeKind]::Utc)
    }

    function Get-ListRequest($At = $emulator) { @(Get-EmulatorRequest $At GET '/faxes$') }
}

AfterAll { Disconnect-FaxPlus }

foreach ($combination in $combinations) {
    Describe 'Get-FaxPlusFax lists to the end (bounds <Bounds>, order <Order>)' -ForEach $combination -Tag @($combination.Tag) {
        BeforeAll {
            $script:emulator = Open-Emulator '--seed-faxes', '1037', '--odd', 'true', '--bounds', $Bounds, '--order', $Order
            Connect-Emulator $emulator
        }

        AfterAll { Close-Emulator $emulator }

        It 'with each of 1,037 faxes once' {
            $faxes = Get-FaxPlusFax -WarningAction SilentlyContinue
            $faxes.Count | Should -Be 1037
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be 1037
        }

        It 'with -First 10 in one request' {
            Clear-EmulatorRequest $emulator
            @(Get-FaxPlusFax -First 10).Count | Should -Be 10
            (Get-ListRequest).Count | Should -Be 1
        }

        It 'by -Category, each fax once' {
            $wire = (Get-EmulatorState $emulator).faxes
            $expected = $wire | Where-Object { $_.direction -eq 'outgoing' -and -not $_.is_spam }
            $faxes = Get-FaxPlusFax -Category sent -WarningAction SilentlyContinue
            $faxes.Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
        }

        It 'between -After and -Before, with an accuracy of a second' {
            $wire = (Get-EmulatorState $emulator).faxes
            $times = @($wire | ForEach-Object { Get-WireTime $_ } | Sort-Object -Unique)
            $after = $times[20]
            $before = $times[60]
            $expected = $wire | Where-Object { (Get-WireTime $_) -ge $after -and (Get-WireTime $_) -lt $before }
            $faxes = Get-FaxPlusFax -After $after -Before $before -WarningAction SilentlyContinue
            $faxes.Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
        }

        It 'and warns once about a second with more faxes than the service can show' {
            Clear-Emulator $emulator
            $null = Receive-EmulatorFax $emulator @{ count = 60; startTime = '2026-03-01 12:00:00' }
            $faxes = Get-FaxPlusFax -WarningVariable warned -WarningAction SilentlyContinue
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be $faxes.Count
            $faxes.Count | Should -BeGreaterOrEqual 1087
            @($warned | Where-Object Message -Match '2026-03-01 12:00:00').Count | Should -Be 1
        }

        It 'even if faxes arrive during the listing' {
            Clear-Emulator $emulator
            $before = (Get-EmulatorState $emulator).faxes.id
            $seen = 0
            $faxes = Get-FaxPlusFax -WarningAction SilentlyContinue | ForEach-Object {
                if (++$seen % 100 -eq 0) { $null = Receive-EmulatorFax $emulator }
                $_
            }
            @($faxes.Id | Sort-Object -Unique).Count | Should -Be $faxes.Count
            $before | Where-Object { $_ -notin $faxes.Id } | Should -BeNullOrEmpty
        }
    }
}

Describe 'Get-FaxPlusFax' {
    BeforeAll {
        $script:emulator = Open-Emulator '--seed-faxes', '160', '--odd', 'true'
        Connect-Emulator $emulator
        $script:wire = (Get-EmulatorState $emulator).faxes
    }

    AfterAll { Close-Emulator $emulator }

    BeforeEach { Clear-Emulator $emulator }

    Context 'Streaming' {
        It 'emits the first fax after one page' {
            $requests = $null
            Get-FaxPlusFax | ForEach-Object { if ($null -eq $requests) { $requests = (Get-ListRequest).Count } }
            $requests | Should -Be 1
        }

        It 'ends the requests when -First is reached, also with filters' {
            $faxes = Get-FaxPlusFax -Direction incoming -First 3
            @($faxes).Count | Should -Be 3
            (Get-ListRequest).Count | Should -Be 1
        }

        It '-First above the number of faxes returns all faxes' {
            @(Get-FaxPlusFax -First 5000).Count | Should -Be 160
        }

        It 'has no output and no error without faxes' {
            Get-FaxPlusFax -After '2030-01-01' *>&1 | Should -BeNullOrEmpty
        }

        It 'requests complete pages, not single faxes' {
            $null = Get-FaxPlusFax
            (Get-EmulatorRequest $emulator).Count | Should -BeLessThan 10
            (Get-ListRequest).query | ForEach-Object { $_ | Should -Match 'limit=50' }
        }
    }

    Context 'Times' {
        It 'local times are interpreted as local times' {
            $local = [datetime]::new(2025, 12, 31, 12, 0, 0)
            $utc = $local.ToUniversalTime()
            $expected = $wire | Where-Object { (Get-WireTime $_) -ge $utc }
            @($expected).Count | Should -BeIn (1..159)
            (Get-FaxPlusFax -After '2025-12-31 12:00').Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
            (Get-FaxPlusFax -After $local).Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
            $rest = $wire | Where-Object { (Get-WireTime $_) -lt $utc }
            (Get-FaxPlusFax -Before '2025-12-31 12:00').Id | Sort-Object | Should -Be ($rest.id | Sort-Object)
        }

        It 'times with a zone are interpreted in this zone' {
            $utc = [datetime]::new(2025, 12, 31, 12, 0, 0, [DateTimeKind]::Utc)
            $expected = $wire | Where-Object { (Get-WireTime $_) -ge $utc }
            (Get-FaxPlusFax -After '2025-12-31T12:00:00Z').Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
            (Get-FaxPlusFax -After '2025-12-31T17:30:00+05:30').Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
            (Get-FaxPlusFax -After $utc).Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
        }

        It '-After later than -Before returns no faxes' {
            Get-FaxPlusFax -After '2025-12-31' -Before '2025-12-30' | Should -BeNullOrEmpty
        }

        It 'times of the objects are those of the service' {
            $fax = (Get-FaxPlusFax -First 1)
            $same = $wire | Where-Object id -EQ $fax.Id
            $fax.Time.UtcDateTime | Should -Be (Get-WireTime $same)
        }
    }

    Context 'Filters' {
        It '-Category <_>' -ForEach 'inbox', 'sent', 'spam' {
            $category = $_
            $expected = switch ($category) {
                inbox { $wire | Where-Object { $_.direction -eq 'incoming' -and -not $_.is_spam } }
                sent { $wire | Where-Object { $_.direction -eq 'outgoing' } }
                spam { $wire | Where-Object is_spam }
            }
            (Get-FaxPlusFax -Category $category).Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
        }

        It '-Direction <_>' -ForEach 'incoming', 'outgoing' {
            $direction = $_
            (Get-FaxPlusFax -Direction $direction).Id | Sort-Object |
                Should -Be (($wire | Where-Object direction -EQ $direction).id | Sort-Object)
        }

        It '-Status accepts words, several values, and any ending' {
            (Get-FaxPlusFax -Status failed_user_busy).Status | Sort-Object -Unique | Should -Be 'failed_user_busy'
            $expected = $wire | Where-Object { $_.status -like 'failed*' -or $_.status -eq 'partially_sent' }
            (Get-FaxPlusFax -Status failed*, partially_sent).Id | Sort-Object | Should -Be ($expected.id | Sort-Object)
        }

        It '-Unread' {
            (Get-FaxPlusFax -Unread).Id | Sort-Object | Should -Be (($wire | Where-Object { -not $_.is_read }).id | Sort-Object)
        }

        It 'all together' {
            $expected = $wire | Where-Object {
                $_.direction -eq 'incoming' -and -not $_.is_spam -and -not $_.is_read -and $_.status -eq 'success'
            }
            (Get-FaxPlusFax -Category inbox -Direction incoming -Unread -Status success).Id | Sort-Object |
                Should -Be ($expected.id | Sort-Object)
        }

        It 'a category that the service does not accept is refused with the service''s message' {
            $problem = Get-ErrorOf { Get-FaxPlusFax -Category outbox }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match 'inbox, sent, spam'
        }

        It 'words are completed at the prompt: <Line>' -ForEach @(
            @{ Line = 'Get-FaxPlusFax -Category s'; Word = 'sent' }
            @{ Line = 'Get-FaxPlusFax -Status failed_user'; Word = 'failed_user_busy' }
            @{ Line = 'Get-FaxPlusFax -Direction '; Word = 'outgoing' }
        ) {
            ([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches.CompletionText |
                Should -Contain $Word
        }
    }

    Context 'By id' {
        It 'returns the fax, with the number in either field of the service' {
            foreach ($spelling in { $_.PSObject.Properties['from_number'] }, { $_.PSObject.Properties['from'] }) {
                $one = $wire | Where-Object $spelling | Select-Object -First 1
                $number = if ($one.PSObject.Properties['from_number']) { $one.from_number } else { $one.from }
                $fax = Get-FaxPlusFax -FaxId $one.id
                $fax.Id | Should -Be $one.id
                $fax.From | Should -Be $number
            }
        }

        It 'accepts several, as arguments, from the pipeline and by property' {
            $ids = $wire[0..2].id
            (Get-FaxPlusFax $ids).Id | Should -Be $ids
            ($ids | Get-FaxPlusFax).Id | Should -Be $ids
            ($ids | ForEach-Object { [pscustomobject]@{ FaxId = $_ } } | Get-FaxPlusFax).Id | Should -Be $ids
            ($ids | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Get-FaxPlusFax).Id | Should -Be $ids
            (Get-FaxPlusFax -First 3 | Get-FaxPlusFax).Id | Should -Be (Get-FaxPlusFax -First 3).Id
        }

        It 'an invalid id is one error, and the others are returned' {
            $faxes = Get-FaxPlusFax $wire[0].id, 'ffffffffffffffffffffffff',
                $wire[1].id -ErrorAction SilentlyContinue -ErrorVariable problem
            $faxes.Id | Should -Be $wire[0..1].id
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
            $problem[0].TargetObject | Should -Be 'ffffffffffffffffffffffff'
        }

        It 'an id with path characters remains an id' {
            $null = Get-ErrorOf { Get-FaxPlusFax -FaxId '../../self' }
            (Get-EmulatorRequest $emulator)[-1].path | Should -Be '/v3/accounts/self/faxes/..%2F..%2Fself'
        }

        It 'unknown fields are kept' {
            $odd = $wire | Where-Object { $_.PSObject.Properties['carrier_hint'] } | Select-Object -First 1
            (Get-FaxPlusFax -FaxId $odd.id).OtherFields.Keys | Should -Contain 'carrier_hint'
        }

        It '-UserId reads the faxes of a member' {
            $member = (Invoke-FaxPlusRequest /accounts).members | Where-Object email -EQ 'max@example.com'
            Get-FaxPlusFax -UserId $member.uid | Should -BeNullOrEmpty
            (Get-ListRequest)[-1].path | Should -Be "/v3/accounts/$($member.uid)/faxes"
        }
    }

    Context 'Into other cmdlets' {
        It 'Get-FaxPlusFax | Set-FaxPlusFax marks as read and keeps the comment' {
            $fax = Get-FaxPlusFax -Unread | Where-Object Comment | Select-Object -First 1
            $fax | Set-FaxPlusFax -IsRead $true | Should -BeNullOrEmpty
            $now = (Get-EmulatorState $emulator).faxes | Where-Object id -EQ $fax.Id
            $now.is_read | Should -BeTrue
            $now.comment | Should -Be $fax.Comment
        }

        It 'Set-FaxPlusFax -Comment keeps the read mark, and -PassThru returns the changed fax' {
            $fax = Get-FaxPlusFax -Unread -First 1
            $after = Set-FaxPlusFax -FaxId $fax.Id -Comment 'seen by Ada' -PassThru
            $after.Comment | Should -Be 'seen by Ada'
            $after.IsRead | Should -BeFalse
        }

        It 'Set-FaxPlusFax without a change reports this' {
            $problem = Get-ErrorOf { Set-FaxPlusFax -FaxId $wire[0].id }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'Get-FaxPlusFax | Remove-FaxPlusFax deletes only these faxes' {
            Get-FaxPlusFax -Category spam -WarningVariable warned | Remove-FaxPlusFax -Confirm:$false | Should -BeNullOrEmpty
            $warned | Should -BeNullOrEmpty -Because 'faxes that are deleted while they are listed are not missing from the list'
            $left = (Get-EmulatorState $emulator).faxes
            $left.id | Sort-Object | Should -Be (($wire | Where-Object { -not $_.is_spam }).id | Sort-Object)
        }

        It 'Remove-FaxPlusFax makes no deletion if no prompt is available' {
            $null = Get-ErrorOf { Remove-FaxPlusFax -FaxId $wire[0].id }
            Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        }

        It 'Get-FaxPlusAccount accepts a member''s uid from the pipeline' {
            $member = (Invoke-FaxPlusRequest /accounts).members | Where-Object email -EQ 'max@example.com'
            ($member.uid | Get-FaxPlusAccount).Email | Should -Be 'max@example.com'
            ($member | Get-FaxPlusAccount).Email | Should -Be 'max@example.com'
        }
    }
}
