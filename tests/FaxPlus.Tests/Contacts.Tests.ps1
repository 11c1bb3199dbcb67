BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--member-pat', 'member-token'
    Connect-Emulator $emulator
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName

    function Get-StoredContact([string] $Name) { (Get-EmulatorState $emulator).contacts | Where-Object name -EQ $Name }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Contacts' {
    BeforeEach {
        Clear-Emulator $emulator
        $null = New-FaxPlusContactGroup Vendors, Archive
        $script:ada = New-FaxPlusContact Ada +14155550123 -Email ada@example.com -Notes 'likes paper' -Group Vendors -Telefax $true
    }

    It 'New-FaxPlusContact creates a contact with all its values' {
        $ada | Should -BeOfType FaxPlus.Contact
        $ada.Groups | Should -Be 'Vendors'
        $stored = Get-StoredContact Ada
        $stored.fax_number, $stored.email, $stored.notes, $stored.is_telefax, $stored.is_shared |
            Should -Be '+14155550123', 'ada@example.com', 'likes paper', $true, $false
    }

    It 'numbers of rows are read in the country of their row, and otherwise of -Region and the session' {
        Connect-Emulator $emulator
        $made = 'Name,FaxNumber,Region', 'Hans,030 123456,DE', 'Cy,,US', 'Dee,(415) 555-0144,US', 'Odd,030 123457,Germany' |
            ConvertFrom-Csv | Where-Object FaxNumber |
            New-FaxPlusContact -ErrorAction SilentlyContinue -ErrorVariable problems
        $made.FaxNumber | Should -Be '+4930123456', '+14155550144'
        "$problems" | Should -Match "'Germany' is not the two-letter code"
        (Set-FaxPlusContact $made[0].Id -FaxNumber '089 123456' -Region DE -PassThru).FaxNumber | Should -Be '+4989123456'
        Connect-Emulator $emulator -With @{ Region = 'US' }
        (Get-FaxPlusContact -FaxNumber '415-555-0144').Name | Should -Be 'Dee'
        Connect-Emulator $emulator
        "$(Get-ErrorOf { New-FaxPlusContact Gus ([single]4155550123) -Region US })" | Should -Match 'last digits are lost'
    }

    It 'the columns of exports of Outlook and Active Directory are accepted' {
        $made = 'Name,Fax,E-mail Address,Mobile Phone', 'Hal,+14155550130,hal@example.com,+14155550131' | ConvertFrom-Csv |
            New-FaxPlusContact
        $made.Email, $made.Cellphone | Should -Be 'hal@example.com', '+14155550131'
        $made = [pscustomobject]@{ Name = 'Ida'; Fax = '+14155550132'; EmailAddress = 'ida@example.com'; MobilePhone = '+14155550133' } |
            New-FaxPlusContact
        $made.Email, $made.Cellphone | Should -Be 'ida@example.com', '+14155550133'
    }

    It 'a search with wildcards that finds no contact gets a warning that names -Name' {
        Get-FaxPlusContact 'Ad*' -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*use -Name 'Ad*'*"
        (Get-FaxPlusContact Ad -WarningVariable warnings).Name | Should -Be 'Ada'
        "$warnings" | Should -BeNullOrEmpty
    }

    It 'a cell with several groups puts the contact into each of them' {
        $made = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Group = 'Vendors; Archive' } | New-FaxPlusContact
        $made.Groups | Sort-Object | Should -Be 'Archive', 'Vendors'
    }

    It 'a group that does not exist is an error, so that a mistyped name is detected, and an empty group is not' {
        $found = Get-FaxPlusContact -Group Vendros, Vendors -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Name | Should -Be 'Ada'
        "$($problems[0].FullyQualifiedErrorId) $problems" | Should -Match "^FaxPlus.NotFound.*'Vendros'"
        Get-FaxPlusContact -Group Vendros* | Should -BeNullOrEmpty
        Get-FaxPlusContact -Group archive -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-FaxPlusContact b -Group Vendors -ErrorAction Stop).Name | Should -BeNullOrEmpty
    }

    It 'New-FaxPlusContact imports a CSV file, and a second run creates only missing contacts' {
        Set-Content (Join-Path $TestDrive contacts.csv) 'Name,FaxNumber,Email,Group,Shared', 'Bob,+1 (415) 555-0124,,Vendors,true',
            'Eve,+442071838750,eve@example.com,,' -Encoding utf8
        $made = Import-Csv (Join-Path $TestDrive contacts.csv) | New-FaxPlusContact
        $made.Name | Should -Be 'Bob', 'Eve'
        (Get-StoredContact Bob).is_shared | Should -BeTrue
        Add-Content (Join-Path $TestDrive contacts.csv) 'Zoe,+14155550199,,,'
        Clear-EmulatorRequest $emulator
        $again = Import-Csv (Join-Path $TestDrive contacts.csv) |
            New-FaxPlusContact -WarningVariable warnings -WarningAction SilentlyContinue
        $again.Name | Should -Be 'Bob', 'Eve', 'Zoe'
        $warnings | Should -HaveCount 2
        "$($warnings[0])" | Should -Match '\+14155550124 already exists: Bob'
        @(Get-EmulatorRequest $emulator POST /contacts).Count | Should -Be 1
        @((Get-EmulatorState $emulator).contacts).Count | Should -Be 4
    }

    It 'warnings and prompts show no control characters of a name' {
        $name = "Red`e[31m$([char]0x202E)Rum"
        $id = (New-FaxPlusContact $name +14155550177).Id
        $null = New-FaxPlusContact Other +14155550177 -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -Match "Red$([char]0xFFFD)\[31m$([char]0xFFFD)Rum"
        Get-HostText {
            Remove-FaxPlusContact $id -WhatIf; Remove-FaxPlusContact (Get-FaxPlusContact | Where-Object Name -EQ $name) -WhatIf
        } | Should -Not -Match "`e|$([char]0x202E)"
    }

    It 'New-FaxPlusContact refuses a row whose <_> is neither true nor false, and creates the others' -ForEach 'Shared', 'Telefax' {
        $column = $_
        $rows = @('maybe', 'true', '' |
            ForEach-Object { $i = 0 } { [pscustomobject]@{ Name = "N$i"; FaxNumber = "+1415555020$i"; $column = $_ }; $i++ })
        $problem = @(Get-ErrorOf { $rows | New-FaxPlusContact })
        $problem.Count | Should -Be 1
        $problem[0].Exception.Message | Should -Match "'$column'"
        (Get-EmulatorState $emulator).contacts.name | Should -Be 'Ada', 'N1', 'N2'
    }

    It '<_>-FaxPlusContact refuses a number that a spreadsheet has shortened' -ForEach 'New', 'Set' {
        $verb = $_
        $problem = Get-ErrorOf {
            if ($verb -eq 'New') {
                [pscustomobject]@{ Name = 'Bob'; FaxNumber = '1.41556E+10' } | New-FaxPlusContact
            } else {
                $ada | Set-FaxPlusContact -FaxNumber '1.41556E+10'
            }
        }
        "$problem" | Should -Match 'spreadsheet has shortened it'
        @((Get-EmulatorState $emulator).contacts).fax_number | Should -Be '+14155550123'
    }

    It 'New-FaxPlusContact finds a contact whose response was lost instead of creating it twice' {
        Add-EmulatorFault $emulator @{ kind = 'drop-after'; method = 'POST'; path = '/contacts'; times = 1 }
        (New-FaxPlusContact Bob +14155550124).Name | Should -Be 'Bob'
        @(Get-StoredContact Bob).Count | Should -Be 1
    }

    It 'New-FaxPlusContact -Force creates a second contact with the number of another, once' {
        (New-FaxPlusContact Bob '+1 415 555 0123' -WarningAction SilentlyContinue -WarningVariable warned).Name | Should -Be Ada
        "$warned" | Should -Match '-Force'
        (New-FaxPlusContact Bob '+1 415 555 0123' -Force).Name | Should -Be Bob
        (New-FaxPlusContact Bob +14155550123 -Force -WarningAction SilentlyContinue).Name | Should -Be Bob
        (Get-EmulatorState $emulator).contacts.name | Should -Be 'Ada', 'Bob'
    }

    It 'a contact is not used as its owner, nor as a member with its e-mail address' {
        Clear-EmulatorRequest $emulator
        Get-ErrorOf { $ada | Set-FaxPlusMember -Quota 5 } | Should -Not -BeNullOrEmpty
        Get-ErrorOf { $ada | Set-FaxPlusAccount -Name x } | Should -Not -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'Get-FaxPlusContact reads all pages, by offset' {
        1..120 | ForEach-Object { [pscustomobject]@{ Name = "N$_"; FaxNumber = '+1415556{0:0000}' -f $_ } } | New-FaxPlusContact | Out-Null
        @(Get-FaxPlusContact).Count | Should -Be 121
        @(Get-FaxPlusContact | Select-Object -ExpandProperty Id -Unique).Count | Should -Be 121
    }

    It 'Get-FaxPlusContact filters by search, name, number, group and sharing, and reads by id' {
        $null = New-FaxPlusContact Bob +14155550124 -Shared $true
        (Get-FaxPlusContact ada).Name | Should -Be 'Ada'
        (Get-FaxPlusContact -Name B*).Name | Should -Be 'Bob'
        (Get-FaxPlusContact -FaxNumber '(+1) 415 555-0123').Name | Should -Be 'Ada'
        (Get-FaxPlusContact -FaxNumber '*0124').Name | Should -Be 'Bob'
        (Get-FaxPlusContact -Group vend*).Name | Should -Be 'Ada'
        (Get-FaxPlusContact -Shared $true).Name | Should -Be 'Bob'
        (Get-FaxPlusContact -ContactId $ada.Id).Email | Should -Be 'ada@example.com'
        ($ada | Get-FaxPlusContact).Groups | Should -Be 'Vendors'
        "$(Get-ErrorOf { Get-FaxPlusContact -ContactId ('0' * 24) })" | Should -Match 'There is no contact'
    }

    It 'Set-FaxPlusContact keeps all values that were not specified' {
        Set-FaxPlusContact $ada.Id -Name 'Ada L.' | Should -BeNullOrEmpty
        $stored = Get-StoredContact 'Ada L.'
        $stored.email, $stored.notes, $stored.is_telefax | Should -Be 'ada@example.com', 'likes paper', $true
        @($stored.groups).Count | Should -Be 1
        ($ada | Set-FaxPlusContact -Shared $true -Notes '' -PassThru).IsShared | Should -BeTrue
        (Get-StoredContact 'Ada L.').notes | Should -BeNullOrEmpty
    }

    It 'Set-FaxPlusContact -Group replaces all groups with one call, and -WhatIf shows old and new' {
        $said = Get-HostText { $ada | Set-FaxPlusContact -Group Archive -WhatIf }
        "$said" | Should -Match '\["Vendors"\] → \["Archive"\]'
        "$said" | Should -Match 'replaces all groups'
        Clear-EmulatorRequest $emulator
        ($ada | Set-FaxPlusContact -Group Archive -PassThru).Groups | Should -Be 'Archive'
        @(Get-EmulatorRequest $emulator PUT).Count | Should -Be 0
        @(Get-EmulatorRequest $emulator POST /assign-groups).Count | Should -Be 1
        ($ada | Set-FaxPlusContact -Group @() -PassThru).Groups | Should -BeNullOrEmpty
        Clear-EmulatorRequest $emulator
        $ada | Set-FaxPlusContact -Group @()
        @(Get-EmulatorRequest $emulator POST).Count | Should -Be 0
    }

    It 'Set-FaxPlusContact -Group refuses null and blank texts, also in a list, because only @() removes the contact from all groups' {
        foreach ($empty in $null, '', ' ', @($null), @($null, $null), @('', ' ')) {
            "$(Get-ErrorOf { $ada | Set-FaxPlusContact -Group $empty })" | Should -Match 'The value is (null|empty)\. Specify @\(\)'
        }
        (Get-FaxPlusContact).Groups | Should -Be 'Vendors'
        ($ada | Set-FaxPlusContact -Group ([System.Collections.Generic.List[string]]::new()) -PassThru).Groups | Should -BeNullOrEmpty
    }

    It 'Set-FaxPlusContact without a change is an error with a recommendation' {
        $problem = Get-ErrorOf { Set-FaxPlusContact $ada.Id }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problem.Exception.RecommendedAction | Should -Match 'at least one change'
    }

    It 'A contact can be piped to Send-FaxPlusFax' {
        $null = New-FaxPlusContact Bob +14155550124 -Group Vendors
        (Get-FaxPlusContact -Group Vendors | Send-FaxPlusFax -Path $file).To | Should -Be '+14155550123', '+14155550124'
    }

    It 'Remove-FaxPlusContact deletes contacts from the pipeline, and accepts no other objects' {
        $ada | Remove-FaxPlusContact -Confirm:$false | Should -BeNullOrEmpty
        (Get-EmulatorState $emulator).contacts | Should -BeNullOrEmpty
        "$(Get-ErrorOf { Get-FaxPlusContactGroup Vendors | Remove-FaxPlusContact -Confirm:$false })" |
            Should -Match 'has no ContactId or Id. Specify the id of a contact, or the output of Get-FaxPlusContact'
    }

    It 'completes ids, names and numbers of contacts that the session has shown' {
        Connect-Emulator $emulator
        $null = Get-FaxPlusContact
        $completion = { param($line) (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText }
        & $completion 'Remove-FaxPlusContact Ada' | Should -Be $ada.Id
        & $completion 'Get-FaxPlusContact -Name A' | Should -Be 'Ada'
        & $completion 'Send-FaxPlusFax -To Ada' | Should -Be '+14155550123'
    }

    It 'completes a name of several words, or with code in it, as one argument' {
        $null = New-FaxPlusContact "O'Neil Ann; `$(Get-Date)" +14155550124
        $completion = (TabExpansion2 ($line = 'Get-FaxPlusContact -Name O') $line.Length).CompletionMatches
        $completion.CompletionText | Should -Be "'O''Neil Ann; `$(Get-Date)'"
        $completion.ListItemText | Should -Be "O'Neil Ann; `$(Get-Date)"
    }

    It 'creates, changes, lists and deletes groups' {
        (Get-FaxPlusContactGroup).Name | Should -Be 'Vendors', 'Archive'
        (Set-FaxPlusContactGroup Vendors -Notes 'for offers' -PassThru).Notes | Should -Be 'for offers'
        (Get-FaxPlusContactGroup V* | Set-FaxPlusContactGroup -Name Suppliers -PassThru).Notes | Should -Be 'for offers'
        (Get-FaxPlusContact).Groups | Should -Be 'Suppliers'
        Get-FaxPlusContactGroup Suppliers | Remove-FaxPlusContactGroup -Confirm:$false
        Remove-FaxPlusContactGroup Archive -Confirm:$false
        Get-FaxPlusContactGroup | Should -BeNullOrEmpty
        (Get-FaxPlusContact).Groups | Should -BeNullOrEmpty
        "$(Get-ErrorOf { Remove-FaxPlusContactGroup nope -Confirm:$false })" | Should -Match 'There is no group nope'
        "$(Get-ErrorOf { Set-FaxPlusContactGroup nope })" | Should -Match 'No change is specified'
    }

    It 'An API without contacts is reported' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 404; path = '/contacts'; method = 'GET'; times = 1 }
        $problem = Get-ErrorOf { Get-FaxPlusContact }
        "$problem" | Should -Match 'does not support GET /accounts/\{user_id\}/contacts'
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
    }
}
