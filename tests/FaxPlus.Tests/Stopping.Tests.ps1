BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '0.3', '--seed-faxes', '220'
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
    $script:rows = 1..6 | ForEach-Object { [pscustomobject]@{ To = "+1415555013$_"; Path = $file } }
    Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100' }
    $script:session = Get-FaxPlusSession
    $script:module = Get-TestModulePath
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

BeforeDiscovery {
    # The state at Ctrl+C: the request that the emulator has received, and the fault that delays it.
    $cases = @(
        @{ Name = 'a list'; Script = 'Get-FaxPlusFax'; Seen = 'faxes$'; Delay = 'faxes\?' }
        @{ Name = 'an upload'; Script = '$rows | Send-FaxPlusFax'; Seen = 'files$'; Delay = 'files$' }
        @{ Name = 'a send'; Script = '$rows | Send-FaxPlusFax'; Seen = 'outbox$'; Delay = 'outbox$' }
        @{ Name = 'a download'; Script = 'Get-FaxPlusFax -First 9 | Save-FaxPlusFax -Directory $folder'; Seen = 'files/'; Delay = 'files/' }
        @{
            Name = 'a wait'
            Script = 'Send-FaxPlusFax -To +14155550098 -Path $rows[0].Path | Wait-FaxPlusFax'
            Seen = 'outbox$'
            Delay = $null
        }
        @{
            Name = 'a send that waits'
            Script = 'Send-FaxPlusFax -To +14155550098 -Path $rows[0].Path -Wait'
            Seen = 'outbox$'
            Delay = $null
        }
        @{ Name = 'a deletion'; Script = 'Get-FaxPlusFax -First 5 | Remove-FaxPlusFax -Confirm:$false'; Seen = 'faxes/'; Delay = 'faxes/' }
        @{
            Name = 'several deletions'
            Script = '"a", "b", "c", "d", "e" | Remove-FaxPlusFax -Confirm:$false -ThrottleLimit 3'
            Seen = 'faxes/'
            Delay = 'faxes/'
            Count = 3
        }
        @{
            Name = 'several changes'
            Script = '"a", "b", "c", "d", "e" | Set-FaxPlusFax -Comment x -IsRead $true -ThrottleLimit 3'
            Seen = 'faxes/'
            Delay = 'faxes/'
            Count = 3
        }
        @{
            Name = 'several cancellations'
            Script = '"a", "b", "c", "d", "e" | Stop-FaxPlusFax -ThrottleLimit 3'
            Seen = 'outbox/'
            Delay = 'outbox/'
            Count = 3
        }
        @{
            Name = 'several changes of the outbox'
            Script = '"a", "b", "c", "d", "e" | Set-FaxPlusOutbox -Comment x -ThrottleLimit 3'
            Seen = 'outbox/'
            Delay = 'outbox/'
            Count = 3
        }
        @{
            Name = 'a raw request'
            Script = '1..5 | ForEach-Object { Invoke-FaxPlusRequest /accounts/self }'
            Seen = 'self$'
            Delay = 'self$'
        }
    )
}

