BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    $script:other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
    # Each listener starts after its event, so the emulator must retry for long enough.
    $script:emulator = Open-Emulator '--webhook-secret', $secret, '--webhook-retry-seconds', '1'
    Connect-Emulator $emulator
    $script:module = Get-TestModulePath
    $script:session = Get-FaxPlusSession

    # Returns the body of the service's message about a fax that has just arrived.
    function Receive-Body([hashtable] $With = @{}, [hashtable] $Data = @{}) {
        $id = @(Receive-EmulatorFax $emulator $With)[0]
        $fax = (Get-EmulatorState $emulator).faxes | Where-Object id -EQ $id
        $told = @{
            id = $id
            uid = $fax.owner_id
            pages = $fax.pages
            from = $fax.from
            to = $fax.to
            start_time = $fax.start_time
            status = $fax.status
        }
        foreach ($name in $Data.Keys) { $told[$name] = $Data[$name] }
        ConvertTo-Json -Compress @{
            hook = @{ id = $id; event = 'fax_received'; event_time = '2026-03-04 05:06:07'; target = 'https://example.com/hook' }
            data = $told
        }
    }

    function New-Header([string] $Body, [string] $Id = "msg_$([guid]::NewGuid().ToString('N'))", [string] $With = $secret,
        [datetimeoffset] $At = [datetimeoffset]::UtcNow) {
        $time = $At.ToUnixTimeSeconds()
        $hmac = [System.Security.Cryptography.HMACSHA256]::new([Convert]::FromBase64String($With.Substring(6)))
        $signature = [Convert]::ToBase64String($hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes("$Id.$time.$Body")))
        @{ 'svix-id' = $Id; 'svix-timestamp' = "$time"; 'svix-signature' = "v1,$signature" }
    }

    # Creates the object that Azure Automation passes to a runbook.
    function New-WebhookData([string] $Body, [hashtable] $Header = @{}) {
        [pscustomobject]@{
            WebhookName = 'receive'
            RequestBody = $Body
            RequestHeader = [pscustomobject]($Header + @{ Connection = 'Keep-Alive'; Host = 'example.webhook.azure-automation.net' })
        }
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'ConvertFrom-FaxPlusWebhook' {
    It 'converts a body to an object' {
        $read = Receive-Body @{ from = '+41445550199'; pages = 3 } | ConvertFrom-FaxPlusWebhook
        $read.GetType().FullName | Should -Be FaxPlus.WebhookEvent
        $read.Event | Should -Be fax_received
        $read.From | Should -Be '+41445550199'
        $read.Pages | Should -Be 3
        $read.UserId | Should -Be self
        $read.IsRetry | Should -BeFalse
    }

    It 'needs no sign-in without a request' {
        $run = Invoke-Runspace 'Import-Module $env:FAXPLUS_MODULE; (''{"hook":{"event":"fax_sent"},"data":{"id":"a1"}}'' | ConvertFrom-FaxPlusWebhook).FaxId'
        $run.Output.Trim() | Should -Be a1
    }

    It 'emits an object that can be piped to <_>' -ForEach 'Get-FaxPlusFax', 'Wait-FaxPlusFax', 'Set-FaxPlusFax -IsRead $true -PassThru',
        'Save-FaxPlusFax -Directory $folder' {
        $folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $read = Receive-Body | ConvertFrom-FaxPlusWebhook
        $result = & ([scriptblock]::Create("`$read | $_"))
        if ($result -is [IO.FileInfo]) { $result.Name | Should -Match $read.FaxId } else { $result.Id | Should -Be $read.FaxId }
    }

    It 'reads a runbook''s WebhookData <_>' -ForEach 'as an object', 'as a hashtable', 'as JSON' {
        $body = Receive-Body
        $data = New-WebhookData $body (New-Header $body)
        $given = switch ($_) {
            'as an object' { $data }
            'as a hashtable' { @{ RequestBody = $body; RequestHeader = New-Header $body } }
            'as JSON' { ConvertTo-Json $data }
        }
        (ConvertFrom-FaxPlusWebhook $given -Secret (ConvertTo-Secret $secret)).FaxId | Should -Be (ConvertFrom-Json $body).data.id
    }

    It 'reads WebhookData as <Name>' -ForEach @(
        @{
            Name = 'text without quotation marks around a whole body'
            Signed = $true
            Make = {
                "{WebhookName:hook,RequestBody:$body,RequestHeader:{Connection:Keep-Alive,Date:Thu, 01 Jan 2026 00:00:00 GMT,svix-id:$($head.'svix-id'),svix-timestamp:$($head.'svix-timestamp'),svix-signature:$($head.'svix-signature')}}"
            }
        }
        @{
            Name = 'text without any quotation marks'
            Make = { "{WebhookName:hook,RequestBody:$($body.Replace('"', '')),RequestHeader:{Connection:Keep-Alive,Host:x}}" }
        }
        @{
            Name = 'text without quotation marks, the headers first'
            Make = { "{RequestHeader:{Connection:Keep-Alive}, WebhookName:hook, RequestBody:$($body.Replace('"', ''))}" }
        }
        @{
            Name = 'text without quotation marks around an escaped body'
            Signed = $true
            Make = {
                "{WebhookName:hook,RequestBody:$($body.Replace('"', '\"')),RequestHeader:{svix-id:$($head.'svix-id'),svix-timestamp:$($head.'svix-timestamp'),svix-signature:$($head.'svix-signature')}}"
            }
        }
        @{
            Name = 'text without quotation marks and with line ends'
            Make = {
                "{WebhookName:hook,RequestBody:$((ConvertTo-Json (ConvertTo-Json (ConvertFrom-Json $body) -Depth 5)).Replace('\"', '').Trim('"')),RequestHeader:{Host:x}}"
            }
        }
        @{ Name = 'the body without quotation marks'; Make = { $body.Replace('"', '') } }
        @{ Name = 'JSON in a list with one item'; Signed = $true; Make = { ConvertTo-Json -Depth 5 @(, (New-WebhookData $body $head)) } }
        @{ Name = 'lines'; Signed = $true; Make = { , ((ConvertTo-Json (New-WebhookData $body $head)) -split "`n") } }
        @{
            Name = 'the request of an Azure Function'
            Signed = $true
            Make = { [pscustomobject]@{ Method = 'POST'; Body = ConvertFrom-Json $body -AsHashtable; RawBody = $body; Headers = $head } }
        }
        @{
            Name = 'the request of a web server for PowerShell'
            Signed = $true
            Make = { @{ Data = ConvertFrom-Json $body; Path = '/x'; Request = [pscustomobject]@{ Body = $body; Headers = $head } } }
        }
        @{
            Name = 'a request as JSON'
            Signed = $true
            Make = { ConvertTo-Json @{ body = $body; headers = $head; isBase64Encoded = $false } }
        }
        @{
            Name = 'a body in Base64'
            Signed = $true
            Make = { @{ RequestBody = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($body)); RequestHeader = $head } }
        }
        @{ Name = 'JSON within JSON'; Signed = $true; Make = { ConvertTo-Json (ConvertTo-Json (New-WebhookData $body $head)) } }
        @{
            Name = 'JSON with the body as an object'
            Make = { ConvertTo-Json -Depth 5 @{ WebhookName = 'x'; RequestBody = ConvertFrom-Json $body; RequestHeader = @{} } }
        }
        @{ Name = 'an object with the body as an object'; Make = { [pscustomobject]@{ RequestBody = ConvertFrom-Json $body } } }
        @{ Name = 'an object with the body as a hashtable'; Make = { @{ RequestBody = ConvertFrom-Json $body -AsHashtable } } }
        @{
            Name = 'an object with the body as bytes'
            Signed = $true
            Make = { [pscustomobject]@{ RequestBody = [Text.Encoding]::UTF8.GetBytes($body); RequestHeader = $head } }
        }
        @{ Name = 'the body as an object'; Make = { ConvertFrom-Json $body } }
    ) {
        $body = Receive-Body @{ from = '+41445550199' }
        $head = New-Header $body
        $read = ConvertFrom-FaxPlusWebhook (& $Make)
        $read.FaxId | Should -Be (ConvertFrom-Json $body).data.id
        $read.From | Should -Be '+41445550199'
        $read.Pages | Should -Be (ConvertFrom-Json $body).data.pages
        $read.EventTime | Should -Be ([datetimeoffset]'2026-03-04T05:06:07Z')
        (ConvertFrom-FaxPlusWebhook (& $Make) -Verify).FaxId | Should -Be $read.FaxId
        if ($Signed) {
            (ConvertFrom-FaxPlusWebhook (& $Make) -Secret (ConvertTo-Secret $secret)).FaxId | Should -Be $read.FaxId
            return
        }

        $failed = Get-ErrorOf { ConvertFrom-FaxPlusWebhook (& $Make) -Secret (ConvertTo-Secret $secret) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.InvalidResponse,*'
        "$failed $($failed.ErrorDetails.RecommendedAction)" | Should -Match 'signature.*PowerShell 7'
    }

    It 'accepts headers as <Name>' -ForEach @(
        @{
            Name = 'a WebHeaderCollection'
            Make = {
                $all = [System.Net.WebHeaderCollection]::new(); foreach ($name in $head.Keys) { $all.Add($name, $head[$name]) }; , $all
            }
        }
        @{
            Name = 'a NameValueCollection'
            Make = {
                $all = [System.Collections.Specialized.NameValueCollection]::new()
                foreach ($name in $head.Keys) { $all.Add($name.ToUpperInvariant(), $head[$name]) }
                , $all
            }
        }
        @{
            Name = 'a Dictionary of arrays'
            Make = {
                $all = [System.Collections.Generic.Dictionary[string, string[]]]::new()
                foreach ($name in $head.Keys) { $all[$name] = @($head[$name]) }
                , $all
            }
        }
        @{
            Name = 'an object of arrays'
            Make = {
                [pscustomobject]@{
                    'svix-id' = @($head.'svix-id')
                    'svix-timestamp' = @($head.'svix-timestamp')
                    'svix-signature' = @($head.'svix-signature')
                }
            }
        }
        @{
            Name = 'HttpHeaders'
            Make = {
                $request = [System.Net.Http.HttpRequestMessage]::new()
                foreach ($name in $head.Keys) { $null = $request.Headers.TryAddWithoutValidation($name, [string]$head[$name]) }
                , $request.Headers
            }
        }
    ) {
        $body = Receive-Body
        $head = New-Header $body
        (ConvertFrom-FaxPlusWebhook $body -Header (& $Make) -Secret (ConvertTo-Secret $secret)).Event | Should -Be fax_received
        (ConvertFrom-FaxPlusWebhook ([pscustomobject]@{ RequestBody = $body; RequestHeader = (& $Make) }) -Secret (
            ConvertTo-Secret $secret)).Event | Should -Be fax_received
    }

    It 'with -Verify searches for data.id, then for hook.id, and compares either' {
        $body = Receive-Body
        $id = (ConvertFrom-Json $body).data.id
        $session = 'fedcba98' * 3
        $told = ConvertFrom-Json $body
        $told.data.id = $session
        Clear-EmulatorRequest $emulator
        (ConvertTo-Json $told | ConvertFrom-FaxPlusWebhook -Verify).FaxId | Should -Be $id
        (Get-EmulatorRequest $emulator GET '/faxes/').path | ForEach-Object { ($_ -split '/')[-1] } | Should -Be $session, $id
        $failed = Get-ErrorOf { ConvertTo-Json @{ hook = @{ event = 'fax_received'; id = $session }; data = @{ id = '0' * 24 } } |
            ConvertFrom-FaxPlusWebhook -Verify }
        $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        "$failed" | Should -Match ('0' * 24)
        $other = @(Receive-EmulatorFax $emulator @{})[0]
        (ConvertTo-Json @{ hook = @{ event = 'fax_received'; id = $other }; data = @{ id = $id } } |
            ConvertFrom-FaxPlusWebhook -Verify).FaxId | Should -Be $id
    }

    It 'verifies a signature with -Header, and with either of two secrets' {
        $body = Receive-Body
        $secrets = (ConvertTo-Secret $other), (ConvertTo-Secret $secret)
        ($body | ConvertFrom-FaxPlusWebhook -Header (New-Header $body) -Secret $secrets).Event | Should -Be fax_received
        ($body | ConvertFrom-FaxPlusWebhook -Header (New-Header $body -With $other) -Secret $secrets).Event | Should -Be fax_received
    }

    It 'refuses a message that is <Name>, with the error <Id> and no object' -ForEach @(
        @{ Name = 'not signed'; Id = 'Forbidden'; Make = { New-WebhookData $body } }
        @{ Name = 'signed with another secret'; Id = 'Forbidden'; Make = { New-WebhookData $body (New-Header $body -With $other) } }
        @{ Name = 'changed'; Id = 'Forbidden'; Make = { New-WebhookData ($body + ' ') (New-Header $body) } }
        @{
            Name = 'six minutes old'
            Id = 'Forbidden'
            Make = { New-WebhookData $body (New-Header $body -At ([datetimeoffset]::UtcNow.AddMinutes(-6))) }
        }
        @{
            Name = 'six minutes ahead'
            Id = 'Forbidden'
            Make = { New-WebhookData $body (New-Header $body -At ([datetimeoffset]::UtcNow.AddMinutes(6))) }
        }
        @{
            Name = 'truncated and signed'
            Id = 'InvalidResponse'
            Make = { $cut = $body.Substring(0, 40); New-WebhookData $cut (New-Header $cut) }
        }
        @{
            Name = 'larger than a megabyte'
            Id = 'InvalidResponse'
            Make = { $large = $body + ' ' * 1MB; New-WebhookData $large (New-Header $large) }
        }
        @{ Name = 'nothing'; Id = 'InvalidResponse'; Make = { $null } }
    ) {
        $body = Receive-Body
        $given = & $Make
        $result = ConvertFrom-FaxPlusWebhook $given -Secret (ConvertTo-Secret $secret) -ErrorVariable failed -ErrorAction SilentlyContinue
        $result | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Match "^FaxPlus\.$Id,"
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a message that occurs twice in one pipeline, and reads the next message' {
        $body = Receive-Body
        $one = New-WebhookData $body (New-Header $body -Id msg_1)
        $two = New-WebhookData $body (New-Header $body -Id msg_2)
        $read = $one, $one, $two |
            ConvertFrom-FaxPlusWebhook -Secret (ConvertTo-Secret $secret) -ErrorVariable failed -ErrorAction SilentlyContinue
        @($read).Count | Should -Be 2
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Match '^FaxPlus\.Conflict,'
    }

    It 'refuses a message with a repeated name as possibly forged' {
        $failed = Get-ErrorOf { '{"hook":{"event":"fax_received","Event":"fax_sent"},"data":{"id":"a"}}' | ConvertFrom-FaxPlusWebhook -Verify }
        "$failed" | Should -Match "the name 'event' occurs twice"
        $failed.ErrorDetails.RecommendedAction | Should -Match 'may be forged' -Because 'the recommendation must not be to send another body'
    }

    It 'with -Verify accepts values that the account confirms' {
        $read = Receive-Body | ConvertFrom-FaxPlusWebhook -Verify
        $read.FileName | Should -Be (Get-FaxPlusFax -FaxId $read.FaxId).FileName
    }

    It 'with -Verify refuses a fax that is not in the account' {
        $failed = Get-ErrorOf {
            '{"hook":{"event":"fax_received"},"data":{"id":"0123456789abcdef01234567"}}' | ConvertFrom-FaxPlusWebhook -Verify
        }
        $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.NotFound,'
        $failed.ErrorDetails.RecommendedAction | Should -Match '-UserId.* may be forged'
    }

    It 'with -Verify refuses a <Name> that differs from the account' -ForEach @(
        @{ Name = 'sender'; Data = @{ from = '+15005550006' } }
        @{ Name = 'number of pages'; Data = @{ pages = 99 } }
        @{ Name = 'owner'; Data = @{ uid = '0' * 32 } }
    ) {
        $body = Receive-Body -Data $Data
        $failed = Get-ErrorOf { $body | ConvertFrom-FaxPlusWebhook -Verify }
        $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.Forbidden,'
        $failed.Exception.Message | Should -Match $Name
    }

    It 'an invalid secret is an error that does not show it, and a plain one causes a warning' {
        $failed = Get-ErrorOf {
            'x' | ConvertFrom-FaxPlusWebhook -Secret 'whsec_RecogniseMe?' -WarningVariable script:warned -WarningAction SilentlyContinue
        }
        $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.BadRequest,'
        Get-RenderedError $failed | Should -Not -Match RecogniseMe
        $warned | Should -Match 'plain text'
    }

    It 'an event fits into 80 columns, and shows number and status' {
        $text = Receive-Body | ConvertFrom-FaxPlusWebhook | Out-String -Width 80
        $lines = $text -split '\r?\n' | Where-Object { $_.Trim() }
        $lines.Count | Should -Be 3
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $text | Should -Match '\+16505550100 +success'
    }
}

Describe 'Wait-FaxPlusWebhook' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:port = Get-FreePort
        Set-FaxPlusWebhook "http://127.0.0.1:$port/hook" fax_received
    }

    It 'emits events as they arrive, each once, and ends after -First' {
        $ids = Receive-EmulatorFax $emulator @{ count = 3 }
        $heard = Wait-FaxPlusWebhook $port /hook -First 3 -Timeout 300 -Secret (ConvertTo-Secret $secret)
        $heard.FaxId | Sort-Object | Should -Be ($ids | Sort-Object)
        Wait-Until { @((Invoke-Control $emulator GET deliveries) | Where-Object status -EQ 200).Count -eq 3 } 'three deliveries'
    }

    It 'refuses a message signed with another secret, and reports this' {
        # On a busy machine, the timeout may elapse before an event arrives, so the test tries again until one arrives.
        Wait-Until {
            $null = Receive-EmulatorFax $emulator
            $script:failed = Get-ErrorOf {
                Wait-FaxPlusWebhook $port -First 1 -Timeout 3 -Secret (
                    ConvertTo-Secret $other) -WarningVariable script:warned -WarningAction SilentlyContinue
            }
            $warned
        } 'a message'
        $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.Timeout,'
        $warned | Should -Match 'signature is wrong'
        (Invoke-Control $emulator GET deliveries).status | Should -Contain 403
    }

    It 'without -First ends without an error after the timeout' {
        Wait-FaxPlusWebhook $port -Timeout 1 | Should -BeNullOrEmpty
    }

    It 'ends immediately with Ctrl+C, and releases the port' {
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $null = $shell.AddScript('param($module, $port) Import-Module $module; Wait-FaxPlusWebhook $port').AddArgument(
                $module).AddArgument($port)
            $running = $shell.BeginInvoke()
            Wait-Until {
                try { $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $port); $client.Dispose(); $true } catch { $false }
            } 'the listener'
            $running.IsCompleted | Should -BeFalse
            $stopping = $shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(100)) | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
        $null = Receive-EmulatorFax $emulator
        (Wait-FaxPlusWebhook $port -First 1 -Timeout 300).Event | Should -Be fax_received
    }

    It 'releases the port when the pipeline ends' {
        $null = Receive-EmulatorFax $emulator @{ count = 2 }
        (Wait-FaxPlusWebhook $port -Timeout 300 | Select-Object -First 1).Event | Should -Be fax_received
        # In Wine, a port remains in use for a short time after its listener was closed.
        Wait-Until {
            $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, $port)
            try { $listener.Start(); $true } catch { $false } finally { $listener.Stop() }
        } 'the port to be free'
        (Wait-FaxPlusWebhook $port -First 1 -Timeout 300).Event | Should -Be fax_received
    }

    It 'names the port that is in use' {
        $taken = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, $port)
        $taken.Start()
        try { $failed = Get-ErrorOf { Wait-FaxPlusWebhook $port -Timeout 1 } } finally { $taken.Stop() }
        $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.Conflict,'
        $failed.Exception.Message | Should -Match $port
    }
}

