# Tests how parameters convert their arguments: null, text for times, and all kinds of paths.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    # All parameters that accept several values and do not themselves reject null.
    $several = foreach ($command in Get-Command -Module FaxPlus) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType.IsArray -and $_.Name -ne 'OtherArgument' }) {
            if (-not ($parameter.Attributes | Where-Object { $_.GetType().Name -match '^ValidateNotNull' })) {
                @{ Command = $command.Name; Name = $parameter.Name }
            }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--seed-faxes', '45', '--number', '+16505550100'
    $script:a = (Add-TestPdf (Join-Path $TestDrive a.pdf) -Text A).FullName
    function Get-Outbox { @((Get-EmulatorState $emulator).outbox) }
    function Get-FileName($Item) { @($Item.file_changes[0].files.file_name) }

    # Runs a script block under another culture.
    function Invoke-Abroad([string] $Culture, [scriptblock] $Action) {
        $here = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $Culture
            & $Action
        }
        finally {
            [cultureinfo]::CurrentCulture = $here
        }
    }

    # Runs a script block in another location, and restores the current location.
    function Invoke-At([string] $Location, [scriptblock] $Action) {
        Push-Location $Location
        try { & $Action } finally { Pop-Location }
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Null' {
    BeforeAll {
        # Returns a valid value of a type, for the mandatory parameters that are not tested.
        function Get-Filler([type] $Type) {
            switch ($Type) {
                ([switch]) { $true }
                ([securestring]) { ConvertTo-Secret good-token }
                ([pscredential]) { [pscredential]::new('x', (ConvertTo-Secret good-token)) }
                ([uri]) { $emulator.Uri }
                default { $a }
            }
        }
    }

    BeforeEach { Connect-Emulator $emulator }

    It 'for <Command> -<Name> does not cause an unhandled exception' -ForEach $several {
        $there = Get-Command $Command
        $set = $there.ParameterSets | Where-Object { $_.Parameters.Name -contains $Name } | Select-Object -First 1
        $arguments = @{ $Name = $null }
        foreach ($parameter in $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -ne $Name }) {
            $arguments[$parameter.Name] = Get-Filler $parameter.ParameterType
        }
        if ('ApiUri' -in $there.Parameters.Keys) { $arguments.ApiUri = $emulator.ApiUri }
        if ('WhatIf' -in $there.Parameters.Keys) { $arguments.WhatIf = $true }
        foreach ($problem in Get-ErrorOf { & $there @arguments }) {
            $problem.FullyQualifiedErrorId | Should -Match '^(FaxPlus\.|Parameter)' -Because $problem
        }
    }

    It 'in a row is an empty cell, and the rows are sent' {
        Clear-Emulator $emulator
        $path = $a.Replace('\', '\\')
        $rows = "[{ `"To`": `"+14155550111`", `"Path`": `"$path`", `"Tag`": null, `"From`": null, `"Comment`": null,
                `"SendTime`": null, `"RetryCount`": null, `"Key`": null },
            { `"To`": `"+14155550112`", `"Path`": `"$path`", `"Tag`": [`"x`", null, `"`"], `"From`": [null] }]" | ConvertFrom-Json
        ($rows | Send-FaxPlusFax -ErrorAction Stop).To | Should -Be '+14155550111', '+14155550112'
        (Get-Outbox).src | Sort-Object -Unique | Should -Be '+16505550100'
        (Get-Outbox)[1].comment.tags | Select-Object -SkipLast 1 | Should -Be 'x' -Because 'the last one is the tag of the module'
    }

    It 'for the states of a journal means all states' {
        $journal = Join-Path $TestDrive null.journal
        $null = Send-FaxPlusFax -To '+14155550111' -Path $a -Journal $journal
        @(Get-FaxPlusJournal $journal -State $null).Count | Should -Be 1
    }

    It 'or a blank is not a declared scope' {
        foreach ($scope in $null, '', @($null, ' ')) {
            Connect-Emulator $emulator -With @{ Scope = $scope }
            (Get-FaxPlusSession).Scope | Should -BeNullOrEmpty
            Test-FaxPlusScope -Command Get-FaxPlusFax | Should -BeTrue
        }
    }

    It 'for <_> is refused, because calls would go to the real service and cost money' -ForEach 'ApiUri', 'AccountsUri' {
        $address = @{ $_ = $env:NOT_SET }
        (Get-ErrorOf { Connect-FaxPlus -Pat (ConvertTo-Secret good-token) @address }).FullyQualifiedErrorId |
            Should -BeLike 'FaxPlus.BadRequest,*'
    }

    It 'for the addresses of Voipex is also refused: <_>' -ForEach 'AuthUri', 'ApiUri', 'SmsUri' {
        $address = @{ $_ = $env:NOT_SET }
        (Get-ErrorOf { Connect-Voipex -Credential ([pscredential]::new('x', (ConvertTo-Secret x))) @address }).FullyQualifiedErrorId |
            Should -BeLike 'FaxPlus.BadRequest,*'
    }
}