Describe 'Stopping' {
    BeforeEach { Clear-Emulator $emulator }

    Context 'Ctrl+C' {
        BeforeAll {
            # Runs a script in another runspace, stops it when the condition is true, and returns how it ended.
            function Invoke-Stopped([string] $Script, [scriptblock] $When) {
                $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
                try {
                    $variables = @{ rows = $rows; folder = $folder }
                    foreach ($name in $variables.Keys) { $shell.Runspace.SessionStateProxy.SetVariable($name, $variables[$name]) }
                    $null = $shell.AddScript('param($module, $session) $ErrorActionPreference = "Continue"; Import-Module $module; ' +
                        '$PSDefaultParameterValues["*-FaxPlus*:Session"] = $session; ' + $Script)
                    $null = $shell.AddArgument($module).AddArgument($session)
                    $running = $shell.BeginInvoke()
                    Wait-Until { (& $When) -or $running.IsCompleted } 'the request during which the script is stopped'
                    if ($running.IsCompleted) { throw "The script ended before it could be stopped: $($shell.Streams.Error)" }
                    $stopping = $shell.BeginStop($null, $null)
                    $stopped = $stopping.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(100))
                    [pscustomobject]@{
                        Stopped = $stopped; State = $shell.InvocationStateInfo.State; Errors = @($shell.Streams.Error); Running = $running
                    }
                }
                finally {
                    $shell.Runspace.Dispose()
                    $shell.Dispose()
                }
            }
        }

        BeforeEach { $script:folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N')) }

        It 'during <Name> ends it immediately, without an error, and no further request is made' -ForEach $cases {
            if ($Delay) { Add-EmulatorFault $emulator @{ path = $Delay; kind = 'delay'; delayMs = 600000 } }
            $end = Invoke-Stopped $Script { @(Get-EmulatorRequest $emulator -Path $Seen).Count -ge [Math]::Max(1, [int] $Count) }
            $end.Stopped | Should -BeTrue
            $end.State | Should -Be 'Stopped'
            $end.Errors | Should -BeNullOrEmpty
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            if (Test-Path -LiteralPath $folder) { Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty }
        }

        It 'during the pause before a retry ends it immediately' {
            # This session is used only here, because it continues to wait as the service requested.
            $session = Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -PassThru
            Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100' }
            $script:session = Get-FaxPlusSession
            Add-EmulatorFault $emulator @{ path = 'faxes\?'; kind = 'status'; status = 503; retryAfter = 250 }
            $end = Invoke-Stopped 'Get-FaxPlusFax' {
                @(Get-EmulatorRequest $emulator -Path 'faxes$' | Where-Object status -EQ 503).Count -gt 0
            }
            $end.Stopped | Should -BeTrue
            $end.State | Should -Be 'Stopped'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'the session can be used afterwards' -Tag Quick {
            Add-EmulatorFault $emulator @{ path = 'faxes\?'; kind = 'delay'; delayMs = 600000; times = 1 }
            $null = Invoke-Stopped 'Get-FaxPlusFax' { @(Get-EmulatorRequest $emulator -Path 'faxes$').Count -gt 0 }
            @(Get-FaxPlusFax -First 3).Count | Should -Be 3
        }
    }

    Context 'Select-Object -First' {
        It 'after a list requests no further page' -Tag Quick {
            (Get-FaxPlusFax | Select-Object -First 1).Id | Should -Not -BeNullOrEmpty
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'after sends sends no further fax' {
            $sent = $rows | Send-FaxPlusFax -From '+16505550100' -ErrorAction Stop | Select-Object -First 2
            @($sent).Count | Should -Be 2
            @(Get-EmulatorRequest $emulator POST 'outbox$').Count | Should -Be 2
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'after changes makes no further change' {
            $changed = Get-FaxPlusFax -First 20 | Set-FaxPlusFax -Comment x -IsRead $true -PassThru -ThrottleLimit 2 |
                Select-Object -First 2
            @($changed).Count | Should -Be 2
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            @(Get-EmulatorRequest $emulator PUT).Count | Should -BeLessOrEqual 4
        }

        It 'after downloads makes no further download' {
            $folder = Join-Path $TestDrive first
            @(Get-FaxPlusFax -First 9 | Save-FaxPlusFax -Directory $folder | Select-Object -First 2).Count | Should -Be 2
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            @(Get-ChildItem -LiteralPath $folder -Force).Count | Should -Be 2
            @(Get-EmulatorRequest $emulator GET 'files/').Count | Should -Be 2
        }

        It 'after a wait makes no further poll' {
            $sent = Send-FaxPlusFax -To '+14155550111', '+14155550098' -Path $file
            ($sent | Wait-FaxPlusFax -Timeout 300 | Select-Object -First 1).To | Should -Be '+14155550111'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }
    }

    Context 'A later command' {
        It 'with break causes no further request' {
            $seen = 0
            foreach ($once in 1) { Get-FaxPlusFax | ForEach-Object { $seen += $once; break } }
            $seen | Should -Be 1
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'with throw causes no further request, and its error is reported' {
            { Get-FaxPlusFax | ForEach-Object { throw 'mine' } } | Should -Throw 'mine'
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'with throw after the first fax sends no other fax' {
            { $rows | Send-FaxPlusFax | ForEach-Object { throw 'mine' } } | Should -Throw 'mine'
            @(Get-EmulatorRequest $emulator POST 'outbox$').Count | Should -Be 1
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'with throw during a wait causes no further poll' {
            $sent = Send-FaxPlusFax -To '+14155550111', '+14155550098' -Path $file
            { $sent | Wait-FaxPlusFax -Timeout 300 | ForEach-Object { throw 'mine' } } | Should -Throw 'mine'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'with -WarningAction Stop during a wait causes no further poll' {
            $sent = Send-FaxPlusFax -To '+14155550001', '+14155550098' -Path $file
            { $sent | Wait-FaxPlusFax -Timeout 300 -WarningAction Stop } | Should -Throw '*busy*'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }

        It 'with -ErrorAction Stop causes no further request' {
            { Get-FaxPlusFax -FaxId ('f' * 24), ('e' * 24) -ErrorAction Stop } | Should -Throw '*404*'
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
            Get-LateRequest $emulator | Should -BeNullOrEmpty
        }
    }
}
