BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '5', '--pat', 'reader=fax:fax:read'
    $script:stranger = Open-Emulator
}

AfterAll {
    Disconnect-FaxPlus
    $emulator, $stranger | ForEach-Object { Close-Emulator $_ }
}

Describe 'Invoke-FaxPlusRequest' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
    }

    It 'reads, and emits objects with the names of the service' {
        $account = Invoke-FaxPlusRequest /accounts/self
        $account.email | Should -Be 'ada@example.com'
        $account.account_data.company_name | Should -Be 'Example Ltd'
        (Invoke-FaxPlusRequest /accounts).members.email | Should -Contain 'max@example.com'
    }

    It 'accepts the path with or without a slash, and with /v3' {
        foreach ($path in 'accounts/self', '/accounts/self', '/v3/accounts/self') {
            (Invoke-FaxPlusRequest $path).email | Should -Be 'ada@example.com'
        }
        (Get-EmulatorRequest $emulator).path | Sort-Object -Unique | Should -Be '/v3/accounts/self'
        (Get-EmulatorRequest $emulator)[0].headers.'User-Agent' | Should -Match '^FaxPlus-PowerShell/\d+\.\d+'
    }

    It 'returns names that PowerShell objects cannot have completely: <Body>' -ForEach @(
        @{ Body = '{"a":1,"A":2}'; Names = 'a', 'A' }
        @{ Body = '{"":1}'; Names = '' }
        @{ Body = '{"PSObject":1,"b":2}'; Names = 'PSObject', 'b' }
        @{ Body = '{"PSTypeNames":1}'; Names = 'PSTypeNames' }
    ) {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 200; times = 1; body = $Body }
        $given = Invoke-FaxPlusRequest /accounts/self
        @($given.Keys) | Should -BeExactly $Names
        $given.Values | Should -Not -Contain $null
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 200; times = 1; body = "{""data"":[$Body]}" }
        @((Invoke-FaxPlusRequest /accounts/self).data[0].Keys) | Should -BeExactly $Names
    }

    It 'returns all digits of long numbers' {
        Add-EmulatorFault $emulator @{
            kind = 'status'
            status = 200
            times = 1
            body = '{"a":12345678901234567890,"b":1.5,"c":1234567890123456789012345678901234567890}'
        }
        $given = Invoke-FaxPlusRequest /accounts/self
        "$($given.a) $($given.c)" | Should -Be '12345678901234567890 1234567890123456789012345678901234567890'
        $given.b | Should -Be 1.5
    }

    It 'converts -Body by PowerShell''s own rules, even if ConvertTo-Json was replaced' {
        function Get-Body { (Get-EmulatorRequest $emulator PUT)[-1].bodyLength }
        $body = @{
            name = 'Ada'; lastname = 'Byron'; email = 'ada@example.com'; settings = @{ send_fax = @{ retry = @{ count = 1; delay = 2 } } }
        }
        $null = Invoke-FaxPlusRequest /accounts/self PUT -Body $body
        $length = Get-Body
        $PSDefaultParameterValues = @{
            'ConvertTo-Json:Depth' = 1; 'ConvertTo-Json:AsArray' = $true; 'ConvertTo-Json:WarningAction' = 'Ignore'
        }
        function global:ConvertTo-Json { 'mine' }
        Set-Item 'function:global:Microsoft.PowerShell.Utility\ConvertTo-Json' { 'mine, too' }
        try {
            $null = Invoke-FaxPlusRequest /accounts/self PUT -Body $body
            Get-Body | Should -Be $length
        } finally {
            Remove-Item function:ConvertTo-Json
            Remove-Item -LiteralPath 'function:Microsoft.PowerShell.Utility\ConvertTo-Json' -ErrorAction Ignore
        }
    }

    It 'refuses a -Body without -Method, which would be a GET request, and a path in the position of the method' {
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest /hooks -Body @{ target = 'https://example.com/a' } }
        "$($problem.FullyQualifiedErrorId) $problem" | Should -Match '^FaxPlus.BadRequest.*A GET request cannot have a body'
        (Get-ErrorOf { @{ a = 1 } | Invoke-FaxPlusRequest /hooks }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        "$(Get-ErrorOf { Invoke-FaxPlusRequest GET '/accounts/self?token=s3cret' })" | Should -Match '^(?!.*s3cret).*not an HTTP method'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'refuses a -Body with a SecureString or a credential, whose properties would be sent instead' {
        $secret = ConvertTo-Secret hidden
        foreach ($body in @{ p = $secret }, @{ a = @(@{ p = [pscredential]::new('x', $secret) }) }, [pscustomobject]@{ p = $secret }) {
            "$(Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $body })" | Should -Match 'contains a SecureString'
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'refuses a -Body with a value that PowerShell would change: <Name>' -ForEach @(
        @{ Name = 'a switch'; Value = [switch] $true }
        @{ Name = 'a value of the type TimeSpan'; Value = [timespan] '1:00' }
        @{ Name = 'a value of the type Complex'; Value = [System.Numerics.Complex]::new(1, 2) }
        @{ Name = 'a value of the type U?IntPtr'; Value = [intptr] 5 }
        @{ Name = 'a number that is not finite'; Value = [single]::PositiveInfinity }
        @{ Name = 'a number that is not finite'; Value = [double]::NaN }
        @{ Name = 'a string that has lost characters'; Value = "M$([char]0xfffd)ller" }
    ) {
        foreach ($body in @{ p = $Value }, [pscustomobject]@{ a = @(@{ p = $Value }) }) {
            "$(Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $body })" | Should -Match "The body contains $Name"
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'refuses a -Body with a value that PowerShell 7 would change: <Name>' -Skip:($PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
        @{ Name = 'a value of the type Half'; Create = { [half] 1.5 } }
        @{ Name = 'a value of the type Int128'; Create = { [int128] 5 } }
        @{ Name = 'a value of the type Version'; Create = { [version] '1.2' } }
        @{ Name = 'a value of the type DateOnly'; Create = { [dateonly] '2027-01-01' } }
        @{ Name = 'an object of another JSON library'; Create = { [System.Text.Json.JsonDocument]::Parse('{"a":1}').RootElement } }
        @{ Name = 'an object of another JSON library'; Create = { , [System.Text.Json.Nodes.JsonNode]::Parse('{"a":1}') } }
        @{ Name = 'an object of another JSON library'; Create = { , [System.Text.Json.Nodes.JsonNode]::Parse('[1]') } }
        @{ Name = 'an object of another JSON library'; Create = { [System.Text.Json.Nodes.JsonValue]::Create(5) } }
    ) {
        $value = & $Create
        $set = [System.Collections.Generic.HashSet[object]]::new()
        $null = $set.Add($value)
        foreach ($body in @{ p = $value }, [pscustomobject]@{ a = @(@{ p = $value }) }, @{ p = $set }) {
            "$(Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $body })" | Should -Match "The body contains $Name"
        }
        if ($Name -match 'JSON') {
            "$(Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $value })" | Should -Match "The body contains $Name"
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'sends numbers and times of all usual types in a -Body' {
        $body = [ordered]@{
            a = [byte] 1; b = [int64] 2; c = [decimal] 1.5; d = [single] 2.5; e = [bigint] 12345678901234567890; f = [guid]::Empty
            g = [System.DayOfWeek]::Monday; h = [uri] 'http://a/b'; i = [datetimeoffset] '2027-01-01Z'
            j = @([System.Collections.Generic.List[int]](1, 2))
        }
        $null = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $body }
        @(Get-EmulatorRequest $emulator PUT)[-1].bodyLength | Should -Be (ConvertTo-Json $body -Compress -Depth 5).Length
    }

    It 'refuses a script block as the name of a file, as every command does' {
        $block = { "$($_.Id).pdf" }
        foreach ($command in
            { Invoke-FaxPlusRequest /accounts/self -OutFile $block },
            { Save-FaxPlusFax -FaxId ('f' * 24) -Path $block },
            { Save-FaxPlusFax -FaxId ('f' * 24) -Directory $block },
            { Receive-FaxPlusFax -Checkpoint $block },
            { Send-FaxPlusFax '+14155550111' a.pdf -Journal $block },
            { Export-FaxPlusReport -InputObject @() -Path $block }
        ) {
            "$(Get-ErrorOf $command)" | Should -Match 'A ScriptBlock is not text'
        }
    }

    It 'refuses a -Body of which a part would be omitted' {
        $body = @{ a = 1 }
        1..30 | ForEach-Object { $body = @{ a = $body } }
        (Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self PUT -Body $body }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'encodes -Query, including plus signs' {
        $null = Invoke-FaxPlusRequest /accounts/self/faxes -Query @{ after = '2025-01-01 00:00:00' }
        (Get-EmulatorRequest $emulator)[-1].query | Should -Match '^\?after=2025-01-01(%20|\+)00%3A00%3A00$'
        $null = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self/faxes -Query @{ limit = '+1&x=2' } }
        (Get-EmulatorRequest $emulator)[-1].query | Should -Be '?limit=%2B1%26x%3D2'
    }

    It 'sends -Query in the format of the service: <Name>' -ForEach @(
        @{ Name = 'an array'; Value = @('a', 2); Sent = '?x=a&x=2' }
        @{ Name = 'an empty array'; Value = @(); Sent = '' }
        @{ Name = 'true'; Value = $true; Sent = '?x=true' }
        @{ Name = 'a switch'; Value = [switch]$false; Sent = '?x=false' }
        @{ Name = 'nothing'; Value = $null; Sent = '?x=' }
        @{ Name = 'a number'; Value = 1.5; Sent = '?x=1.5' }
        @{ Name = 'a value of an enumeration'; Value = [System.DayOfWeek]::Friday; Sent = '?x=Friday' }
        @{
            Name = 'a time with a zone'
            Value = [datetimeoffset]::new(2025, 12, 1, 1, 0, 0, [timespan]::FromHours(2))
            Sent = '?x=2025-11-30%2023%3A00%3A00'
        }
        @{
            Name = 'a local time'
            Value = [datetimeoffset]::new(2025, 12, 1, 1, 0, 0, [timespan]::Zero).LocalDateTime
            Sent = '?x=2025-12-01%2001%3A00%3A00'
        }
        @{ Name = 'the output of a command'; Value = (Write-Output 'a b' -NoEnumerate); Sent = '?x=a%20b' }
    ) {
        $null = Invoke-FaxPlusRequest /accounts/self -Query @{ x = $Value }
        (Get-EmulatorRequest $emulator)[-1].query.Replace('+', '%20') | Should -BeExactly $Sent
    }

    It 'refuses values of -Query without a text form: <Name>' -ForEach @(
        @{ Name = 'a hashtable'; Value = @{ a = 1 } }
        @{ Name = 'an object'; Value = [pscustomobject]@{ a = 1 } }
        @{ Name = 'an array in an array'; Value = @(, @(1, 2)) }
    ) {
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self -Query @{ x = $Value } }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problem.Exception.Message | Should -Match "'x'"
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'creates JSON in the same way as PowerShell, even if another command is named ConvertTo-Json' {
        Set-Item function:ConvertTo-Json { 'mine' }
        $id = (Get-EmulatorState $emulator).faxes[0].id
        Invoke-FaxPlusRequest "/accounts/self/faxes/$id" -Method PUT -Body @{ comment = 'hash'; is_read = $true }
        (Get-EmulatorState $emulator).faxes[0].comment | Should -Be 'hash'
    }

    It 'sends -Body as JSON: a hashtable, text, or from the pipeline' {
        $id = (Get-EmulatorState $emulator).faxes[0].id
        Invoke-FaxPlusRequest "/accounts/self/faxes/$id" -Method PUT -Body @{ comment = 'hash'; is_read = $true } | Should -BeNullOrEmpty
        (Get-EmulatorState $emulator).faxes[0].comment | Should -Be 'hash'
        Invoke-FaxPlusRequest "/accounts/self/faxes/$id" -Method put -Body '{"comment":"text","is_read":false}'
        (Get-EmulatorState $emulator).faxes[0].comment | Should -Be 'text'
        [pscustomobject]@{ comment = 'piped'; is_read = $true } | Invoke-FaxPlusRequest "/accounts/self/faxes/$id" -Method PUT
        (Get-EmulatorState $emulator).faxes[0].comment | Should -Be 'piped'
    }

    It 'saves a response that is a file with -OutFile' {
        $id = (Get-EmulatorState $emulator).faxes[0].id
        $file = Invoke-FaxPlusRequest "/accounts/self/files/$id" -Query @{ format = 'pdf' } -OutFile (Join-Path $TestDrive raw.pdf)
        $file | Should -BeOfType System.IO.FileInfo
        Get-PdfFault $file.FullName | Should -BeNullOrEmpty
    }

    It 'does not change an existing file, and overwrites it with -Force' {
        $path = Join-Path $TestDrive mine.json
        Set-Content -LiteralPath $path -Value mine
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self -OutFile $path }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-Force'
        Get-Content -LiteralPath $path | Should -Be mine
        $null = Invoke-FaxPlusRequest /accounts/self -OutFile $path -Force
        Get-Content -Raw -LiteralPath $path | Should -Match 'ada@example\.com'
    }

    It 'recommends -OutFile if the response is a file' {
        $id = (Get-EmulatorState $emulator).faxes[0].id
        (Get-ErrorOf { Invoke-FaxPlusRequest "/accounts/self/files/$id" -Query @{ format = 'pdf' } }).Exception.Message |
            Should -Match '-OutFile'
    }

    It 'reports errors in the same way as the other cmdlets' {
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self/faxes/ffffffffffffffffffffffff }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        $problem.Exception.StatusCode | Should -Be 404
        $problem.Exception.Message | Should -Match 'There is no fax'
    }

    It 'names the missing scope of a known operation' {
        Connect-Emulator $emulator -Token reader
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest /accounts/self/numbers }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.MissingScope,*'
        Get-RenderedError $problem | Should -Match 'fax:numbers:read'
    }

    It 'retries a read request, and never a POST that may have been processed' {
        Add-EmulatorFault $emulator @{ path = '/accounts/self$'; kind = 'status'; status = 502; retryAfter = 0; times = 2 }
        (Invoke-FaxPlusRequest /accounts/self).email | Should -Be 'ada@example.com'
        Add-EmulatorFault $emulator @{ method = 'POST'; kind = 'status'; status = 502; retryAfter = 0 }
        (Get-ErrorOf { Invoke-FaxPlusRequest /hooks -Method POST -Body @{
            target = 'https://x.example/'; event = 'fax_sent' } }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.ServiceUnavailable,*'
        @(Get-EmulatorRequest $emulator POST).Count | Should -Be 1
    }

    It 'never sends the token elsewhere: <Path>' -ForEach @(
        @{ Path = '{0}/v3/accounts/self' }
        @{ Path = '//{1}/v3/accounts/self' }
        @{ Path = '\\{1}\v3\accounts\self' }
        @{ Path = '@{1}/v3/accounts/self' }
        @{ Path = '/../../@{1}/v3/accounts/self' }
        @{ Path = '/?u={0}' }
    ) {
        Clear-Emulator $stranger
        $null = Get-ErrorOf { Invoke-FaxPlusRequest ($Path -f $stranger.Uri, ([uri]$stranger.Uri).Authority) }
        Get-EmulatorRequest $stranger | Should -BeNullOrEmpty
    }

    It 'refuses a body that is the list of the lines of a JSON file' {
        "$(Get-ErrorOf { Invoke-FaxPlusRequest /x POST -Body ('{', '"q": 1', '}') })" | Should -Match 'a list of the lines of a JSON text'
        Get-EmulatorRequest $emulator POST | Should -BeNullOrEmpty
        $null = Get-ErrorOf { Invoke-FaxPlusRequest /x POST -Body '{a}', '[b]' }
        @(Get-EmulatorRequest $emulator POST).Count | Should -Be 1
    }

    It 'explains a body that is nested without end' {
        $loop = @{}
        $loop.self = $loop
        foreach ($body in $loop, (Get-Item -LiteralPath $PSCommandPath)) {
            $failed = "$(Get-ErrorOf { Invoke-FaxPlusRequest /x POST -Body $body })"
            $failed | Should -Match 'contains an object with more than 20 levels'
            $failed | Should -Not -Match 'WarningPreference'
        }
    }

    It 'refuses dots that lead out of the API' {
        $null = Get-ErrorOf { Invoke-FaxPlusRequest '/../login?x=1' }
        (Get-EmulatorRequest $emulator).path | Where-Object { $_ -notlike '/v3/*' } | Should -BeNullOrEmpty
    }
}