Describe 'The runbook Receive-Fax.ps1' {
    BeforeAll {
        $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
        $script:runbook = Join-Path $root samples runbooks Receive-Fax.ps1
        $script:modules = Join-Path $TestDrive modules
        Copy-Item (Split-Path $module) (Join-Path $modules FaxPlus) -Recurse

        # Runs the runbook in a separate session, as in Azure Automation. The data is read from a file, because quoting could change it.
        function Invoke-Runbook($Data, [string] $Form = 'object', [hashtable] $Environment = @{}) {
            $script:folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
            $file = "$folder.json"
            ConvertTo-Json $Data -Depth 5 | Set-Content -LiteralPath $file
            $read = if ($Form -eq 'object') { 'Get-Content -Raw $env:DATA | ConvertFrom-Json' } else { 'Get-Content -Raw $env:DATA' }
            $all = @{
                RUNBOOK = $runbook
                FOLDER = $folder
                DATA = $file
                FAXPLUS_PAT = 'good-token'
                FAXPLUS_API_URI = $emulator.ApiUri
                PSModulePath = Join-ModulePath $modules
            }
            Invoke-Runspace "& `$env:RUNBOOK -WebhookData ($read) -Directory `$env:FOLDER" ($all + $Environment)
        }
    }

    BeforeEach { Clear-Emulator $emulator }

    It 'saves the fax and marks it as read, with WebhookData as <_>' -ForEach 'object', 'JSON' {
        $body = Receive-Body
        $id = (ConvertFrom-Json $body).data.id
        $run = Invoke-Runbook (New-WebhookData $body (New-Header $body)) $_ @{ FAXPLUS_WEBHOOK_SECRET = $secret }
        $run.Error | Should -BeNullOrEmpty
        $files = @(Get-ChildItem $folder)
        $files.Count | Should -Be 1
        $files[0].Name | Should -Match $id
        Get-PdfFault $files[0].FullName | Should -BeNullOrEmpty
        (Get-FaxPlusFax -FaxId $id).IsRead | Should -BeTrue
    }

    It 'without a signing secret accepts what the account confirms' {
        $body = Receive-Body
        $run = Invoke-Runbook (New-WebhookData $body)
        $run.Error | Should -BeNullOrEmpty
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'saves and marks no fax when the message is forged' {
        $body = Receive-Body -Data @{ from = '+15005550006' }
        $run = Invoke-Runbook (New-WebhookData $body)
        $run.ExitCode | Should -Not -Be 0
        $run.Error | Should -Match 'refused'
        Test-Path $folder | Should -BeFalse
        (Get-FaxPlusFax -FaxId (ConvertFrom-Json $body).data.id).IsRead | Should -BeFalse
    }
}
