BeforeDiscovery {
    # The expected contents of an error: the kind, words of the message, the status, the operation, and the subject of the advice.
    $cases = @(
        @{
            Kind = 'Unauthorized'; Token = 'mistyped'; Status = 401; Words = 'The token is unknown'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'Connect-FaxPlus'; Category = 'AuthenticationError'
        }
        @{
            Kind = 'TokenExpired'; Token = 'old'; Status = 401; Words = 'The token expired'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'new token'; Category = 'AuthenticationError'
        }
        @{
            Kind = 'MissingScope'; Token = 'numbers'; Status = 403; Words = 'scope of the token is insufficient'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'fax:fax:read'; Category = 'PermissionDenied'
        }
        @{
            Kind = 'MissingScope'; Token = 'reader'; Status = 403; Words = 'insufficient_scope'; Doing = 'Uploading'
            Operation = 'POST /accounts/{user_id}/files'; Advice = 'fax:fax:edit'; Category = 'PermissionDenied'
            Action = { Send-FaxPlusFax -To '+14155550111' -Path $file -From '+16505550100' }
        }
        @{
            Kind = 'MissingScope'; Token = 'reader'; Status = 403; Words = 'insufficient_scope'; Doing = 'Deleting'
            Operation = 'DELETE /accounts/{user_id}/faxes/{fax_id}'; Advice = 'fax:all:edit'; Category = 'PermissionDenied'
            Action = { Remove-FaxPlusFax $id -Confirm:$false }
        }
        @{
            Kind = 'MissingScope'; Token = 'faxes'; Status = 403; Words = 'insufficient_scope'; Doing = 'number'
            Operation = 'GET /accounts/{user_id}/numbers'; Advice = '-From'; Category = 'PermissionDenied'
            Action = { Send-FaxPlusFax -To '+14155550111' -Path $file }
        }
        @{
            Kind = 'Forbidden'; Token = 'member'; Status = 403; Words = 'Only an administrator'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'administrator'; Category = 'PermissionDenied'
            Action = { Get-FaxPlusFax -UserId $uid }
        }
        @{
            Kind = 'NotFound'; Status = 404; Words = "There is no fax 'ffffffffffffffffffffffff'"; Doing = 'Reading the fax'
            Operation = 'GET /accounts/{user_id}/faxes/{fax_id}'; Advice = 'id'; Category = 'ObjectNotFound'
            Action = { Get-FaxPlusFax -FaxId ('f' * 24) }
        }
        @{
            Kind = 'BadRequest'; Status = 400; Words = "'12345' is not a number"; Doing = 'Sending the fax'
            Operation = 'POST /accounts/{user_id}/outbox'; Advice = "country code.*'12345'"; Category = 'InvalidArgument'
            Action = { Send-FaxPlusFax -To '12345' -SkipNumberCheck -Path $file }
        }
        @{
            Kind = 'Conflict'; Status = 409; Words = 'is there twice'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = '.'; Category = 'ResourceExists'
            Fault = @{ kind = 'status'; status = 409; body = @{ error = 'conflict'; description = 'It is there twice.' } }
        }
        @{
            Kind = 'RateLimited'; Status = 429; Words = 'configured to send'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = '600 seconds'; Category = 'LimitsExceeded'
            Fault = @{ kind = 'status'; status = 429; retryAfter = 600 }
        }
        @{
            Kind = 'ServiceUnavailable'; Status = 500; Words = 'configured to send'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'later'; Category = 'ResourceUnavailable'
            Fault = @{ kind = 'status'; status = 500; retryAfter = 0 }
        }
        @{
            Kind = 'Timeout'; Status = 408; Words = 'configured to send'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'later'; Category = 'OperationTimeout'
            Fault = @{ kind = 'status'; status = 408; retryAfter = 0 }
        }
        @{
            Kind = 'InvalidResponse'; Status = 200; Words = 'not the documented JSON'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'ApiUri'; Category = 'InvalidData'
            Fault = @{ kind = 'garbage' }
        }
        @{
            Kind = 'Network'; Status = 0; Words = 'could not be reached'; Doing = 'Listing faxes'
            Operation = 'GET /accounts/{user_id}/faxes'; Advice = 'ApiUri'; Category = 'ConnectionError'; Unreachable = $true
        }
        @{
            Kind = 'InDoubt'; Token = 'sender'; Status = 201; Words = 'not known whether the fax to \+14155550111 was sent'; Doing = 'fax'
            Operation = 'POST /accounts/{user_id}/outbox'; Advice = 'Do not send the fax again'; Category = 'InvalidResult'
            Fault = @{ path = 'outbox$'; kind = 'garbage' }
            Action = { Send-FaxPlusFax -To '+14155550111' -Path $file -From '+16505550100' }
        }
        @{
            Kind = 'FileNotFound'; Status = 0; Words = 'missing\.pdf'; Doing = '.'
            Operation = $null; Advice = 'path'; Category = 'ObjectNotFound'
            Action = { Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $TestDrive missing.pdf) }
        }
        @{
            Kind = 'FileRejected'; Status = 0; Words = 'empty\.pdf.*is empty'; Doing = '.'
            Operation = $null; Advice = '.'; Category = 'InvalidData'
            Action = { Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $TestDrive empty.pdf) }
        }
        @{
            Kind = 'FileRejected'; Status = 0; Words = 'is a folder'; Doing = '.'
            Operation = $null; Advice = 'wildcard'; Category = 'InvalidData'
            Action = { Send-FaxPlusFax -To '+14155550111' -Path $TestDrive }
        }
        @{
            Kind = 'NotConnected'; Status = 0; Words = 'no sign-in'; Doing = '.'
            Operation = $null; Advice = 'Connect-FaxPlus'; Category = 'ConnectionError'; Disconnected = $true
        }
    )
    foreach ($case in $cases) {
        foreach ($name in 'Token', 'Fault', 'Action', 'Unreachable', 'Disconnected') {
            if (-not $case.ContainsKey($name)) { $case[$name] = $null }
        }
    }

    $bodies = @(
        @{ Shape = 'error and description'; Body = @{ error = 'some_code'; description = 'What is wrong.' }; Code = 'some_code' }
        @{ Shape = 'a message'; Body = @{ message = 'What is wrong.' }; Code = $null }
        @{ Shape = 'an error object'; Body = @{ error = @{ code = 'some_code'; message = 'What is wrong.' } }; Code = 'some_code' }
        @{ Shape = 'plain text'; Body = 'What is wrong.'; Code = $null }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '3', '--send-seconds', '600', '--pat', 'reader=fax:all:read', '--pat',
        'numbers=fax:numbers:read', '--pat', 'faxes=fax:fax:read,fax:fax:edit', '--member-pat', 'member', '--expired-pat', 'old', '--pat',
        'sender=fax:fax:edit'
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
    $null = New-Item -ItemType File -Path (Join-Path $TestDrive empty.pdf)
    $script:id = (Get-EmulatorState $emulator).faxes[0].id
    Connect-Emulator $emulator
    $script:uid = (Get-FaxPlusAccount).Uid
    $script:deadPort = Get-FreePort
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Errors' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
    }

    Context '<Kind>: <Words>' -ForEach $cases {
        BeforeAll {
            Clear-Emulator $emulator
            Connect-Emulator $emulator
            if ($Token) { Connect-Emulator $emulator -Token $Token }
            if ($Unreachable) { Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri "http://127.0.0.1:$deadPort/v3" }
            if ($Disconnected) { Disconnect-FaxPlus }
            if ($Fault) { Add-EmulatorFault $emulator $Fault }
            $script:problem = @(Get-ErrorOf $(if ($Action) { $Action } else { { Get-FaxPlusFax } }))
        }

        It 'is one error, with a stable id' {
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -Match "^FaxPlus\.$Kind,"
            $problem[0].Exception | Should -BeOfType FaxPlus.FaxPlusException
            $problem[0].CategoryInfo.Category | Should -Be $Category
        }

        It 'contains the failed operation and the reason, in the service''s words' {
            $problem[0].Exception.Message | Should -Match $Words
            $problem[0].Exception.Message | Should -Match $Doing
            $problem[0].Exception.StatusCode | Should -Be $Status
            if ($Status -ge 400) { $problem[0].Exception.Message | Should -Match "\b$Status\b" }
            $problem[0].Exception.Message | Should -Match '^[A-Z''"].*\.$' -Because 'it is a sentence'
            if ($Operation) { $problem[0].Exception.Operation | Should -Be $Operation }
        }

        It 'contains a recommendation' {
            $problem[0].ErrorDetails.RecommendedAction | Should -Match $Advice
            $problem[0].ErrorDetails.RecommendedAction | Should -Match '\.$'
        }

        It 'is displayed completely, in few lines' {
            $text = Get-RenderedError $problem[0] 100
            ($text -replace '[\s|]+', ' ') | Should -Match $Words
            ($text -replace '[\s|]+', ' ') | Should -Match $Advice
            $text | Should -Not -Match '   at FaxPlus\.'
            ($text.Trim() -split '\r?\n').Count | Should -BeLessOrEqual 14
        }

        It 'is explained by Get-Error' {
            if ($env:WINEPREFIX -and $problem[0].Exception.RetryAfter) {
                return Set-ItResult -Skipped -Because 'Get-Error hangs on Wine if an exception has a property of type TimeSpan'
            }
            $text = $problem[0] | Get-Error | Out-String -Width 200
            $text | Should -Match "FaxPlus\.$Kind"
            $text | Should -Match 'RecommendedAction'
        }

        It 'has a property that states whether a retry makes sense' {
            $problem[0].Exception.IsTransient |
                Should -Be ($Kind -in 'RateLimited', 'ServiceUnavailable', 'Timeout', 'Network', 'InvalidResponse')
        }
    }

    It 'contains the recommendation in the message if the view does not show it: <View>' -ForEach @{ View = 'NormalView' },
        @{ View = 'CategoryView' } {
        $ErrorView = $View
        foreach ($problem in (Get-ErrorOf { Get-FaxPlusFax -FaxId ('f' * 24) }),
            (Get-ErrorOf { Save-FaxPlusFax -FaxId $id -Report -Format Tiff -Directory $TestDrive })) {
            "$problem" | Should -Be "$($problem.Exception.Message) $($problem.Exception.RecommendedAction)"
            $problem.ErrorDetails.RecommendedAction | Should -Be $problem.Exception.RecommendedAction
        }
        if ($View -eq 'NormalView') { (Get-RenderedError $problem 2000) | Should -Match 'Omit -Format\.' }
    }

    It 'contains the recommendation once in ConciseView' -Tag Quick {
        $ErrorView = 'ConciseView'
        $problem = Get-ErrorOf { Get-FaxPlusFax -FaxId ('f' * 24) }
        "$problem" | Should -Be $problem.Exception.Message
        [regex]::Matches((Get-RenderedError $problem 2000), 'Check the id').Count | Should -Be 1
    }

    It 'names every sufficient scope when one is missing' -Tag Quick {
        Connect-Emulator $emulator -Token reader
        $problem = Get-ErrorOf { Set-FaxPlusFax -FaxId $id -Comment x }
        $problem.Exception.RequiredScopes | Should -Be 'fax:all:edit', 'fax:fax:edit'
    }

    It 'also names the missing scope if the commands were imported with a prefix' {
        $child = Invoke-Runspace -Environment @{ FAXPLUS_PAT = 'numbers'; FAXPLUS_API_URI = $emulator.ApiUri } {
            Import-Module $env:FAXPLUS_MODULE -Prefix My
            Connect-MyFaxPlus -FromEnvironment
            Get-MyFaxPlusMember -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.Count) $($problem[0].FullyQualifiedErrorId) $($problem[0].Exception.RequiredScopes)"
        }
        $child.Error | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -BeLike '1 FaxPlus.MissingScope,* fax:member:read*'
    }

    It 'keeps the service''s message in any format: <Shape>' -Tag Quick -ForEach $bodies {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 400; body = $Body }
        $problem = Get-ErrorOf { Get-FaxPlusFax }
        $problem.Exception.Message | Should -Match 'What is wrong\.'
        $problem.Exception.ErrorCode | Should -Be $Code
        $problem.Exception.ResponseBody | Should -Match 'What is wrong\.'
    }

    It 'a page of HTML is not displayed, but kept' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 502; retryAfter = 0; body = '<html><body>Bad gateway</body></html>' }
        $problem = Get-ErrorOf { Get-FaxPlusFax }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.ServiceUnavailable,*'
        $problem.Exception.Message | Should -Not -Match '<html>'
        $problem.Exception.ResponseBody | Should -Match '<html>'
    }

    It 'a temporary error of the service is not reported' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 500; retryAfter = 0; times = 2 }
        @(Get-FaxPlusFax).Count | Should -Be 3
    }

    It 'a host that does not exist is named' {
        Connect-FaxPlus -Pat (ConvertTo-Secret x) -ApiUri 'https://fax.invalid/v3'
        $problem = Get-ErrorOf { Get-FaxPlusFax }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Network,*'
        $problem.Exception.Message | Should -Match 'fax\.invalid'
    }

    It 'refers to its item' {
        $problem = Get-ErrorOf { Get-FaxPlusFax -FaxId ('f' * 24) }
        $problem.TargetObject | Should -Be ('f' * 24)
        $problem = Get-ErrorOf { Add-FaxPlusFile (Join-Path $TestDrive missing.pdf) }
        $problem.TargetObject | Should -BeLike '*missing.pdf'
    }

    Context 'The same error for each of many rows' {
        BeforeAll {
            Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri "http://127.0.0.1:$deadPort/v3" -DefaultFrom '+16505550100'
            $script:problems = @(Get-ErrorOf { 1..30 | ForEach-Object { [pscustomobject]@{ To = "+14155550$(200 + $_)"; Path = $file } } |
                Send-FaxPlusFax -ThrottleLimit 4 -ErrorAction Continue })
        }

        It 'is an error for each row, with all properties' {
            $problems.Count | Should -Be 30
            @($problems.TargetObject | Sort-Object -Unique).Count | Should -Be 30
            foreach ($problem in $problems) {
                $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Network,*'
                $problem.Exception.Message |
                    Should -Match "Uploading the file failed: http://127\.0\.0\.1:$deadPort could not be reached \(.+\)\."
                $problem.Exception.RecommendedAction | Should -Match 'Check the network'
            }
        }

        It 'is displayed completely once, and then without the recommendation' {
            $problems[0].ErrorDetails.Message | Should -Be "$($problems[0].TargetObject): $($problems[0].Exception.Message)"
            $problems[0].ErrorDetails.RecommendedAction | Should -Match 'Check the network'
            foreach ($problem in $problems[1..29]) {
                "$problem" | Should -Be "$($problem.TargetObject): $($problem.Exception.Message)"
                $problem.ErrorDetails.RecommendedAction | Should -BeNullOrEmpty
            }
        }

        It 'is distinguished from other errors, which are displayed completely' {
            Connect-Emulator $emulator
            $own = @(Get-ErrorOf { '0123', '0124' | ForEach-Object { [pscustomobject]@{ To = $_; Path = $file } } |
                Send-FaxPlusFax -ErrorAction Continue })
            $own.Count | Should -Be 2
            foreach ($problem in $own) { $problem.ErrorDetails.RecommendedAction | Should -Match 'country code' }
        }
    }

    It 'contains the service''s reason each time' {
        Connect-Emulator $emulator -Token reader
        $problems = @(Get-ErrorOf { 1..3 | ForEach-Object { [pscustomobject]@{ To = "+1415555000$_"; Path = $file } } |
            Send-FaxPlusFax -From '+16505550100' -ErrorAction Continue })
        $problems.Count | Should -Be 3
        foreach ($problem in $problems) { "$problem" | Should -Match "^$([regex]::Escape($problem.TargetObject)): .*fax:fax:edit" }
    }

    Context 'A missing part of the module' {
        It 'is named, with a recommendation, and is not reported as a network error' {
            $copy = Join-Path $TestDrive incomplete
            Copy-Item -LiteralPath (Split-Path (Get-TestModulePath)) -Destination $copy -Recurse
            Remove-Item -LiteralPath (Join-Path $copy core Polly.Core.dll)
            $child = Invoke-ChildPowerShell -Environment @{
                FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; INCOMPLETE = $copy } -Script {
                Import-Module (Join-Path $env:INCOMPLETE FaxPlus.psd1)
                Connect-FaxPlus -FromEnvironment
                try { Get-FaxPlusFax } catch { $_.FullyQualifiedErrorId, $_.Exception.Message, $_.ErrorDetails.RecommendedAction }
            }
            $child.Output | Should -Match '^FaxPlus\.FileNotFound,'
            $child.Output | Should -Match 'Polly\.Core'
            $child.Output | Should -Match 'Install FaxPlus again'
            $child.Output | Should -Not -Match 'network'
        }
    }

    Context 'Preferences' {
        BeforeAll {
            $script:bad = Join-Path $TestDrive missing.pdf
            function Get-Row {
                1..20 | ForEach-Object { [pscustomobject]@{ To = "+14155550$(200 + $_)"; Path = if ($_ -eq 3) { $bad } else { $file } } }
            }
        }

        It '-ErrorAction SilentlyContinue displays no error, keeps it, and continues' {
            $shown = Get-FaxPlusFax -FaxId ('f' * 24), $id -ErrorAction SilentlyContinue -ErrorVariable kept 2>&1
            @($shown).Count | Should -Be 1
            $shown.Id | Should -Be $id
            $kept.Count | Should -Be 1
        }

        It '-ErrorAction Ignore keeps no error' {
            $before = $Error.Count
            (Get-FaxPlusFax -FaxId ('f' * 24), $id -ErrorAction Ignore).Id | Should -Be $id
            $Error.Count | Should -Be $before
        }

        It '-ErrorAction Stop ends with the error, which can be caught by its type' {
            $caught = $null
            try { $null = Get-FaxPlusFax -FaxId ('f' * 24), $id -ErrorAction Stop } catch [FaxPlus.FaxPlusException] { $caught = $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
            $caught.Exception.StatusCode | Should -Be 404
        }

        It '$ErrorActionPreference = Stop has the same effect' {
            $ErrorActionPreference = 'Stop'
            { Get-FaxPlusFax -FaxId ('f' * 24) } | Should -Throw -ErrorId 'FaxPlus.NotFound,*'
        }

        It 'one invalid row of 20 is one error, and 19 faxes are sent' {
            $sent = Get-Row | Send-FaxPlusFax -ErrorAction SilentlyContinue -ErrorVariable problem
            @($sent).Count | Should -Be 19
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
        }

        It 'with -ErrorAction Stop the rows after the invalid one are not sent' {
            { Get-Row | Send-FaxPlusFax -ErrorAction Stop } | Should -Throw -ErrorId 'FaxPlus.FileNotFound,*'
            @((Get-EmulatorState $emulator).outbox).Count | Should -Be 2
        }

        It 'an invalid token ends a pipeline of 20 rows after one error and one request' {
            Connect-Emulator $emulator -Token mistyped
            $problem = @(Get-ErrorOf { Get-Row | Send-FaxPlusFax -ErrorAction Continue })
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
        }

        It 'an invalid token ends a pipeline of 20 ids after one error and one request' {
            Connect-Emulator $emulator -Token old
            $problem = @(Get-ErrorOf { 1..20 | ForEach-Object { 'f' * 24 } | Get-FaxPlusFax -ErrorAction Continue })
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
        }
    }
}