Describe 'An empty argument' {
    BeforeEach {
        Connect-Emulator $emulator
        Clear-EmulatorRequest $emulator
    }

    It 'of a command that reads is refused, because it would return all objects: <Name> with <Argument>' -ForEach @(
        foreach ($value in $null, '', '  ', @(), @($null)) {
            @{ Name = 'Get-FaxPlusFax'; Argument = @{ Before = $value } }, @{ Name = 'Get-FaxPlusFax'; Argument = @{ After = $value } },
                @{ Name = 'Get-FaxPlusFax'; Argument = @{ Status = $value } }
            @{ Name = 'Get-FaxPlusContact'; Argument = @{ Name = $value } }, @{ Name = 'Get-FaxPlusContact'; Argument = @{
                Group = $value } }, @{ Name = 'Get-FaxPlusContact'; Argument = @{ Search = $value } }
            @{ Name = 'Receive-FaxPlusFax'; Argument = @{ After = $value; Follow = $true } },
                @{ Name = 'Get-FaxPlusMember'; Argument = @{ Uid = $value } }, @{ Name = 'Get-FaxPlusOutbox'; Argument = @{ Id = $value } }
        }
    ) {
        $given = $Argument
        $problem = Get-ErrorOf { & $Name @given -ErrorAction Stop }
        $problem | Should -Not -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'of a send is refused, because the fax would be sent immediately, incompletely or from the default number' {
        foreach ($given in @{ SendTime = $null }, @{ SendTime = '' }, @{ CoverPage = $null }, @{ From = $null }, @{ From = '', ' ' }) {
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a @given -ErrorAction Stop }).Exception.Message |
                Should -Match "-$($given.Keys) is empty"
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        foreach ($empty in $null, '', ' ') {
            "$(Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a -FaxId $empty -ErrorAction Stop })" | Should -Match 'FaxId.* empty'
            Get-ErrorOf { New-FaxPlusContactGroup $empty -ErrorAction Stop } | Should -Not -BeNullOrEmpty
            Get-ErrorOf { [pscustomobject]@{ GroupName = $empty } | New-FaxPlusContactGroup -ErrorAction Stop } | Should -Not -BeNullOrEmpty
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        ([pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = ''; From = '' } | Send-FaxPlusFax).Status |
            Should -Not -BeNullOrEmpty -Because 'an empty cell of a row is not an empty argument'
    }
}

Describe 'A time as text' {
    BeforeEach {
        Connect-Emulator $emulator
        Clear-Emulator $emulator
    }

    It 'with the year first has the same meaning under <_>' -ForEach 'en-US', 'en-GB', 'th-TH', 'ar-SA', 'fa-IR' {
        $time = [datetimeoffset][datetime]::new(2031, 2, 3, 8, 0, 0)
        (Invoke-Abroad $_ { [pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = '2031-02-03 08:00' } |
            Send-FaxPlusFax -ErrorAction Stop }).SendTime | Should -Be $time
        $all = @(Get-FaxPlusFax -After ([datetimeoffset]'2025-12-31') -Before ([datetimeoffset]'2026-01-01'))
        $all.Count | Should -BeGreaterThan 0
        @(Invoke-Abroad $_ { Get-FaxPlusFax -After '2025-12-31' -Before '2026-01-01' }).Count | Should -Be $all.Count
        Invoke-Abroad $_ { Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -ExpiresOn '2031-02-03T08:00:00Z' }
        (Get-FaxPlusSession).ExpiresOn | Should -Be ([datetimeoffset]'2031-02-03T08:00:00Z')
        @(Invoke-Abroad $_ { Receive-FaxPlusFax -After '2025-12-31' }).Count |
            Should -Be @(Receive-FaxPlusFax -After ([datetimeoffset]'2025-12-31')).Count
    }

    It 'with the day or the month first is refused if the culture of the machine reads it differently' {
        $send = { Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime '01/02/2031' }
        (Invoke-Abroad en-US $send).SendTime | Should -Be ([datetimeoffset][datetime]::new(2031, 1, 2))
        Clear-Emulator $emulator
        $problem = Get-ErrorOf { Invoke-Abroad en-GB $send }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError*'
        $problem.Exception.Message | Should -Match "'01/02/2031'.*year first: \d{4}-"
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'whose day and month could be exchanged is refused under <Culture>: <Text>' -ForEach @(
        @{ Culture = 'en-US'; Text = '03.04.2031' }, @{ Culture = 'en-US'; Text = '3.4.2031 08:00' },
            @{ Culture = 'en-US'; Text = '03-04-2031' }, @{ Culture = 'en-US'; Text = '03. 04. 2031' }
        @{ Culture = 'en-US'; Text = '08:00 03.04.2031' }, @{ Culture = 'en-US'; Text = '03 04 2031' },
            @{ Culture = ''; Text = '03.04.2031' }, @{ Culture = ''; Text = '03/04/2031' }, @{ Culture = 'de-CH'; Text = '03.04.2031' }
        # In these cultures, dates begin with the day or the year.
        foreach ($name in 'ar-SA', 'en-ZA', 'fr-CA', 'sv-SE', 'ja-JP', 'hu-HU') { @{ Culture = $name; Text = '03/04/2031 08:00' } }
    ) {
        $problem = Get-ErrorOf {
            Invoke-Abroad $Culture {
                [pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = $Text } | Send-FaxPlusFax -ErrorAction Stop
            }
        }
        $problem.ErrorDetails.RecommendedAction | Should -Match 'year first'
        (Get-ErrorOf { Invoke-Abroad $Culture { Get-FaxPlusFax -After $Text -ErrorAction Stop } }).Exception.Message |
            Should -Match 'year first'
        (Get-ErrorOf { Invoke-Abroad $Culture {
            Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -ExpiresOn $Text } }) | Should -Not -BeNullOrEmpty
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'of the year <_> is refused because it belongs to another calendar' -ForEach '2574', '1452', '9999' {
        $problem = Get-ErrorOf {
            [pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = "$_-04-03 08:00" } | Send-FaxPlusFax -ErrorAction Stop
        }
        "$problem" | Should -Match "$_-04-03 .*another calendar"
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'that has no day, or an offset without a time of day, is refused: <_>' -ForEach '2031-04', '2031/04', '04/2031', 'April 2031',
        '2031 Apr', '2031-04 08:00', '08:00 2031-04', 'Tue Apr 2031', '2031-12-24-08:00', '2031-12-24 -08:00', '2031-12-24+02:00',
        '2031-12-24 +0200', '2031-12-24-0800' {
        $text = $_
        $problem = Get-ErrorOf { [pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = $text } | Send-FaxPlusFax -ErrorAction Stop }
        $problem.ErrorDetails.RecommendedAction | Should -Match 'year first'
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'that is complete is read: <Text>' -ForEach @(
        @{ Text = '2031-12-24T08:00-08:00'; Utc = '2031-12-24 16:00:00' }, @{
            Text = '2031-12-24 08:00 -0800'; Utc = '2031-12-24 16:00:00' },
            @{ Text = '2031-12-24 08:00:00.123Z'; Utc = '2031-12-24 08:00:00' }
        @{ Text = '24 December 2031 08:00 +00:00'; Utc = '2031-12-24 08:00:00' }, @{
            Text = 'Wed, 24 Dec 2031 08:00:00 GMT'; Utc = '2031-12-24 08:00:00' },
            @{ Text = '08:00Z 2031-12-24'; Utc = '2031-12-24 08:00:00' }
        @{ Text = '12-24-2031Z'; Utc = '2031-12-24 00:00:00' }, @{ Text = '2031-12-24Z'; Utc = '2031-12-24 00:00:00' },
            @{ Text = 'Dec 24, 2031 8:00 AM +00:00'; Utc = '2031-12-24 08:00:00' }
    ) {
        ([pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = $Text } |
            Send-FaxPlusFax -ErrorAction Stop).SendTime.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss') | Should -Be $Utc
    }

    It 'that does not exist is an error that says so: <_>' -ForEach @(
        '2031-02-30 08:00', '2031-13-01', '2031/04/31', '2031-00-10', '2031-1-32 08:00'
    ) {
        $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime $_ }
        $problem.Exception.Message | Should -Match "'$_' is not a date: .* does not exist"
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'that is invalid is an error of its row only' {
        $rows = 'soon', '31.12.2031' | ForEach-Object { [pscustomobject]@{ To = '+14155550111'; Path = $a; SendTime = $_ } }
        $rows += [pscustomobject]@{ To = '+14155550112'; Path = $a; SendTime = '2031-12-31' }
        ($rows | Send-FaxPlusFax -ErrorAction SilentlyContinue -ErrorVariable problem).To | Should -Be '+14155550112'
        $problem | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Match 'year first' }
    }

    It 'in the format of Export-Csv is read by Wait-FaxPlusFax on that machine: <_>' -ForEach 'en-GB', 'de-DE', 'th-TH' {
        $sent = Send-FaxPlusFax -To '+14155550111' -Path $a
        $csv = Join-Path $TestDrive "sent-$_.csv"
        $problem = Get-ErrorOf {
            Invoke-Abroad $_ {
                $sent | Export-Csv $csv
                Import-Csv $csv | Wait-FaxPlusFax -Timeout 1
            }
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
        $problem.TargetObject | Should -BeOfType FaxPlus.SentFax -Because 'without a time, the fax would be tracked only by its id'
        [math]::Abs(($problem.TargetObject.SubmitTime - $sent.SubmitTime).TotalSeconds) | Should -BeLessThan 1
    }
}

Describe '-LookBack' {
    BeforeEach {
        Connect-Emulator $emulator
        Clear-Emulator $emulator
    }

    # All spans are too long or too short, so that the error message shows how the value was converted.
    It 'converts <Given> to <Span>' -ForEach @(
        @{ Given = 40000000; Span = '462.23:06:40' }, @{ Given = '40000000'; Span = '462.23:06:40' },
            @{ Given = 0.5; Span = '00:00:00.5000000' }
        @{ Given = '400.00:00:00'; Span = '400.00:00:00' }, @{ Given = [timespan]'400.00:00:00'; Span = '400.00:00:00' }
    ) {
        (Get-ErrorOf { Receive-FaxPlusFax -Checkpoint (Join-Path $TestDrive never.json) -LookBack $Given }).Exception.Message |
            Should -Match ([regex]::Escape("A look-back of $Span is"))
    }

    It 'of a few seconds is too short in ticks, and valid in seconds' {
        { Receive-FaxPlusFax -Checkpoint (Join-Path $TestDrive short.json) -LookBack 5 -ErrorAction Stop } | Should -Not -Throw
    }
}

Describe 'A path' {
    BeforeAll {
        $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive paths)).FullName
        foreach ($name in 'good.pdf', 'b[1.pdf') { $null = Add-TestPdf (Join-Path $folder $name) }
    }

    BeforeEach {
        Connect-Emulator $emulator
        Clear-Emulator $emulator
    }

    It 'with an unclosed bracket is a name' {
        Invoke-At $folder {
            $null = Send-FaxPlusFax -To '+14155550111' -Path 'b[1.pdf'
            (Add-FaxPlusFile 'b[1.pdf', good.pdf).Name | Should -Be 'b[1.pdf', 'good.pdf'
        }
        Get-FileName (Get-Outbox)[0] | Should -Be 'b[1.pdf'
    }

    It 'that is invalid is an error of its row: <Name>' -ForEach @(
        @{ Name = 'an invalid pattern'; Path = 'missing[1.pdf'; Id = 'FileNotFound' }
        @{ Name = 'a provider that does not exist'; Path = 'Foo::b.pdf'; Id = 'FileNotFound' }
        @{ Name = 'a drive that does not exist'; Path = 'Foo:b.pdf'; Id = 'FileNotFound' }
        @{ Name = 'a provider that does not exist, with a wildcard'; Path = 'Foo::b*.pdf'; Id = 'FileNotFound' }
        @{ Name = 'NUL'; Path = "b$([char]0).pdf"; Id = 'FileRejected' }
        @{ Name = 'NUL with a wildcard'; Path = "b$([char]0)*.pdf"; Id = 'File*' }
        @{ Name = 'no file'; Path = 'Env:PATH'; Id = 'FileRejected' }
    ) {
        Invoke-At $folder {
            $rows = $Path, 'good.pdf' | ForEach-Object { [pscustomobject]@{ To = '+14155550111'; Path = $_ } }
            @($rows | Send-FaxPlusFax -ErrorAction SilentlyContinue -ErrorVariable problem).Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike "FaxPlus.$Id,*"
            (Add-FaxPlusFile $Path, good.pdf -ErrorAction SilentlyContinue).Name | Should -Be 'good.pdf'
            (Add-FaxPlusFile -LiteralPath $Path, good.pdf -ErrorAction SilentlyContinue).Name | Should -Be 'good.pdf'
        }
    }

    It 'to write to, outside the file system, is an error before any request: <Name>' -ForEach @(
        @{ Name = 'Send -Journal'; Write = { Send-FaxPlusFax -To '+14155550111' -Path $a -Journal $_ } }
        @{ Name = 'Save -Directory'; Write = { Save-FaxPlusFax -FaxId 0123456789abcdef01234567 -Directory $_ } }
        @{ Name = 'Save -Path'; Write = { Save-FaxPlusFax -FaxId 0123456789abcdef01234567 -Path $_ } }
        @{ Name = 'Invoke -OutFile'; Write = { Invoke-FaxPlusRequest /accounts/self -OutFile $_ } }
        @{ Name = 'Receive -Checkpoint'; Write = { Receive-FaxPlusFax -Checkpoint $_ } }
        @{ Name = 'Export -Path'; Write = { Get-FaxPlusJournal $a -ErrorAction SilentlyContinue | Export-FaxPlusReport $_ } }
    ) {
        Clear-EmulatorRequest $emulator
        $process = [Environment]::CurrentDirectory
        [Environment]::CurrentDirectory = $folder
        try {
            Invoke-At Env: {
                'out.x' | ForEach-Object { Get-ErrorOf $Write } | ForEach-Object {
                    $_.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileRejected,*'
                }
                'Foo:out.x' | ForEach-Object { Get-ErrorOf $Write } | ForEach-Object {
                    $_.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
                }
            }
        }
        finally {
            [Environment]::CurrentDirectory = $process
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        Join-Path $folder out.x | Should -Not -Exist
    }

    It 'with brackets that names a folder is not used as a pattern' {
        $null = New-Item -ItemType Directory -Path (Join-Path $folder 'rep[1].pdf')
        Copy-Item $a (Join-Path $folder rep1.pdf)
        Invoke-At $folder {
            "$(Get-ErrorOf { Send-FaxPlusFax '+14155550111' 'rep[1].pdf' -ErrorAction Stop })" | Should -Match 'rep\[1\]\.pdf.*folder'
            Get-ErrorOf { Add-FaxPlusFile 'rep[1].pdf' -ErrorAction Stop } | Should -Not -BeNullOrEmpty
            Remove-Item -LiteralPath 'rep[1].pdf', rep1.pdf
        }
        Get-Outbox | Should -BeNullOrEmpty
    }

    It 'of an unusable journal is one error for the entire run' {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ To = "+1415555011$_"; Path = $a } }
        @(Get-ErrorOf { $rows | Send-FaxPlusFax -Journal Env:run.journal }).Count | Should -Be 1
    }

    It 'in the escaped form of completion refers to the existing folder' {
        $there = (New-Item -ItemType Directory -Path (Join-Path $folder 'q[1]')).FullName
        $line = 'Save-FaxPlusFax -FaxId x -Directory q'
        $completed = Invoke-At $folder { (TabExpansion2 $line $line.Length).CompletionMatches[0].CompletionText.Trim("'") }
        $completed | Should -Match '`\['
        Invoke-At $folder { (Get-FaxPlusFax -First 1 | Save-FaxPlusFax -Directory $completed).DirectoryName } | Should -Be $there
        Get-ChildItem -LiteralPath $folder -Directory | Should -HaveCount 1
    }
}

Describe 'A fax instead of its id' {
    BeforeEach {
        Connect-Emulator $emulator
        Clear-Emulator $emulator
    }

    It 'is sent again with -FaxId' {
        $fax = Get-FaxPlusFax -Category sent -First 1
        (Send-FaxPlusFax -To '+14155550111' -FaxId $fax).To | Should -Be '+14155550111'
    }

    It 'is refused if it has no id' {
        $sent = Send-FaxPlusFax -To '+14155550111' -Path $a
        $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550112' -FaxId $sent }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError*'
        @(Get-Outbox).Count | Should -Be 1
    }
}

Describe 'Null and unknown arguments' {
    BeforeAll { Connect-Emulator $emulator }

    It 'are errors beside another change: <Name>' -ForEach @(
        @{ Name = 'Notes'; Run = { Set-FaxPlusContact abc -Notes $null -Name x } }
        @{ Name = 'Comment'; Run = { Set-FaxPlusFax abc -Comment $null -IsRead $true } }
        @{ Name = 'IsRead'; Run = { Set-FaxPlusFax abc -Comment x -IsRead $null } }
        @{ Name = 'Role'; Run = { Set-FaxPlusMember abc -Role $null -Quota 5 } }
        @{ Name = 'Quota'; Run = { Set-FaxPlusMember abc -Role x -Quota $null } }
        @{ Name = 'CompanyName'; Run = { Set-FaxPlusAccount -CompanyName $null -Name x } }
    ) {
        Clear-EmulatorRequest $emulator
        $problem = Get-ErrorOf $Run
        "$problem" | Should -Match "The value of -$Name is null"
        $problem.ErrorDetails.RecommendedAction | Should -Match 'specify an empty text'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'of a common parameter are accepted' {
        Set-FaxPlusAccount -CompanyName x -OutVariable $null -Confirm:$false -ErrorAction Stop
        @(Get-FaxPlusAccount -OutVariable $null -ErrorAction Stop).Count | Should -Be 1
    }

    It 'are named by Connect-FaxPlus, also with a colon or one letter too many: <Name>' -ForEach @(
        @{ Name = '-Confirm'; Run = { Connect-FaxPlus -Pat (ConvertTo-Secret x) -Confirm:$false } }
        @{ Name = '-Patt'; Run = { Connect-FaxPlus -Patt (ConvertTo-Secret x) } }
        @{ Name = '-ApiUrl'; Run = { Connect-FaxPlus -Pat (ConvertTo-Secret x) -ApiUrl x } }
    ) {
        "$(Get-ErrorOf $Run)" | Should -Match "There is no parameter $Name\."
    }
}
