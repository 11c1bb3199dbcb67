BeforeDiscovery {
    # All parameters that are bound from a column and are not strings, each with a row without the column and an invalid value.
    $script:columns = @(
        @{
            Command = 'New-FaxPlusAICustomField'
            Name = 'Enabled'
            Row = @{ Name = 'a'; Instructions = 'b' }
            Wrong = 'maybe', ([datetime]'2031-01-01'), 2, @{ a = 1 }
            Right = 'false'
        }
        @{
            Command = 'Send-FaxPlusFax'
            Name = 'SendTime'
            Row = @{ To = '+14155550111'; Path = 'a.pdf' }
            Wrong = 'tomorrow', '08:00', '8:00 PM', '23:59:59Z', '31.01.2037 08:00', '32', '46419.33', '12.5', '31 Jan', '1/31 08:00', 46419.33, 46419, 46419L, $true,
                ([timespan]'08:00'), @{ a = 1 }, ([pscustomobject]@{ a = 1 }), "2037-01-0$([char]0xFFFD)"
            Right = '2037-01-31 08:00'
        }
        @{
            Command = 'Send-FaxPlusFax'
            Name = 'RetryCount'
            Row = @{ To = '+14155550111'; Path = 'a.pdf' }
            Wrong = 'many', '1.5', '99999999999', 99999999999, '4', 1.5, $true, ([timespan]'00:01'), '0x2'
            Right = '3'
        }
        @{
            Command = 'Send-FaxPlusFax'
            Name = 'RetryDelay'
            Row = @{ To = '+14155550111'; Path = 'a.pdf' }
            Wrong = 'long', '1,5', '31', ([datetime]'2031-01-01')
            Right = '30'
        }
        @{
            Command = 'Set-FaxPlusMember'
            Name = 'Quota'
            Row = @{ Member = 'mia@example.com'; Role = 'Member' }
            Wrong = 'lots', '1.000', '99999999999'
            Right = '1000'
        }
    )
    $cells = $columns | ForEach-Object { $column = $_; $column.Wrong | ForEach-Object { $column + @{ Cell = $_ } } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600'
    Connect-Emulator $emulator
    Push-Location $TestDrive
    $null = Add-TestPdf a.pdf
}

AfterAll {
    Pop-Location
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The columns of a row' {
    BeforeEach { Clear-Emulator $emulator }

    It 'are all tested in this file unless they are text' -ForEach @{ Tried = $columns | ForEach-Object { "$($_.Command) $($_.Name)" } } {
        $typed = foreach ($command in Get-Command -Module FaxPlus) {
            $command.Parameters.Values |
                Where-Object { $_.ParameterType -notin [string], [string[]] -and
                    $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true } |
                ForEach-Object { "$($command.Name) $($_.Name)" }
        }
        # Contacts.Tests.ps1 tests the parameters of New-FaxPlusContact, which does not create a second contact with the same number.
        $typed | Sort-Object | Should -Be ($Tried + 'New-FaxPlusContact Shared' + 'New-FaxPlusContact Telefax' | Sort-Object)
    }

    It '<Command>: <Cell> as <Name> is an error that names it, and the row is not processed' -ForEach $cells {
        $told = @(Get-ErrorOf { [pscustomobject]($Row + @{ $Name = $Cell }) | & $Command })
        $told.Count | Should -Be 1
        $told[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $told[0].Exception.Message | Should -BeLike "Row 1: In the column '$Name', *"
        $told[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($Cell.GetType().Name -notin 'Hashtable', 'PSCustomObject') {
            $told[0].Exception.Message | Should -Match ([regex]::Escape([string]::Format([cultureinfo]::InvariantCulture, '{0}', $Cell)))
        }
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It '<Command>: <Right> and an empty cell as <Name> are valid after an invalid row' -ForEach $columns {
        $rows = $Wrong[0], $Right, '', ' ' | ForEach-Object { [pscustomobject]($Row + @{ $Name = $_ }) }
        @(Get-ErrorOf { $rows | & $Command -Confirm:$false } | Where-Object { $_.Exception.Message -like "Row 1: In the column '$Name', *" }).Count | Should -Be 1
        @(Get-EmulatorChange $emulator | Where-Object path -NotLike '*/files').Count | Should -Be 3
    }

    It 'and other whole numbers are not rounded: <Command> -<Name>' -ForEach @(
        @{ Command = 'Get-FaxPlusFax'; Name = 'First' }, @{ Command = 'Wait-FaxPlusFax'; Name = 'Timeout' },
            @{ Command = 'Set-FaxPlusAccount'; Name = 'RetryCount' }, @{ Command = 'Save-FaxPlusFax'; Name = 'ThrottleLimit' }
    ) {
        $given = @{ $Name = 1.5 }
        (Get-ErrorOf { & $Command @given }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'are each converted in one way' {
        $commands = Get-Command -Module FaxPlus
        $without = foreach ($command in $commands) {
            foreach ($parameter in $command.Parameters.Values |
                Where-Object { $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true }) {
                if (-not ($parameter.Attributes | Where-Object { $_.GetType().BaseType.Name -eq 'ColumnAttribute' })) {
                    "$($command.Name) $($parameter.Name)"
                }
            }
        }
        $without | Should -BeNullOrEmpty
    }

    It 'that cannot be read name their row, and all such values of the row' {
        $rows = @(
            [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = ''; Comment = 'x'; RetryCount = '' }
            [pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf'; SendTime = 'soon'; Comment = '#REF!'; RetryCount = '7' }
            [pscustomobject]@{ To = "+1415555011$([char]0xFFFD)"; Path = 'a.pdf'; SendTime = ''; Comment = ''; RetryCount = '' }
        )
        $told = @(Get-ErrorOf { $rows | Send-FaxPlusFax })
        $told.Count | Should -Be 2
        foreach ($part in "^Row 2: In the column ", "column 'Comment', '#REF!' is", "column 'SendTime', 'soon' is", "column 'RetryCount', 7 is not") {
            $told[0].Exception.Message | Should -Match $part
        }
        $told[0].TargetObject | Should -Be '+14155550112'
        $told[0].ErrorDetails.RecommendedAction | Should -Match 'Correct the cell'
        $told[0].ErrorDetails.RecommendedAction | Should -Match 'Write the year first'
        $told[1].Exception.Message | Should -BeLike "Row 3: In the column 'To', *"
        $told[1].TargetObject | Should -Be 'Row 3'
        @((Get-EmulatorState $emulator).outbox).to | Should -Be '+14155550111'
    }

    It 'that cannot be read name their row: <Command>' -ForEach @(
        @{ Command = 'Set-FaxPlusMember'; Row = @{ Member = 'mia@example.com'; Role = 'Member'; Quota = 'lots' } }
        @{ Command = 'New-FaxPlusContact'; Row = @{ Name = 'Ada'; FaxNumber = '+14155550111'; Shared = 'maybe' } }
        @{ Command = 'New-FaxPlusAICustomField'; Row = @{ Name = 'a'; Instructions = "b$([char]0xFFFD)" } }
        @{ Command = 'Grant-FaxPlusNumber'; Row = @{ Number = '+16505550100'; Member = @{ a = 1 } } }
        @{ Command = 'Set-FaxPlusWebhook'; Row = @{ Target = 'https://example.com/a'; Event = "fax_s$([char]0xFFFD)nt" } }
        @{ Command = 'ConvertTo-FaxPlusNumber'; Row = @{ Number = '+16505550100'; Region = @{ a = 1 } } }
    ) {
        $told = @(Get-ErrorOf { [pscustomobject]$Row | & $Command })
        $told.Count | Should -Be 1
        $told[0].Exception.Message | Should -BeLike 'Row 1: In the column *'
        $told[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'do not affect the arguments of other commands' {
        $bad = [pscustomobject]@{ Path = 'a.pdf'; SendTime = 'soon' }, [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = 'soon' }
        # PowerShell itself refuses the first row, which has no column To; the argument of Get-FaxPlusFax is bound next.
        $told = @(Get-ErrorOf { $bad | Send-FaxPlusFax; Get-FaxPlusFax -After $bad[0].SendTime })
        $told[-1].FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*GetFaxPlusFaxCommand'
        $thrown = [System.Collections.Generic.List[string]]::new()
        $bad | ForEach-Object { $_; try { Get-FaxPlusFax -After $_.SendTime } catch { $thrown.Add($_.FullyQualifiedErrorId) } } |
            Send-FaxPlusFax -ErrorAction SilentlyContinue
        $thrown | Should -BeLike 'ParameterArgumentTransformationError,*GetFaxPlusFaxCommand'
        $thrown.Count | Should -Be 2
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'with the value false have an effect' {
        'Name,Instructions,Enabled', 'a,b,False', 'c,d,TRUE', 'e,f,' | ConvertFrom-Csv | New-FaxPlusAICustomField | ForEach-Object Enabled |
            Should -Be $false, $true, $true
    }
}

Describe 'The rows of Send-FaxPlusFax' {
    BeforeAll {
        function Get-Sent { @((Get-EmulatorState $emulator).outbox) }
        function Send-Row([object[]] $Row, [hashtable] $With = @{}) {
            $script:told = $null
            $script:said = $null
            @($Row | Send-FaxPlusFax @With -ErrorAction SilentlyContinue -ErrorVariable script:told -WarningAction SilentlyContinue -WarningVariable script:said)
        }
        $script:lost = [string] [char] 0xFFFD
    }

    BeforeEach { Clear-Emulator $emulator }

    It 'from a database: a null is an empty cell' {
        $table = [System.Data.DataTable]::new()
        foreach ($column in 'To', 'Path', 'Comment', 'Tag', 'Key', 'From') { $null = $table.Columns.Add($column, [string]) }
        $null = $table.Columns.Add('RetryCount', [int])
        $null = $table.Columns.Add('RetryDelay', [int])
        $null = $table.Columns.Add('SendTime', [datetime])
        $null = $table.Rows.Add('+14155550111', 'a.pdf')
        $null = $table.Rows.Add('+14155550112', 'a.pdf', 'Hello', 'x', 'k', '+16505550100', 2, 5, [datetime]'2037-01-31 08:00')
        $null = $table.Rows.Add()
        $sent = Send-Row @($table.Rows)
        $told | Should -BeNullOrEmpty
        $sent.To | Should -Be '+14155550111', '+14155550112'
        $sent.Row | Should -Be 1, 2
        $sent[1].Key | Should -Be 'k'
        $first, $second = Get-Sent
        @($first.comment.tags).Count | Should -Be 1 -Because 'the only tag is that of the module'
        $first.send_time | Should -BeNullOrEmpty
        $second.comment.tags | Should -Contain 'x'
        $second.retry.count | Should -Be 2
        $second.send_time | Should -Not -BeNullOrEmpty
        $said | Should -Match '^1 row was skipped'
    }

    It 'with a lost letter are errors that name the column and the solution: <Column>' -ForEach @(
        @{ Column = 'Comment' }, @{ Column = 'Tag' }, @{ Column = 'Key' }, @{ Column = 'To' }, @{ Column = 'From' }, @{ Column = 'Region' }
    ) {
        $row = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf' }
        $row | Add-Member $Column "M${lost}ller" -Force
        Send-Row $row | Should -BeNullOrEmpty
        "$told" | Should -Match "'$Column'"
        $told.ErrorDetails.RecommendedAction | Should -Match '-Encoding'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'with an unpaired surrogate are errors, and complete pairs are not' {
        $half = [string] [char] 0xD83D
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; Comment = "a${half}b" }) | Should -BeNullOrEmpty
        "$told" | Should -Match 'Comment'
        $null = Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; Comment = "a$([char]::ConvertFromUtf32(0x1F600))b" })
        (Get-Sent)[0].comment.text | Should -Be "a$([char]::ConvertFromUtf32(0x1F600))b"
    }

    It 'and cover pages and comments with a lost letter are errors' {
        foreach ($with in @{ NameTo = $lost; NameFrom = 'b'; Subject = 'c' }, @{ NameTo = 'a'; NameFrom = $lost; Subject = 'c' },
            @{ NameTo = 'a'; NameFrom = 'b'; Subject = $lost }, @{ NameTo = 'a'; NameFrom = 'b'; Subject = 'c'; Message = $lost }) {
            { New-FaxPlusCoverPage @with } | Should -Throw '*-Encoding*'
        }
        { Set-FaxPlusFax -FaxId 1 -Comment $lost } | Should -Throw '*-Encoding*'
        { Set-FaxPlusOutbox -OutboxId 1 -Comment $lost } | Should -Throw '*-Encoding*'
    }

    It 'are converted to text for text parameters: <_>' -ForEach 'hash table', 'object', 'list', 'script block', 'object without a text' {
        $cell = @{ 'hash table' = @{ a = 1 }; object = [pscustomobject]@{ a = 1 }; list = 'a',
            'b'; 'script block' = { 1 }; 'object without a text' = [System.Text.ASCIIEncoding]::new() }[$_]
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; Comment = $cell }) | Should -BeNullOrEmpty
        "$told" | Should -Match "'Comment'"
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'accept numeric cells of a spreadsheet, but not those that it has shortened' {
        Send-Row ([pscustomobject]@{ To = [double] 14155550111; Path = 'a.pdf' }) | Should -BeNullOrEmpty
        "$told" | Should -Match '14155550111' -Because 'the error contains the number, which lacks a plus sign'
        Send-Row ([pscustomobject]@{ To = '1,41556E+10'; Path = 'a.pdf' }) | Should -BeNullOrEmpty
        "$told" | Should -Match 'spreadsheet'
    }

    It 'that contain only commas are skipped, with one warning that counts them' {
        $csv = @('To,Path,Comment,SendTime,Customer', '+14155550111,a.pdf,,,') + @(',,,,') * 500 + '+14155550112,a.pdf,,,'
        $sent = $csv | ConvertFrom-Csv | Send-FaxPlusFax -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable said
        $sent.To | Should -Be '+14155550111', '+14155550112'
        $sent.Row | Should -Be 1, 502
        @($said).Count | Should -Be 1
        $said | Should -Match '^500 rows were skipped'
    }

    It 'with a value in any column are not skipped, but cause an error' {
        $sent = Send-Row ('To,Path,Customer', ',,ACME', '+14155550111,,', ',a.pdf,', '+14155550112,a.pdf,' | ConvertFrom-Csv)
        $told.Count | Should -Be 3
        $told[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $sent.To | Should -Be '+14155550112'
        $sent.Row | Should -Be 4
    }

    It 'that PowerShell refuses are counted' {
        $sent = Send-Row ('To,Path,SendTime,Key', '+14155550111,a.pdf,soon,a', '+14155550112,a.pdf,,b', 'Nobody', '+14155550113,a.pdf,,c' |
            ConvertFrom-Csv) @{ ThrottleLimit = 8 }
        ($sent | Sort-Object Row | ForEach-Object { "$($_.Row) $($_.Key) $($_.To)" }) | Should -Be '2 b +14155550112', '4 c +14155550113'
        (Send-FaxPlusFax '+14155550111' a.pdf).Row | Should -BeNullOrEmpty
    }

    It 'are matched by Key and Row even if a journal records them' {
        $rows = 'To,Path,Key', '+14155550111,a.pdf,one', '+14155550112,a.pdf,two' | ConvertFrom-Csv
        $null = Send-Row $rows[1] @{ Journal = 'keys.journal' }
        $sent = Send-Row $rows @{ Journal = 'keys.journal'; ThrottleLimit = 8 }
        ($sent | Sort-Object Row | ForEach-Object { "$($_.Row) $($_.Key)" }) | Should -Be '1 one', '2 two'
    }

    It 'can specify files by <_>' -ForEach 'LiteralPath', 'FullName', 'PSPath', 'Path', 'FilePath' {
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; $_ = (Join-Path $TestDrive a.pdf) })).Files | Should -Be 'a.pdf'
    }

    It 'can be files with an additional column' {
        $sent = Send-Row (Get-ChildItem a.pdf | Select-Object *, @{ Name = 'To'; Expression = { '+14155550111' } })
        $sent.Files | Should -Be 'a.pdf'
        $sent.To | Should -Be '+14155550111'
        $told | Should -BeNullOrEmpty
        (Send-Row (Get-ChildItem a.pdf) @{ To = '+14155550112' }).Files | Should -Be 'a.pdf'
    }

    It 'cannot specify two different files' {
        $null = Add-TestPdf b.pdf
        Send-Row (Get-ChildItem a.pdf | Select-Object FullName, @{ Name = 'To'; Expression = { '+14155550111' } },
            @{ Name = 'Path'; Expression = { 'b.pdf' } }) | Should -BeNullOrEmpty
        "$told" | Should -Match 'Two different files'
    }

    It 'cannot have two values for one parameter: <Name>' -ForEach @(
        @{ Name = 'Path'; Row = @{ To = '+14155550111'; Path = 'a.pdf'; FilePath = 'b.pdf' } }
        @{ Name = 'LiteralPath'; Row = @{ To = '+14155550111'; LiteralPath = 'a.pdf'; FullName = 'b.pdf' } }
        @{ Name = 'To'; Row = @{ To = '+14155550111'; Destination = '+14155550112'; Path = 'a.pdf' } }
    ) {
        $null = Add-TestPdf b.pdf
        $table = [System.Data.DataTable]::new()
        foreach ($column in $Row.Keys) { $null = $table.Columns.Add($column) }
        $null = $table.Rows.Add(@($Row.Values))
        foreach ($one in @(([pscustomobject] $Row); $table.Rows[0])) {
            Send-Row $one | Should -BeNullOrEmpty
            "$told" | Should -Match "both belong to the parameter $Name"
        }
    }

    It 'can have the same value twice, and a name as Recipient' {
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Recipient = 'Ada Lovelace'; Destination = '+14155550111'; Path = 'a.pdf'; FilePath = 'a.pdf' })).To | Should -Be '+14155550111'
    }

    It 'that are files of another computer are not treated as local files' {
        Get-Item a.pdf | Export-Clixml file.xml
        $file = Import-Clixml file.xml | Add-Member PSComputerName server9 -PassThru
        Send-Row $file @{ To = '+14155550111' } | Should -BeNullOrEmpty
        "$told" | Should -Match "computer 'server9'"
        $copy = $file | Select-Object *, @{ Name = 'To'; Expression = { '+14155550111' } }
        $plain = [pscustomobject]@{ To = '+14155550111'; FullName = $copy.FullName; PSComputerName = 'server9' }
        foreach ($row in $copy, $plain) {
            Send-Row $row | Should -BeNullOrEmpty
            "$told" | Should -Match "computer 'server9'"
        }
        $person = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; FullName = 'Ada Lovelace'; PSComputerName = 'server9' }
        (Send-Row $person).Count | Should -Be 1
        $file.PSComputerName = 'localhost'
        (Send-Row $file @{ To = '+14155550111' }).Count | Should -Be 1
    }

    It 'with a nearly correct header cause an error that describes it: <Name>' -ForEach @(
        @{ Name = 'a blank'; Header = 'To,Path '; Match = "'Path ' must be 'Path'" }
        @{ Name = 'a blank before an optional column'; Header = 'To,Path, SendTime'; Match = "' SendTime' must be 'SendTime'" }
        @{ Name = 'words'; Header = 'To,Path,Send Time'; Match = 'Rename the column to SendTime' }
        @{ Name = 'a byte order mark'; Header = "$([char]0xFEFF)To,Path"; Match = 'byte order mark' }
        @{ Name = 'a byte order mark in another encoding'; Header = 'ï»¿To,Path'; Match = 'byte order mark' }
        @{ Name = 'sep='; Header = 'sep=,'; Match = 'The first line of the list' }
    ) {
        # Creates a list in memory, as Get-Content and ConvertFrom-Csv return it.
        $names = $Header -split ','
        $row = [ordered]@{}
        foreach ($name in $names) {
            if ($name) {
                $row[$name] = if ($name -match 'To') { '+14155550111' } elseif ($name -match 'Time') { '2037-01-31 08:00' } else { 'a.pdf' }
            }
        }
        Send-Row ([pscustomobject] $row) | Should -BeNullOrEmpty
        $told.Count | Should -BeGreaterThan 0
        ($said + $told.ErrorDetails.RecommendedAction) -join ' ' | Should -Match ([regex]::Escape($Match))
        Get-EmulatorRequest $emulator POST '/outbox$' | Should -BeNullOrEmpty
    }

    It 'with a misspelt column <Name> are refused, because the fax would be sent immediately' -ForEach @(
        foreach ($name in 'sendtme', 'SendTimes', 'SednTime', 'Send-Tim', 'Schedule', 'Scheduled Time', 'send_at', 'SendDate', 'SendTimeUtc', 'Scheduled At') {
            @{ Name = $name; Value = '2037-01-31 08:00'; Meant = 'SendTime' }
        }
        foreach ($name in 'Regon', 'Regions') { @{ Name = $name; Value = 'US'; Meant = 'Region' } }
        @{ Name = 'RetryCounts'; Value = '2'; Meant = 'RetryCount' }
        @{ Name = 'Schedule'; Value = [datetime] '2037-01-31 08:00'; Meant = 'SendTime' }
        foreach ($value in 46419.33, 46419, '46419,33', '24.12.2037 08:00', '02/03/2037 08:00', 'tomorrow 08:00', 'weekly', [timespan] '08:00') {
            foreach ($name in 'SendAt', 'Schedule', 'SendTimeUtc') { @{ Name = $name; Value = $value; Meant = 'SendTime' } }
        }
        foreach ($name in 'FromNumber', 'Sender', 'From Fax', 'froms') { @{ Name = $name; Value = '+16505550100'; Meant = 'From' } }
        @{ Name = 'SenderNumber'; Value = 16505550100; Meant = 'From' }
        @{ Name = 'Keys'; Value = '1'; Meant = 'Key' }
        @{ Name = 'Paths'; Value = 'b.pdf'; Meant = 'Path' }
    ) {
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; $Name = $Value }) | Should -BeNullOrEmpty
        $told.Exception.Message | Should -Match "'$Name', which is not used; the accepted column is $Meant"
        Get-EmulatorRequest $emulator POST '/outbox$' | Should -BeNullOrEmpty
    }

    It 'with columns whose names are only similar are accepted' {
        $rows = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; EndTime = '2037-01-31 08:00'; SentTime = '2020-01-31'; Schedule = ' '; EntryCount = '3' }, [pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf'; Schedule = '2037-01-31 08:00' }
        (Send-Row $rows).To | Should -Be '+14155550111' -Because 'the second row only has a schedule'
        $both = [pscustomobject]@{ To = '+14155550113'; Path = 'a.pdf'; Schedule = '2037-01-30 08:00'; SendTime = '2037-01-31 08:00' }
        (Send-Row $both).SendTime.LocalDateTime | Should -Be ([datetime] '2037-01-31 08:00') -Because 'the row has its send time'
    }

    It 'with <Value> in a column <Name> are sent with a warning, because the value may be the send time' -ForEach @(
        foreach ($value in 65000.33, '65000,33', '24.12.2037 08:00', '02/03/2037 8 am', 'tomorrow 08:00', '2037-01-31 08:00', [timespan] '08:00') {
            foreach ($name in 'When', 'due_date') { @{ Name = $name; Value = $value } }
        }
        @{ Name = 'Until'; Value = '2037-01-31 08:00' }
    ) {
        $rows = '', $Value | ForEach-Object { [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; $Name = $_ } }
        (Send-Row $rows).Count | Should -Be 2
        "$said" | Should -Match "The column $Name is not used; the accepted column is SendTime"
    }

    It 'with <Value> in a column <Name> are sent without a warning, because the value is not a future time' -ForEach @(
        foreach ($value in 46419, 1.5, '24.12.2019 08:00', '24.12.2037', 'weekly', $true) { @{ Name = 'When'; Value = $value } }
        @{ Name = 'OpeningHours'; Value = '08:00' }
    ) {
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; $Name = $Value })).Count | Should -Be 1
        "$said" | Should -BeNullOrEmpty
    }

    It 'with a column <_>, which does not affect the fax, are sent with one warning' -ForEach 'Comments', 'Coment', 'Tags' {
        $name = $_
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = 'a.pdf'; $name = 'x' } }
        (Send-Row $rows).Count | Should -Be 2
        @($said).Count | Should -Be 1
        $said | Should -Match "column $name is not used"
    }

    It 'with a future time in a column of another name are sent with one warning' {
        $rows = 1, 2 | ForEach-Object {
            [pscustomobject]@{
                To = "+1415555011$_"; Path = 'a.pdf'; Termin = '2037-01-31 08:00'; Due = '2037-01-31'; Begun = '2020-01-31 08:00'
            }
        }
        (Send-Row $rows).Count | Should -Be 2
        "$said" | Should -Be 'The column Termin is not used; the accepted column is SendTime.'
    }

    It 'with a calculated column that fails cause errors, and the other rows are sent' {
        $bad = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf' } |
            Add-Member ScriptProperty SendTimes { throw 'not today' } -PassThru
        $empty = [pscustomobject]@{} | Add-Member ScriptProperty Note { throw 'not today' } -PassThru
        (Send-Row $bad, $empty, ([pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf' })).To | Should -Be '+14155550112'
        "$($told.Exception.Message)" | Should -Match 'The column SendTimes of the row cannot be read: .*not today'
    }

    It 'from JSON with a comment that resembles a time keep the original text' {
        $rows = '[{"To":"+14155550111","Path":"a.pdf","Comment":"2027-01-01T08:00:00","Tag":["2027-01-02T08:00:00Z"]}]' | ConvertFrom-Json
        (Send-Row $rows).Count | Should -Be 1
        $sent = Get-FaxPlusOutbox
        $sent.Comment | Should -BeExactly '2027-01-01T08:00:00'
        $sent.Tags | Should -Contain '2027-01-02T08:00:00Z'
    }

    It 'with unrelated columns are accepted' {
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; 'Full Name' = 'Ada'; 'Send Time' = ''; Remarks = 'x'; Sender = 'Ada'; Age = 7 })).Count | Should -Be 1
    }

    It 'with a column that is accepted only as a parameter cause one warning' {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = 'a.pdf'; UserId = 'u1'; FaxId = 'x' } }
        (Send-Row $rows @{ UserId = 'self' }).Count | Should -Be 2
        @($said).Count | Should -Be 1
        $said | Should -Match 'FaxId'
    }

    It 'with a <Name>, which is accepted only as a parameter, are refused, because the fax would differ' -ForEach @(
        @{ Name = 'UserId'; Value = 'u1' }
        @{ Name = 'CoverPage'; Value = 'Confidential' }
    ) {
        $rows = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; $Name = $Value }, [pscustomobject]@{
            To = '+14155550112'; Path = 'a.pdf'; $Name = ''
        }
        (Send-Row $rows).To | Should -Be '+14155550112'
        "$told" | Should -Match "'$Name', which is not read from rows"
    }

    It 'with ignored columns are sent, and a verbose line names the columns once' {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = 'a.pdf'; When = 'today'; Retries = 3 } }
        $lines = Send-Row $rows @{ Verbose = $true } 4>&1 | Where-Object {
            $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match 'without an effect'
        }
        "$lines" | Should -Be 'Columns without an effect: When, Retries.'
    }

    It 'with a time zone beside a send time without an offset are refused: <_>' -ForEach @(
        'TimeZone', 'Time Zone', 'SendTimeZone', 'UtcOffset', 'SendTZ', 'TimezoneOffset', 'IanaTimeZone', 'TimeZoneName'
    ) {
        $rows = [pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; $_ = '' },
            [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; $_ = '+02:00' }
        (Send-Row $rows).To | Should -Be '+14155550112'
        "$told" | Should -Match "in a column '$_' beside a SendTime, and this column is not used"
    }

    It 'with a time zone are sent if the send time is exact' {
        $exact = '{"To":"+14155550111","Path":"a.pdf","SendTime":"2037-02-28T08:00:00+01:00","TimeZone":"Europe/Zurich"}' | ConvertFrom-Json
        $now = [pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf'; SendTime = (Get-Date).AddHours(2); TimeZone = 'Europe/Zurich' }
        (Send-Row $exact, $now).Count | Should -Be 2
        "$told$said" | Should -BeNullOrEmpty
    }

    It 'with a second file or a second number in another column cause one warning: <Name>' -ForEach @(
        foreach ($name in 'Path2', 'Attachment', 'File', 'Files', 'FileName', 'Document', 'PathB', 'Pdf', 'PdfPath', 'Doc2', 'SecondFile', 'Anhang',
            'Enclosure', 'FilePaths') {
            @{ Name = $name; Value = 'b.pdf'; Says = 'all files' }
        }
        foreach ($name in 'To2', 'Cc', 'BCC', 'FaxNumber 2', 'Fax', 'Number', 'Recipients', 'FaxNumbers', 'Fax1', 'Fax20', 'CopyTo', 'FaxCc', 'CcNumber',
            'Second Fax', 'AltFax', 'ToNumber') {
            @{ Name = $name; Value = '+1 415 555 0119'; Says = 'all destinations' }
        }
    ) {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = 'a.pdf'; $Name = $_ -eq 1 ? '' : $Value } }
        (Send-Row $rows).Count | Should -Be 3
        @($said).Count | Should -Be 1
        "$said" | Should -Match "^The column $Name is not used, but a row has '$([regex]::Escape($Value))' in it; .*$Says"
    }

    It 'with such a column cause no warning if it changes nothing' {
        $row = [pscustomobject]@{
            To = '+14155550111'; Cc = 'Ada'; 'Fax 2' = '1 (415) 555-0111'; Path = Join-Path $PWD a.pdf; FileName = 'A.PDF'; Document = 'a.docx'
            SendTime = '2037-01-02 08:00 +02:00'; TimeZone = 'Europe/Berlin'
        }
        (Send-Row $row).Count | Should -Be 1
        "$told$said" | Should -BeNullOrEmpty
        $row = [pscustomobject]@{
            To = '+14155550111'; Fax = '(415) 555-0111'; Number = '2024-118811'; Attachment = 'a.pdf'; Document = 'Offer'; TimeZone = 'Asia/Tokyo'
        }
        (Send-Row $row @{ Path = { "./$($_.Attachment)" } }).Count | Should -Be 1
        "$told$said" | Should -BeNullOrEmpty
        $row = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; TimeZone = [TimeZoneInfo]::Local.Id }
        (Send-Row $row).Count | Should -Be 1
        "$told$said" | Should -BeNullOrEmpty
    }

    It 'accept a column for the time zone on a machine in UTC: <_>' -ForEach 'UTC', 'GMT', 'Etc/UTC', '+00:00', '0', 'Z' {
        $zone = $env:TZ
        try {
            $env:TZ = 'UTC'
            [TimeZoneInfo]::ClearCachedData()
            $row = [pscustomobject]@{
                To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; TimeZone = $_; IsTimeZoneKnown = 'False'
            }
            (Send-Row $row).Count | Should -Be 1
            "$told$said" | Should -BeNullOrEmpty
        } finally {
            $env:TZ = $zone
            [TimeZoneInfo]::ClearCachedData()
        }
    }

    It 'with such a column cause one warning also beside a parameter on the command line: <Name>' -ForEach @(
        @{ Name = 'Attachment'; Value = 'b.pdf'; With = @{ To = '+14155550111'; Path = 'a.pdf' } }
        @{ Name = 'Document'; Value = 'b.pdf'; With = @{ To = '+14155550111'; FaxId = 'f' * 24 } }
        @{ Name = 'Cc'; Value = '+14155550119'; With = @{ To = '+14155550111'; Path = 'a.pdf' } }
        @{ Name = 'TimeZone'; Value = 'Asia/Tokyo'; With = @{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00 +01:00' } }
        @{ Name = 'Zone'; Value = 'Asia/Tokyo'; With = @{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00' } }
    ) {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ Key = $_; $Name = $Value } }
        (Send-Row $rows ($With + @{ WhatIf = $true })) | Should -BeNullOrEmpty
        $told | Should -BeNullOrEmpty
        @($said).Count | Should -Be 1
        "$said" | Should -Match "^The column $Name is not used, but a row has '$([regex]::Escape($Value))' in it; "
    }

    It 'with a time zone under an ambiguous name beside a local send time cause one warning: <_>' -ForEach 'Zone', 'Offset', 'SendTimeOffset' {
        $row = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; $_ = '+02:00' }
        (Send-Row $row, $row).Count | Should -Be 2
        @($said).Count | Should -Be 1
        "$said" | Should -Match 'belongs in the SendTime'
    }

    It 'with a value that is no <Kind> in a column <Name> cause no warning: <Value>' -ForEach @(
        @{ Name = 'DeliveryZone'; Value = 3; Kind = 'time zone' }, @{ Name = 'Zone'; Value = 'North'; Kind = 'time zone' }
        @{ Name = 'PageOffset'; Value = 12; Kind = 'time zone' }, @{ Name = 'Offset'; Value = 0; Kind = 'time zone' }
        @{ Name = 'RecipientNo'; Value = 1000234; Kind = 'fax number' }, @{ Name = 'FaxNr'; Value = '1000234'; Kind = 'fax number' }
    ) {
        $row = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2037-01-02 08:00'; $Name = $Value }
        (Send-Row $row).Count | Should -Be 1
        $said | Should -BeNullOrEmpty
    }

    It 'with a column <Name> cause one warning' -ForEach @(
        @{ Name = 'Retry'; Says = 'accepted columns are RetryCount' }, @{ Name = 'Enhancement'; Says = '-NoEnhancement' }
        @{ Name = 'Cover'; Says = '-CoverPage' }, @{ Name = 'Subject'; Says = '-CoverPage.*-ExcludeProperty Subject' }, @{ Name = 'Message'; Says = '-CoverPage' }
    ) {
        $rows = 1, 2 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = 'a.pdf'; $Name = 'no' } }
        (Send-Row $rows).Count | Should -Be 2
        "$said" | Should -Match "^The column $Name is not used; .*$Says"
        @($said).Count | Should -Be 1
        if ($Says -notlike '-CoverPage*') { return }
        (Send-Row $rows @{ CoverPage = New-FaxPlusCoverPage -NameTo x -NameFrom y -Subject z }).Count | Should -Be 2
        @($said).Count | Should -Be 0
    }

    It 'with a spreadsheet error value are errors: <_>' -ForEach '#REF!', '#N/A', '#NAME?', '#BEZUG!', '#DIV/0!', '#####' {
        foreach ($column in 'Comment', 'Key', 'Path', 'Tag') {
            $row = @{ To = '+14155550111'; Path = 'a.pdf' }
            $row[$column] = $_
            Send-Row ([pscustomobject] $row) | Should -BeNullOrEmpty
            "$told" | Should -Match 'is a spreadsheet error value'
        }
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; Comment = '#12 REF!' })).Count | Should -Be 1
    }

    It 'with a missing path contain the reason: <Says>' -ForEach @(
        @{ Name = "$([char]0x202A)a.pdf"; Says = 'invisible character U\+202A' }
        @{ Name = ' a.pdf'; Says = 'remove the white space' }
        @{ Name = '"a.pdf"'; Says = 'quotation marks' }
        @{ Name = 'A.PDF'; Says = 'case-sensitive' }
    ) {
        if ($Says -eq 'case-sensitive' -and (Test-Path A.PDF)) { return }
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = $Name }) | Should -BeNullOrEmpty
        "$($told.ErrorDetails.RecommendedAction)" | Should -Match $Says
    }

    It 'that arrive as one list or table are explained' {
        $null = , @([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf' }, [pscustomobject]@{ To = '+14155550112'; Path = 'a.pdf' }) | Send-FaxPlusFax -ErrorAction SilentlyContinue -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'one object that contains a list'
        $table = [System.Data.DataTable]::new()
        $null = $table.Columns.Add('To')
        $null = , $table | Send-FaxPlusFax -ErrorAction SilentlyContinue -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'Pipe the rows'
    }

    It 'with a ? for a lost letter are refused, even if a single file matches' {
        foreach ($name in 'Müller.pdf', 'Möller.pdf', 'Ärger.pdf', 'plan1.pdf') { $null = Add-TestPdf (Join-Path $PWD $name) }
        foreach ($path in 'M?ller.pdf', '?rger.pdf') {
            Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = $path }) | Should -BeNullOrEmpty
            "$told" | Should -Match ([regex]::Escape("The ? in '$path' may replace a letter that was lost"))
        }
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'plan?.pdf' })).Count | Should -Be 1
    }

    It 'and a path on the command line with a ? that may replace a lost letter is refused if it matches several files' {
        foreach ($name in 'Müller.pdf', 'Möller.pdf', 'Ärger.pdf') { $null = Add-TestPdf (Join-Path $PWD $name) }
        "$(Get-ErrorOf { Send-FaxPlusFax '+14155550111' 'M?ller.pdf' })" | Should -Match 'may replace a letter that was lost'
        (Send-FaxPlusFax '+14155550111' '?rger.pdf').Files | Should -Be 'Ärger.pdf'
    }

    It 'with a name of a person in FullName beside a Path are sent, and with two different files are refused' {
        $row = [pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; FullName = 'Ada Lovelace' }
        (Send-Row $row).Files | Should -Be 'a.pdf'
        $row.FullName = Join-Path $PWD b.pdf
        Send-Row $row | Should -BeNullOrEmpty
        "$told" | Should -Match 'Two different files'
    }

    It 'with a Path and another file in LiteralPath are refused: <Name>' -ForEach @(
        @{ Name = 'on the command line'; Row = @{}; With = @{ LiteralPath = 'b.pdf' } }
        @{ Name = 'in the row'; Row = @{ LiteralPath = 'b.pdf' }; With = @{} }
        @{ Name = 'on the command line beside a name'; Row = @{ FullName = 'Ada Lovelace' }; With = @{ LiteralPath = 'b.pdf' } }
    ) {
        $null = Add-TestPdf b.pdf
        Send-Row ([pscustomobject](@{ To = '+14155550111'; Path = 'a.pdf' } + $Row)) $With | Should -BeNullOrEmpty
        "$told" | Should -Match 'Two different files'
        Get-EmulatorRequest $emulator POST '/outbox$' | Should -BeNullOrEmpty
    }

    It 'with <Name> = <Value>, a parameter in another spelling, are refused' -ForEach @(
        foreach ($name in 'user_id', 'User Id', 'UserIds', 'Uid', 'Member') { @{ Name = $name; Value = '58fecc74233092e428971a01429606af' } }
        foreach ($name in 'Cover Page', 'cover_page') { @{ Name = $name; Value = 'x' } }
        @{ Name = 'No Enhancement'; Value = 'true' }
    ) {
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; $Name = $Value }) | Should -BeNullOrEmpty
        "$told" | Should -Match "in a column '$Name', which is not read from rows"
        Get-EmulatorRequest $emulator POST '/outbox$' | Should -BeNullOrEmpty
    }

    It 'with a Uid or Member of another system are sent, and a column "Fax Id" causes a warning' {
        $rows = 'To,Path,Uid,Member,Fax Id', '+14155550111,a.pdf,ada,Ada Lovelace,1' | ConvertFrom-Csv
        (Send-Row $rows).Count | Should -Be 1
        "$said" | Should -Match 'does not read these columns from rows: Fax Id. Specify -FaxId for all rows'
    }

    It 'with NoEnhancement, which only the command line accepts, are refused if it is true' {
        Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; NoEnhancement = 'true' }) | Should -BeNullOrEmpty
        "$told" | Should -Match "'NoEnhancement', which"
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; NoEnhancement = 'false' })).Count | Should -Be 1
    }

    It 'with a time in the past cause a warning and are sent' {
        (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = '2020-01-31 08:00' })).Count | Should -Be 1
        @($said).Count | Should -Be 1
        $said | Should -Match '\+14155550111.*is in the past'
    }

    It 'with a local time that <Name> are errors that name both instants: <Time>' -Skip:(
        $IsWindows -or $PSEdition -eq 'Desktop') -ForEach @(
        @{ Name = 'does not exist'; Time = '2027-03-28 02:30'; Both = '2027-03-28 01:30:00 +01:00', '2027-03-28 03:30:00 +02:00' }
        @{
            Name = 'does not exist'; Time = [datetime] '2027-03-28 02:30'; Both = '2027-03-28 01:30:00 +01:00', '2027-03-28 03:30:00 +02:00'
        }
        @{ Name = 'exists twice'; Time = '2027-10-31 02:30'; Both = '2027-10-31 02:30:00 +02:00', '2027-10-31 02:30:00 +01:00' }
        @{
            Name = 'exists twice'
            Time = [datetime]::SpecifyKind('2027-10-31 02:30', 'Local')
            Both = '2027-10-31 02:30:00 +02:00', '2027-10-31 02:30:00 +01:00'
        }
    ) {
        $zone = $env:TZ
        try {
            $env:TZ = 'Europe/Berlin'
            [TimeZoneInfo]::ClearCachedData()
            Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = $Time }) | Should -BeNullOrEmpty
            foreach ($instant in $Both) { "$told" | Should -Match ([regex]::Escape($instant)) }
            "$told" | Should -Match $Name
            foreach ($instant in $Both) {
                (Send-Row ([pscustomobject]@{ To = '+14155550111'; Path = 'a.pdf'; SendTime = $instant })).SendTime |
                    Should -Be ([DateTimeOffset] $instant)
            }
        } finally {
            $env:TZ = $zone
            [TimeZoneInfo]::ClearCachedData()
        }
    }
}
