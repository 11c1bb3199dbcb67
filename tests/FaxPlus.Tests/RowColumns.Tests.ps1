BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--voipex', 'ada:pass word+4711', '--number', '+16505550100'
    Connect-Emulator $emulator
}

AfterAll {
    Disconnect-FaxPlus
    Disconnect-Voipex
    Close-Emulator $emulator
}

Describe 'Rows whose columns no parameter accepts' {
    BeforeEach {
        Clear-Emulator $emulator
        $null = New-FaxPlusContactGroup Vendors
        $script:ada = (New-FaxPlusContact Ada +14155550123).Id
        $script:uid = (Get-FaxPlusMember)[0].Uid
        Clear-EmulatorRequest $emulator
    }

    It 'are refused by <Command> if the column <Column> resembles <Meant>' -ForEach @(
        @{
            Command = 'Set-FaxPlusWebhook'
            Row = @{ Target = 'https://example.com/a'; Event = 'fax_sent' }
            Column = 'Number '
            Value = '+16505550100'
            Meant = 'Number'
        }
        @{
            Command = 'Set-FaxPlusWebhook'
            Row = @{ Target = 'https://example.com/a'; Event = 'fax_sent' }
            Column = 'Nummber'
            Value = '+16505550100'
            Meant = 'Number'
        }
        @{ Command = 'Set-FaxPlusMember'; Row = @{ UserId = 'UID'; Quota = 3 }; Column = 'Role '; Value = 'admin'; Meant = 'Role' }
        @{ Command = 'Set-FaxPlusMember'; Row = @{ UserId = 'UID'; Role = 'admin' }; Column = 'Quotas'; Value = 3; Meant = 'Quota' }
        @{
            Command = 'New-FaxPlusContact'
            Row = @{ Name = 'Bob'; FaxNumber = '+14155550124' }
            Column = 'Notess'
            Value = 'x'
            Meant = 'Notes'
        }
        @{
            Command = 'New-FaxPlusContact'
            Row = @{ Name = 'Bob'; FaxNumber = '+14155550124' }
            Column = 'Note'
            Value = 'x'
            Meant = 'Notes'
        }
        @{
            Command = 'New-FaxPlusContact'
            Row = @{ Name = 'Bob'; FaxNumber = '+14155550124' }
            Column = 'e-mail'
            Value = 'b@example.com'
            Meant = 'Email'
        }
        @{
            Command = 'New-FaxPlusContact'
            Row = @{ Name = 'Bob'; FaxNumber = '+14155550124' }
            Column = 'Mail'
            Value = 'b@example.com'
            Meant = 'Email'
        }
        @{
            Command = 'New-FaxPlusAICustomField'
            Row = @{ Name = 'due'; Instructions = 'x' }
            Column = 'Enable'
            Value = 'false'
            Meant = 'Enabled'
        }
        @{
            Command = 'Set-FaxPlusContact'
            Row = @{ ContactId = 'ADA' }
            With = @{ Shared = $true }
            Column = 'User'
            Value = 'UID'
            Meant = 'UserId'
        }
        @{
            Command = 'Remove-FaxPlusFax'
            Row = @{ FaxId = 'f1' }
            With = @{ Confirm = $false }
            Column = 'User Id'
            Value = 'UID'
            Meant = 'UserId'
        }
        @{ Command = 'Set-FaxPlusMember'; Row = @{ UserId = 'UID'; Quota = 3 }; Column = 'Rol'; Value = 'admin'; Meant = 'Role' }
        @{ Command = 'ConvertTo-FaxPlusNumber'; Row = @{ Number = '030 123456' }; Column = 'Regions'; Value = 'DE'; Meant = 'Region' }
    ) {
        $values = @{}
        foreach ($name in $Row.Keys) { $values[$name] = switch ($Row[$name]) { 'UID' { $uid } 'ADA' { $ada } default { $_ } } }
        $values[$Column] = $Value
        $given = if ($With) { $With } else { @{} }
        [pscustomobject] $values | & $Command @given -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue |
            Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest*'
        "$($problems[0])" | Should -Match "'$([regex]::Escape($Column))', which is not used; the accepted column is $Meant"
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        $values[$Column] = ''
        [pscustomobject] $values | & $Command @given -ErrorAction SilentlyContinue -ErrorVariable again -WarningAction SilentlyContinue
        "$again" | Should -Not -Match 'which is not used' -Because 'an empty cell has no value'
    }

    It 'are also refused by Send-VoipexSms' {
        $uri = "$($emulator.Uri)/voipex"
        Connect-Voipex ([pscredential]::new('ada', (ConvertTo-Secret 'pass word+4711'))) -AuthUri $uri -ApiUri $uri -SmsUri $uri
        [pscustomobject]@{ To = '030 123456'; Text = 'x'; From = '+16505550100'; Regions = 'DE' } |
            Send-VoipexSms -ErrorAction SilentlyContinue -ErrorVariable problems
        "$($problems[0])" | Should -Match "'Regions', which is not used; the accepted column is Region"
    }

    It 'that specify another member are refused if the member is accepted only as a parameter' {
        $row = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; UserId = $uid }
        $row | New-FaxPlusContact -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        "$problems" | Should -Match "'UserId', which is not read from rows"
        ($row | New-FaxPlusContact -UserId self).Name | Should -Be 'Bob'
    }

    It 'cause one warning if the value is accepted only as a parameter' {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ ContactId = $ada; Name = "New $_"; Notes = ''; Street = 'x' } }
        $rows | Set-FaxPlusContact -Shared $true -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -Match '^The command does not read these columns from rows: Name. Specify -Name for all rows'
        (Get-FaxPlusContact -ContactId $ada).Name | Should -Be 'Ada'
    }

    It 'are refused if they specify another country than that of the number: <Column>' -ForEach @(
        foreach ($name in 'Country', 'Country Code', 'Land', 'Regon') { @{ Column = $name; With = @{} } }
        @{ Column = 'Region'; With = @{ Region = 'DE' } }
        @{ Column = 'Country'; With = @{ Region = 'DE' } }
    ) {
        $with = $With
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            foreach ($command in { $_ | Send-FaxPlusFax @with -Path (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName },
                { $_ | New-FaxPlusContact @with -Name Bob }, { $_ | ConvertTo-FaxPlusNumber @with }) {
                $_ = [pscustomobject]@{ FaxNumber = '044 555 12 34'; $Column = 'CH' }
                "$(Get-ErrorOf $command)" | Should -Match "'CH' in a column '$Column', which is not used"
                $_ = [pscustomobject]@{ FaxNumber = '+41445551234'; $Column = 'CH' }
                if ($Column -ne 'Regon') { Get-ErrorOf $command | Should -BeNullOrEmpty -Because 'the number contains its country' }
                $_ = [pscustomobject]@{ FaxNumber = '030 123456'; $Column = if ($Column -eq 'Regon') { '' } else { 'DE' } }
                Get-ErrorOf $command | Should -BeNullOrEmpty
            }
            Get-EmulatorRequest $emulator POST | ForEach-Object { $_.body } | Should -Not -Match '49445551234'
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'of a country are compared by name and by code: <Column> <Value>' -ForEach @(
        foreach ($name in 'Country', 'Business Country/Region', 'UsageLocation', 'co', 'Address.Country', 'Pays') {
            foreach ($value in 'Switzerland', 'CHE', 'ch') { @{ Column = $name; Value = $value; Same = $false } }
            foreach ($value in 'Germany', 'Deutschland', 'DEU', 'de') { @{ Column = $name; Value = $value; Same = $true } }
        }
        @{ Column = 'Country'; Value = 'Schweiz'; Same = $false }
        foreach ($value in '41', '+41', '0041', 41) { @{ Column = 'Country Code'; Value = $value; Same = $false } }
        foreach ($value in '49', '+49', '0049', 49) { @{ Column = 'Country Code'; Value = $value; Same = $true } }
        foreach ($value in 'DE01', '4711', 'Sales', 'FR') { @{ Column = 'CC'; Value = $value; Same = $true } }
        foreach ($name in 'Land/Region geschäftlich', 'Fax Land', 'Zielland', 'Landescode') {
            foreach ($value in 'Schweiz', 'CH', 'Switzerland (CH)') { @{ Column = $name; Value = $value; Same = $false } }
        }
        foreach ($value in 'Oesterreich', 'CH - Switzerland') { @{ Column = 'Country'; Value = $value; Same = $false } }
        foreach ($value in 'Germany (DE)', '-', '?', 'n/a', 276, '276') { @{ Column = 'Country'; Value = $value; Same = $true } }
        @{ Column = 'Birth Country'; Value = 'Switzerland'; Same = $true }
        @{ Column = 'IsForeignCountry'; Value = 'No'; Same = $true }
    ) {
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            $row = [pscustomobject]@{ FaxNumber = '030 123456'; $Column = $Value }
            if ($Same) { $row | ConvertTo-FaxPlusNumber -WarningVariable warnings | Should -Be '+4930123456' }
            else { "$(Get-ErrorOf { $row | ConvertTo-FaxPlusNumber })" | Should -Match "in a column '$([regex]::Escape($Column))', which is not used" }
            "$warnings" | Should -BeNullOrEmpty
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'of a country are checked for an area code that is a prefix of international calls elsewhere, and accept damaged text' {
        Connect-Emulator $emulator -With @{ Region = 'US' }
        try {
            $row = [pscustomobject]@{ FaxNumber = '011 49 30 123456'; Country = 'Germany' }
            $row | ConvertTo-FaxPlusNumber | Should -Be '+4930123456'
            Connect-Emulator $emulator -With @{ Region = 'DE' }
            $row = [pscustomobject]@{ FaxNumber = '011 555 1234'; Country = 'Italy' }
            "$(Get-ErrorOf { $row | ConvertTo-FaxPlusNumber })" | Should -Match "in a column 'Country', which is not used"
            $row = [pscustomobject]@{ FaxNumber = '030 123456'; Country = "Deutschl$([char]0xd800)nd" }
            $row | ConvertTo-FaxPlusNumber -WarningAction SilentlyContinue | Should -Be '+4930123456'
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'are refused if they contain a part of the number: <Column> <Value> for <Number>' -ForEach @(
        @{ Column = 'AreaCode'; Value = '030'; Number = '123456' }, @{ Column = 'area_code'; Value = 30; Number = '123456' }
        @{ Column = 'Fax Area Code'; Value = '(089)'; Number = '030 123456' }, @{ Column = 'Vorwahl'; Value = '+43'; Number = '030 123456' }
        @{ Column = 'DialCode'; Value = '0043'; Number = '030 123456' }, @{ Column = 'Prefix'; Value = '+43'; Number = '030 123456' }
        @{ Column = 'Landesvorwahl'; Value = '43'; Number = '030 123456' }
    ) {
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            $row = [pscustomobject]@{ FaxNumber = $Number; $Column = $Value }
            $refused = Get-ErrorOf { $row | ConvertTo-FaxPlusNumber }
            "$refused" | Should -Match "in a column '$Column', which is not used; the number '$Number' of the row would be used without it"
            $refused.ErrorDetails.RecommendedAction | Should -Match 'complete number'
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'of a part of the number are accepted if they change nothing: <Column> <Value> for <Number>' -ForEach @(
        @{ Column = 'AreaCode'; Value = ''; Number = '030 123456' }, @{ Column = 'AreaCode'; Value = '030'; Number = '030 123456' }
        @{ Column = 'AreaCode'; Value = '030'; Number = '+49 30 123456' }, @{ Column = 'DialCode'; Value = '+49'; Number = '030 123456' }
        @{ Column = 'Prefix'; Value = 'Dr.'; Number = '030 123456' }, @{ Column = 'Vorwahl'; Value = 'unknown'; Number = '030 123456' }
    ) {
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            [pscustomobject]@{ FaxNumber = $Number; $Column = $Value } | ConvertTo-FaxPlusNumber | Should -Be '+4930123456'
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'of a country that is not known get one warning' {
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            $numbers = 'FaxNumber,Country', '030 123456,Brd', '030 123457,Brd' | ConvertFrom-Csv | ConvertTo-FaxPlusNumber -WarningVariable warnings -WarningAction SilentlyContinue
            $numbers | Should -Be '+4930123456', '+4930123457'
            "$warnings" | Should -Be "The value 'Brd' in the column 'Country' is not used: numbers without a country code are parsed as numbers of DE."
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'of a country that cannot be read are errors of their row' {
        Connect-Emulator $emulator -With @{ Region = 'DE' }
        try {
            $bad = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '030 123456' } |
                Add-Member ScriptProperty Country { throw 'not today' } -PassThru
            $made = $bad, [pscustomobject]@{ Name = 'Eve'; FaxNumber = '030 123457' } |
                New-FaxPlusContact -ErrorAction SilentlyContinue -ErrorVariable problems
            $made.Name | Should -Be 'Eve'
            "$problems" | Should -Match 'Row 1: The column Country of the row cannot be read'
        } finally {
            Connect-Emulator $emulator
        }
    }

    It 'with a member are refused if they specify different members, or the UserId of another object' {
        $other = (Get-FaxPlusMember)[1].Uid
        Clear-EmulatorRequest $emulator
        foreach ($row in @{ UserId = $uid; Uid = $other }, @{ Member = 'max@example.com'; Email = 'mia@example.com' },
            @{ UserId = 'self'; Email = 'max@example.com' }) {
            $row.Quota = 7
            $row.Number = '+16505550100'
            foreach ($command in { [pscustomobject] $row | Set-FaxPlusMember }, { [pscustomobject] $row | Revoke-FaxPlusNumber -Confirm:$false }) {
                "$(Get-ErrorOf $command)" | Should -Match 'which both belong to|does not specify a member'
            }
        }
        $same = [pscustomobject]@{ Member = 'max@example.com'; Email = 'Max@Example.com'; Quota = 7 }
        "$(Get-ErrorOf { $same | Set-FaxPlusMember -WhatIf })" | Should -Not -Match 'both belong to'
        $row = @{ UserId = 'self'; FaxNumber = '+14155550123' }
        "$(Get-ErrorOf { [pscustomobject] $row | Set-FaxPlusAccount -CompanyName Bad })" | Should -Match 'does not specify a member'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'whose columns are all empty are skipped by <Command>, with one warning' -ForEach @(
        @{ Command = 'New-FaxPlusContact'; Columns = 'Name', 'FaxNumber', 'Email' }
        @{ Command = 'New-FaxPlusAICustomField'; Columns = 'Name', 'Instructions' }
        @{ Command = 'New-FaxPlusInvitation'; Columns = 'Email', 'Role' }
        @{ Command = 'Set-FaxPlusMember'; Columns = 'Email', 'Quota' }
        @{ Command = 'Set-FaxPlusContact'; Columns = 'ContactId', 'UserId'; With = @{ Shared = $true } }
        @{ Command = 'Grant-FaxPlusNumber'; Columns = 'Number', 'Member' }
        @{ Command = 'Remove-FaxPlusFax'; Columns = 'FaxId', 'UserId'; With = @{ Confirm = $false } }
        @{ Command = 'Remove-FaxPlusContact'; Columns = 'Id', 'Name'; With = @{ Confirm = $false } }
        @{ Command = 'Set-FaxPlusFax'; Columns = 'Id', 'To'; With = @{ IsRead = $true } }
        @{ Command = 'Set-FaxPlusAccount'; Columns = 'Uid', 'Name'; With = @{ CompanyName = 'x' } }
    ) {
        $given = if ($With) { $With } else { @{} }
        $blank = [ordered]@{}
        foreach ($name in $Columns) { $blank[$name] = '' }
        $rows = [pscustomobject] $blank, [pscustomobject] $blank
        $rows | & $Command @given -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Be '2 rows were skipped, because all columns are empty.'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        $part = [ordered]@{}
        foreach ($name in $Columns) { $part[$name] = if ($name -eq $Columns[-1]) { 'self' } else { '' } }
        [pscustomobject] $part | & $Command @given -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -BeGreaterThan 0 -Because 'a row with some values lacks a mandatory value'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'with an empty UserId beside an id apply to the signed-in user, and an empty -UserId is an error' {
        foreach ($empty in '', [DBNull]::Value) {
            [pscustomobject]@{ ContactId = $ada; UserId = $empty } | Set-FaxPlusContact -Notes 'x' -ErrorAction Stop
            (Get-EmulatorRequest $emulator PUT '/contacts/')[-1].path | Should -Match '/accounts/self/'
        }
        Clear-EmulatorRequest $emulator
        foreach ($given in '', ' ') {
            "$(Get-ErrorOf { Remove-FaxPlusFax f1 -UserId $given -Confirm:$false })" | Should -Match '-UserId is empty'
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'that lack a mandatory column are explained at the end: <Says>' -ForEach @(
        @{ Says = "The first line of the list, sep=;"; Run = { [pscustomobject]@{ 'sep=' = 'Name'; H1 = 'Bob' } | New-FaxPlusContact } }
        @{ Says = "ConvertFrom-Csv -Delimiter ';'"; Run = { [pscustomobject]@{ 'sep=;' = 'Name;FaxNumber' } | New-FaxPlusContact } }
        @{ Says = 'Import-Csv -Delimiter'; Run = { [pscustomobject]@{ 'Name;FaxNumber' = 'Bob;1' } | New-FaxPlusContact } }
        @{ Says = "Name = 'FaxNumber'; Expression = 'Telefax Nummer'"; Run = { [pscustomobject]@{ Name = 'Bob'; 'Telefax Nummer' = '1' } | New-FaxPlusContact } }
        @{ Says = 'Write [pscustomobject] before the hash table'; Run = { @{ Name = 'Bob'; FaxNumber = '1' } | New-FaxPlusContact } }
        @{ Says = 'Set-FaxPlusMember accepts the columns UserId, Role, Quota'; Run = { [pscustomobject]@{ Person = 'x'; Quota = 1 } | Set-FaxPlusMember } }
        @{ Says = 'byte order mark'; Run = { [pscustomobject]@{ "$([char]0xFEFF)Name" = 'due'; Instructions = 'x' } | New-FaxPlusAICustomField } }
    ) {
        $written = & $Run *>&1
        "$($written | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })" |
            Should -Match ([regex]::Escape($Says.TrimEnd(';')))
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'cause a warning of New-FaxPlusInvitation if they contain a role or a quota' {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ Email = "new$_@example.com"; Role = 'admin' } }
        $null = $rows | New-FaxPlusInvitation -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Be 'An invitation has no role and no quota. Set these values with Set-FaxPlusMember after the person has joined.'
    }

    It 'delete no webhook after a row was refused' {
        $null = Set-FaxPlusWebhook https://example.com/old fax_sent -PassThru
        [pscustomobject]@{ Target = 'https://example.com/a'; Event = 'fax_sent'; 'Number ' = '+16505550100' } |
            Set-FaxPlusWebhook -Prune -Confirm:$false -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'No webhook is pruned'
        (Get-FaxPlusWebhook).Target | Should -Be 'https://example.com/old'
    }

    It 'are accepted if they are objects of this module or unrelated to a parameter' {
        Get-FaxPlusContact | Set-FaxPlusContact -Shared $true -WarningVariable warnings -ErrorAction Stop
        Get-FaxPlusContact | Select-Object Id, Name | Set-FaxPlusContact -Shared $false -WarningVariable +warnings -ErrorAction Stop
        [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Street = 'x'; Age = 7; Title = 'Dr'; Phone = '1'; Phone2 = '2' } |
            New-FaxPlusContact -WarningVariable +warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
    }

    It 'are checked if they are objects of a class of the script or of another library' {
        Add-Type 'public class RowClassOfTest { public string Name { get; set; } public string FaxNumber { get; set; } public string UserId { get; set; } }'
        class HookRow { [string] $Target = 'http://a.test/1'; [string] $Event = 'fax_received'; [string] $FaxNumber = '+16505550100' }
        class LetterRow { [string] $To = '+14155550123'; [string] $Path = 'a.pdf'; [string] $SendTmie = '2037-01-02 08:00' }
        "$(Get-ErrorOf { [HookRow]::new() | Set-FaxPlusWebhook -Force })" | Should -Match "'FaxNumber', which is not used"
        "$(Get-ErrorOf { [LetterRow]::new() | Send-FaxPlusFax })" | Should -Match "'SendTmie', which is not used"
        $row = [RowClassOfTest]@{ Name = ''; FaxNumber = '' }
        $row | New-FaxPlusContact -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Be '1 row was skipped, because all columns are empty.'
        ($row.Name, $row.FaxNumber, $row.UserId) = 'Bob', '+14155550124', $uid
        "$(Get-ErrorOf { $row | New-FaxPlusContact })" | Should -Match "'UserId', which is not read from rows"
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'are refused with the true cause if an address contains two lines' {
        $two = "a@x.example`nb@x.example"
        "$(Get-ErrorOf { $two | New-FaxPlusInvitation })" | Should -Match 'is not a single e-mail address'
        $contact = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Email = $two }
        "$(Get-ErrorOf { $contact | New-FaxPlusContact })" | Should -Match 'is not a single e-mail address'
    }

    It 'are accepted with joiners of Arabic words and the selector of emoji in an address' {
        $target = "http://a.test/$([char]0x260E)$([char]0xFE0F)"
        Set-FaxPlusWebhook $target fax_page_received -PassThru -WhatIf -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $email = "info@$([char]0x0646)$([char]0x0627)$([char]0x0645)$([char]0x0647)$([char]0x200C)$([char]0x0627)$([char]0x06CC).ir"
        [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Email = $email } | New-FaxPlusContact -WhatIf -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        "$(Get-ErrorOf { [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Email = "b@x.example$([char]0x200C)" } | New-FaxPlusContact -WhatIf })" |
            Should -Match 'U\+200C'
    }

    It 'are refused if an address contains an invisible character: <_>' -ForEach 0x200B, 0xFEFF, 0x00AD, 0x200E, 0x2060, 0xE0041 {
        $unseen = [char]::ConvertFromUtf32($_)
        $says = 'contains the invisible character U\+{0:X4}' -f $_
        $null = Set-FaxPlusWebhook http://a.test/live fax_page_received
        Clear-EmulatorRequest $emulator
        $row = [pscustomobject]@{ Target = "http://a.test/live$unseen"; Event = 'fax_page_received' }
        "$(Get-ErrorOf { $row | Set-FaxPlusWebhook -Prune -Confirm:$false -WarningAction Ignore })" | Should -Match $says
        $row = [pscustomobject]@{ Target = 'http://a.test/live'; Event = "fax_sent$unseen" }
        "$(Get-ErrorOf { $row | Set-FaxPlusWebhook -Prune -Confirm:$false -WarningAction Ignore })" | Should -Match $says
        "$(Get-ErrorOf { "e@x.example$unseen" | New-FaxPlusInvitation })" | Should -Match $says
        $contact = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Email = "b@x.example$unseen" }
        "$(Get-ErrorOf { $contact | New-FaxPlusContact })" | Should -Match $says
        "$(Get-ErrorOf { Set-FaxPlusContact $ada -Email "b@x.example$unseen" })" | Should -Match $says
        "$(Get-ErrorOf { Set-FaxPlusAccount -Email "b@x.example$unseen" -Confirm:$false })" | Should -Match $says
        "$(Get-ErrorOf { Set-FaxPlusMember "max@example.com$unseen" -Quota 3 })" | Should -Match $says
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'of invitations are refused if a text is not a single address: <_>' -ForEach 'a@x.example;b@x.example', 'a@x.example, b@x.example', 'Ada <d@x.example>' {
        $said = $_, 'f@x.example' | New-FaxPlusInvitation -ErrorAction SilentlyContinue -ErrorVariable problems
        "$problems" | Should -Match 'is not a single e-mail address'
        $said.Email | Should -Be 'f@x.example'
    }

    It 'of contacts are refused if the name has a line break' {
        "$(Get-ErrorOf { [pscustomobject]@{ Name = "Bob`nRoe"; FaxNumber = '+14155550124' } | New-FaxPlusContact })" | Should -Match 'contains a line break'
        "$(Get-ErrorOf { Set-FaxPlusContact $ada -Name "Ada`nRoe" })" | Should -Match 'contains a line break'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'cause one warning if the command line has another value for a column: <Name>' -ForEach @(
        @{ Name = 'To'; Row = @{ To = '+14155550124' }; With = @{ To = '+14155550123'; Path = 'a.pdf' } }
        @{ Name = 'FaxNumber'; Row = @{ FaxNumber = '+14155550124' }; With = @{ To = '+14155550123'; Path = 'a.pdf' } }
        @{ Name = 'Path'; Row = @{ To = '+14155550124'; Path = 'b.pdf' }; With = @{ Path = 'a.pdf' } }
        @{ Name = 'RetryCount'; Row = @{ To = '+14155550124'; RetryCount = '2' }; With = @{ Path = 'a.pdf'; RetryCount = 3 } }
    ) {
        $null = Add-TestPdf (Join-Path $TestDrive a.pdf)
        Push-Location $TestDrive
        try {
            $row = [pscustomobject] $Row
            $row, $row | Send-FaxPlusFax @With -WhatIf -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        } finally { Pop-Location }
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -Match "^The column $Name is not used, because -$(if ($Name -eq 'FaxNumber') { 'To' } else { $Name }) is specified"
    }

    It 'cause no warning if the command line has the same value for a column in another form' {
        $null = Add-TestPdf (Join-Path $TestDrive a.pdf)
        $with = @{ Path = Join-Path $TestDrive a.pdf; SendTime = '2037-01-31 08:00'; RetryCount = 3; Tag = 'x', 'y'; Region = 'us' }
        [pscustomobject]@{ To = '+14155550124'; Recipient = 'Ada'; SendTime = '2037-01-31T08:00'; RetryCount = '3'; Tag = 'x', 'y'; Region = 'US'; Comment = '' } |
            Send-FaxPlusFax @with -WhatIf -ErrorAction Stop -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $row = [pscustomobject]@{ To = '+14155550124'; From = '+1 650-555-0100'; Path = 'a'; Tag = 'y, x'; Region = 'USA' }
        Push-Location $TestDrive
        try {
            $row | Send-FaxPlusFax -From +16505550100 -Path { "./$($_.Path).pdf" } -Tag x, y -Region US -WhatIf -ErrorAction Stop -WarningVariable warnings
        } finally { Pop-Location }
        $warnings | Should -BeNullOrEmpty
    }

    It 'of webhooks are refused if the command line has another value, and nothing is pruned: <Name>' -ForEach @(
        @{ Name = 'Target'; With = @{ Target = 'http://a.test/1' } }
        @{ Name = 'Event'; With = @{ Event = 'fax_sent' } }
        @{ Name = 'Number'; With = @{ Number = '+16505550100' } }
    ) {
        $null = Set-FaxPlusWebhook http://a.test/1, http://a.test/2 fax_received
        Clear-EmulatorRequest $emulator
        $row = @{ Target = 'http://a.test/2'; Event = 'fax_received'; Number = '+16505550199' }
        foreach ($item in [pscustomobject] $row, $row) {
            "$(Get-ErrorOf { $item | Set-FaxPlusWebhook @With -Prune -SkipNumberCheck -Confirm:$false -WarningAction Ignore })" |
                Should -Match "$Name is '.*' in the row, and -$Name specifies a different value"
        }
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        $row.$Name = $With.$Name.ToUpper()
        "$(Get-ErrorOf { [pscustomobject] $row | Set-FaxPlusWebhook @With -SkipNumberCheck -WhatIf })" | Should -BeNullOrEmpty
    }

    It 'with a member in a column <Name> are refused by every command with a UserId' -ForEach @(
        @{ Name = 'Uid' }, @{ Name = 'Member' }, @{ Name = 'MemberId' }, @{ Name = 'Member E-mail' }
    ) {
        $member = if ($Name -eq 'Uid') { $uid } else { 'max@example.com' }
        foreach ($run in { $_ | Remove-FaxPlusFax -Confirm:$false }, { $_ | Save-FaxPlusFax -Directory $TestDrive },
            { $_ | Set-FaxPlusFax -IsRead $true }, { $_ | Stop-FaxPlusFax }, { $_ | Set-FaxPlusOutbox -Comment x },
            { $_ | Remove-FaxPlusContact -Confirm:$false }, { $_ | Set-FaxPlusContact -Notes x }) {
            $row = [pscustomobject]@{ FaxId = 'abc'; OutboxId = 'abc'; ContactId = 'abc'; $Name = $member }
            "$(Get-ErrorOf { $row | ForEach-Object $run })" | Should -Match "'$Name', which is not used; the accepted column is UserId"
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        $row | Add-Member UserId self
        "$(Get-ErrorOf { $row | Remove-FaxPlusFax -WhatIf })" | Should -BeNullOrEmpty
        $row = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; $Name = $member }
        "$(Get-ErrorOf { $row | New-FaxPlusContact })" | Should -Match "'$Name', which is not read from rows"
    }

    It 'with the name of an account of another service in a column Member are accepted' {
        $row = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Member = '@ada' }
        ($row | New-FaxPlusContact -ErrorAction Stop).Name | Should -Be Bob
    }

    It 'that lack a number or a member are explained with a column that may contain it: <Says>' -ForEach @(
        @{ Says = "Name = 'To'; Expression = 'Fax'"; Run = { [pscustomobject]@{ Name = 'Bob'; Fax = '1'; Path = 'a' } | Send-FaxPlusFax } }
        @{ Says = "Name = 'Member'; Expression = 'E-Mail'"; Run = { [pscustomobject]@{ Id = 'x'; 'E-Mail' = 'a@x'; Number = '1' } | Revoke-FaxPlusNumber } }
    ) {
        $written = & $Run *>&1
        "$($written | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })" | Should -Match ([regex]::Escape($Says))
    }

    It 'of members are refused with the name of the empty column, and with a negative quota' {
        "$(Get-ErrorOf { [pscustomobject]@{ Email = ''; Quota = 5 } | Set-FaxPlusMember })" | Should -Match 'The column Email of the row is empty'
        "$(Get-ErrorOf { [pscustomobject]@{ Email = 'max@example.com'; Quota = -5 } | Set-FaxPlusMember })" | Should -Match '-5 is not in the range'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'of classes are accepted although an unrelated property cannot be read' {
        class LazyRow {
            [string] $Name = 'Bob'
            [string] $FaxNumber = '+14155550124'
        }
        $row = [LazyRow]::new() | Add-Member ScriptProperty Bad { throw 'not loaded' } -PassThru
        ($row | New-FaxPlusContact -ErrorAction Stop).Name | Should -Be Bob
        $row = [pscustomobject]@{ To = '+14155550124'; Path = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName } |
            Add-Member ScriptProperty Bad { throw 'not loaded' } -PassThru
        $row | Send-FaxPlusFax -WhatIf -ErrorAction Stop
    }

    It 'may have one number in two notations in two columns of one parameter' {
        $row = [pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Mobile = '+1 415-555-0125'; Cellphone = '+14155550125' }
        ($row | New-FaxPlusContact -ErrorAction Stop).Cellphone | Should -Be '+14155550125'
        $row.Mobile = '+14155550126'
        "$(Get-ErrorOf { $row | New-FaxPlusContact })" | Should -Match 'which both belong to the parameter'
    }

    It 'of contacts may have a column Mobile' {
        ([pscustomobject]@{ Name = 'Bob'; FaxNumber = '+14155550124'; Mobile = '+14155550125' } | New-FaxPlusContact).Cellphone |
            Should -Be '+14155550125'
    }

    It 'are checked by every command that makes changes and accepts a column' {
        $unseen = Get-Command -Module FaxPlus -CommandType Cmdlet | Where-Object {
            $_.Verb -notin 'Get', 'Test', 'Add' -and $_.Name -ne 'Remove-FaxPlusWebhook' -and
            @($_.Parameters.Values | Where-Object {
                $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true }).Count -gt 0 -and
            -not ($_.Parameters.Values |
                Where-Object { $_.ParameterType -eq [psobject] -and $_.ParameterSets.Values.ValueFromPipeline -contains $true })
        }
        $unseen.Name | Should -BeNullOrEmpty
    }
}
