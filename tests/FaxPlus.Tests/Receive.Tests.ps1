BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    Connect-Emulator $emulator
    $script:session = Get-FaxPlusSession
    $script:module = Get-TestModulePath
    $script:letter = (Add-TestPdf (Join-Path $TestDrive letter.pdf)).FullName

    # Simulates received faxes a second apart, starting an hour ago.
    function Receive-Several([int] $Count) {
        $start = [datetime]::UtcNow.AddHours(-1)
        foreach ($i in 1..$Count) { Receive-EmulatorFax $emulator @{ startTime = $start.AddSeconds($i).ToString('yyyy-MM-dd HH:mm:ss') } }
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Receive-FaxPlusFax' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $script:checkpoint = Join-Path $folder in.json
        $script:once = @{ Checkpoint = $checkpoint; After = [datetime]::Now.AddDays(-1); WarningAction = 'Stop' }
    }

    Context 'Once, oldest first' {
        It 'a run emits the faxes that arrived since the previous run' {
            $first = Receive-Several 3
            (Receive-FaxPlusFax @once).Id | Should -Be $first
            Receive-FaxPlusFax @once | Should -BeNullOrEmpty
            $second = Receive-Several 2
            (Receive-FaxPlusFax @once).Id | Sort-Object | Should -Be ($second | Sort-Object)
        }

        It 'a first run without a time emits no faxes and starts at the current time' {
            $null = Receive-Several 3
            Receive-FaxPlusFax -Checkpoint $checkpoint | Should -BeNullOrEmpty
            $new = Receive-Several 2
            (Receive-FaxPlusFax -Checkpoint $checkpoint).Id | Should -Be $new
        }

        It 'the file can be relative to the current location' {
            $null = Receive-Several 1
            Push-Location $folder
            try { @(Receive-FaxPlusFax ./in.json -After ([datetime]::Now.AddDays(-1))).Count | Should -Be 1 } finally { Pop-Location }
            $checkpoint | Should -Exist
        }

        It 'each fax is processed before the next one is emitted' {
            $all = Receive-Several 4
            Receive-FaxPlusFax @once | ForEach-Object -Begin { $before = @() } -Process {
                $state = Get-Content -Raw -LiteralPath $checkpoint | ConvertFrom-Json -AsHashtable
                @($state.taken.Keys | Sort-Object) | Should -Be @($before | Sort-Object)
                $before += $_.Id
            }
            $before | Should -Be $all
        }

        It '-First emits this number and leaves the rest for the next run' {
            $all = Receive-Several 5
            (Receive-FaxPlusFax @once -First 2).Id | Should -Be $all[0, 1]
            (Receive-FaxPlusFax @once).Id | Should -Be $all[2..4]
        }

        It 'can be piped to Save-FaxPlusFax' {
            $null = Receive-Several 2
            Receive-FaxPlusFax @once | Save-FaxPlusFax -Directory (Join-Path $folder saved) | Should -HaveCount 2
        }

        It 'spam faxes are emitted on request' {
            $spam = Receive-EmulatorFax $emulator @{ isSpam = $true }
            Receive-FaxPlusFax @once | Should -BeNullOrEmpty
            (Receive-FaxPlusFax -Category spam -After ([datetime]::Now.AddDays(-1))).Id | Should -Be $spam
        }
    }

    Context 'A next command that could process several faxes concurrently' {
        It '<Name> processes one at a time, and loses none that failed' -ForEach @(
            @{
                Name = 'Save-FaxPlusFax'
                Method = 'GET'
                Path = '/files/'
                Next = { Save-FaxPlusFax -Directory (Join-Path $folder saved) -Force -ErrorAction Stop -ThrottleLimit 4 -Verbose }
            }
            @{
                Name = 'Save-FaxPlusFax for ids'
                Method = 'GET'
                Path = '/files/'
                Next = {
                    Select-Object Id | Save-FaxPlusFax -Directory (
                        Join-Path $folder saved) -Force -ErrorAction Stop -ThrottleLimit 4 -Verbose
                }
            }
            @{
                Name = 'Send-FaxPlusFax'
                Method = 'POST'
                Path = '/outbox$'
                Next = {
                    ForEach-Object {
                        [pscustomobject]@{ To = '+14155550111'; Comment = $_.Id }
                    } | Send-FaxPlusFax -Path $letter -From '+16505550100' -ErrorAction Stop -ThrottleLimit 4 -Verbose
                }
            }
        ) {
            $null = Receive-Several 3
            Add-EmulatorFault $emulator @{ path = $Path; method = $Method; kind = 'status'; status = 404; times = 1 }
            $run = [scriptblock]::Create("Receive-FaxPlusFax @once | $Next")
            { & $run 4>$null } | Should -Throw -ErrorId 'FaxPlus.NotFound,*'
            $output = & $run 4>&1
            $output | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] } | Should -HaveCount 3
            @($output | Where-Object {
                $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -like 'Processing one item at a time*'
            }).Count | Should -Be 1
        }
    }

    Context 'The end of a run' {
        It 'Select-Object -First has processed its last fax, and the next run emits the rest' {
            $all = Receive-Several 5
            (Receive-FaxPlusFax @once | Select-Object -First 2).Id | Should -Be $all[0, 1]
            (Receive-FaxPlusFax @once | Where-Object Id | Select-Object -First 1).Id | Should -Be $all[2]
            (Receive-FaxPlusFax @once).Id | Should -Be $all[3, 4]
        }

        It 'a fax during which <Name> ends the pipeline is emitted again' -ForEach @(
            @{ Name = 'throw'; End = { throw 'no' } }
            @{ Name = 'break'; End = { break } }
            @{ Name = 'an error with -ErrorAction Stop'; End = { Write-Error no -ErrorAction Stop } }
            @{ Name = 'a command that fails'; End = { $_ | Import-PowerShellDataFile -LiteralPath /nowhere/at/all.psd1 -ErrorAction Stop } }
        ) {
            $all = Receive-Several 3
            $seen = [System.Collections.Generic.List[string]]::new()
            foreach ($pass in 1) {
                try {
                    Receive-FaxPlusFax @once | ForEach-Object { $seen.Add($_.Id); if ($seen.Count -eq 2) { . $End } }
                } catch {
                    $null = $_
                }
            }
            $seen | Should -Be $all[0, 1]
            (Receive-FaxPlusFax @once).Id | Should -Be $all[1, 2]
        }

        It 'a later cmdlet that ends with an error leaves its fax for the next run' {
            $all = Receive-Several 2
            Connect-Emulator $emulator
            $closed = Get-FaxPlusSession
            Disconnect-FaxPlus
            $problem = Get-ErrorOf { Receive-FaxPlusFax @once -Session $session | Set-FaxPlusFax -Comment seen -Session $closed }
            Connect-Emulator $emulator
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            (Receive-FaxPlusFax @once).Id | Should -Be $all
        }

        It '-Follow emits faxes as they arrive and ends with Select-Object -First, without a further request' {
            $seen = Receive-FaxPlusFax @once -Follow -PollInterval 0.05 |
                ForEach-Object -Begin { $null = Receive-EmulatorFax $emulator } -Process {
                $null = Receive-EmulatorFax $emulator
                $_
            } | Select-Object -First 4
            $seen.Id | Select-Object -Unique | Should -HaveCount 4
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            Receive-FaxPlusFax @once | Should -HaveCount 1
        }

        It '-Follow -First ends after this number' {
            $all = Receive-Several 2
            (Receive-FaxPlusFax @once -Follow -First 2).Id | Should -Be $all
        }

        It '-Follow ends immediately when it is stopped, keeps the processed faxes and releases the checkpoint' {
            $all = Receive-Several 2
            $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript('param($module, $session, $once) Import-Module $module; ' +
                    'Receive-FaxPlusFax @once -Session $session -Follow -PollInterval 600')
                $null = $shell.AddArgument($module).AddArgument($session).AddArgument($once)
                $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
                Wait-Until { $output.Count -eq 2 } 'the faxes'
                $stopping = $shell.BeginStop($null, $null)
                $stopping.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(100)) | Should -BeTrue
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                $shell.Streams.Error | Should -BeNullOrEmpty
                $output.Id | Should -Be $all
                $running.IsCompleted | Should -BeTrue
            }
            finally {
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
            Receive-FaxPlusFax @once | Should -BeNullOrEmpty
        }

        foreach ($case in @{ Lives = 3 }, @{ Lives = 6; Tag = 'Slow' }) {
            It 'a process that is killed at any point is followed by one that emits the rest (<Lives> processes)' -ForEach $case -Tag @(
                $case.Tag) {
                $all = Receive-Several $Lives
                $given = foreach ($life in 1..$Lives) {
                    $child = Invoke-ChildPowerShell -Environment @{
                        API = $emulator.ApiUri; CHECKPOINT = $checkpoint; LIFE = "$life" } -Script {
                        Import-Module $env:FAXPLUS_MODULE
                        Connect-FaxPlus -Credential (
                            [pscredential]::new('x', (ConvertTo-SecureString good-token -AsPlainText -Force))) -ApiUri $env:API
                        $count = 0
                        Receive-FaxPlusFax $env:CHECKPOINT -After ([datetime]::Now.AddDays(-1)) | ForEach-Object {
                            [Console]::Out.WriteLine("fax $($_.Id)")
                            [Console]::Out.Flush()
                            # The process is killed during the second fax, so that each process completes one fax.
                            if (++$count -eq 2) { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }
                        }
                    }
                    [regex]::Matches($child.Output, 'fax (\w+)') | ForEach-Object { $_.Groups[1].Value }
                }
                $given | Select-Object -Unique | Should -Be $all
                # Each kill repeats only the fax that was in progress.
                @($given).Count | Should -BeLessThan (2 * $Lives)
            }
        }
    }

    Context 'The checkpoint' {
        It 'that is <Name> is an error, and does not change' -ForEach @(
            @{ Name = 'truncated'; Text = '{"format":"FaxPlus.Checkpoint","version":1,"ser' }
            @{ Name = 'empty'; Text = '' }
            @{ Name = 'the file of another program'; Text = '{"a":1}' }
        ) {
            Set-Content -LiteralPath $checkpoint -Value $Text -NoNewline
            $problem = Get-ErrorOf { Receive-FaxPlusFax @once }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileRejected,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-After'
            "$(Get-Content -Raw -LiteralPath $checkpoint)" | Should -BeExactly $Text
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'is refused to a second run while the first one uses it' {
            $null = Receive-Several 1
            $problem = Receive-FaxPlusFax @once | ForEach-Object { Get-ErrorOf { Receive-FaxPlusFax @once } }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            $problem.Exception.Message | Should -Match ([regex]::Escape($checkpoint))
            Receive-FaxPlusFax @once | Should -BeNullOrEmpty
        }

        It 'accepts a state as <Name>' -ForEach @(
            @{ Name = 'JSON within JSON'; Make = { ConvertTo-Json $mark } }
            @{ Name = 'JSON within JSON within JSON'; Make = { ConvertTo-Json (ConvertTo-Json $mark) } }
            @{ Name = 'the object of ConvertFrom-Json'; Make = { ConvertFrom-Json $mark } }
            @{ Name = 'a hashtable'; Make = { ConvertFrom-Json $mark -AsHashtable } }
            @{ Name = 'lines'; Make = { (ConvertTo-Json (ConvertFrom-Json $mark)) -split "`n" } }
            @{ Name = 'text with a byte order mark'; Make = { [char] 0xfeff + $mark } }
            @{ Name = 'bytes'; Make = { , [Text.Encoding]::UTF8.GetBytes($mark) } }
            @{ Name = 'an object that converts itself to JSON'; Make = { , [System.Text.Json.Nodes.JsonNode]::Parse($mark) } }
        ) {
            $null = Receive-Several 3
            @(Receive-FaxPlusFax -StateVariable mark -After 2020-01-01).Count | Should -BeGreaterThan 2
            Receive-FaxPlusFax -State (& $Make) -StateVariable next | Should -BeNullOrEmpty
            ConvertFrom-Json $next | ConvertTo-Json -Depth 5 | Should -Be (ConvertFrom-Json $mark | ConvertTo-Json -Depth 5)
        }

        It 'refuses <_> as the name of a variable, before any request' -ForEach 'st.mark', 'global:config.state', 'mark ', 'a-b',
            'FormatEnumerationLimit', '$mark', '${mark}', '{"format":"FaxPlus.Checkpoint"}', '+mark', '_', 'null', 'true', 'PSHome', 'args',
            'PWD', 'LASTEXITCODE', 'MyInvocation', 'PSBoundParameters', 'ErrorActionPreference', 'PSDefaultParameterValues' {
            $name = "$_"
            Clear-EmulatorRequest $emulator
            $failed = Get-ErrorOf { Receive-FaxPlusFax -StateVariable $name -After 2020-01-01 }
            $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $failed.Exception.Message | Should -Match 'variable'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'as a value is passed from -StateVariable to -State, and is stored when the pipeline is stopped' {
            $all = Receive-Several 5
            $after = [datetime]::Now.AddDays(-1)
            $null = Receive-FaxPlusFax -State $null -StateVariable mark -After $after | Select-Object -First 1
            try {
                Receive-FaxPlusFax -State $mark -StateVariable mark |
                    ForEach-Object -Begin { $n = 0 } -Process { if (++$n -eq 3) { throw 'no' } }
            } catch {
                $null = $_
            }
            $mark | Should -BeOfType string
            (Receive-FaxPlusFax -State $mark -StateVariable mark).Id | Should -Be $all[3, 4]
            Receive-FaxPlusFax -State $mark -StateVariable mark | Should -BeNullOrEmpty
        }

        It 'an invalid value is an error, and the variable does not change' {
            $mark = 'before'
            (Get-ErrorOf { Receive-FaxPlusFax -State 'x' -StateVariable mark }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.BadRequest,*'
            $mark | Should -Be 'before'
        }

        It 'without a checkpoint, -Follow and -After, the command reports that no faxes would be emitted' {
            (Get-ErrorOf { Receive-FaxPlusFax }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It '-OutBuffer, with which processed faxes cannot be determined, is refused' {
            (Get-ErrorOf { Receive-FaxPlusFax @once -OutBuffer 5 }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        }

        It '-WhatIf of a later command keeps earlier acknowledgements, reports this, and emits no fax twice in a run' {
            $all = Receive-Several 3
            $step = { param($Fax) if ($Fax.Id -ne $all[0]) { $Fax | Set-FaxPlusFax -IsRead $true -WhatIf } }
            Receive-FaxPlusFax -StateVariable mark -After 2020-01-01 -WarningVariable warned -WarningAction SilentlyContinue |
                Where-Object Id -In $all | ForEach-Object { & $step $_ }
            @($warned).Count | Should -Be 1
            $warned | Should -Match 'checkpoint does not advance'
            (Receive-FaxPlusFax -State $mark -StateVariable mark).Id | Should -Be $all[1, 2]

            $seen = Receive-FaxPlusFax @once -Follow -PollInterval 0.05 -WarningAction SilentlyContinue | ForEach-Object {
                $null = Receive-EmulatorFax $emulator; $_ | Set-FaxPlusFax -IsRead $true -WhatIf; $_
            } | Select-Object -First 5
            $seen.Id | Select-Object -Unique | Should -HaveCount 5
        }

        It '-WhatIf of a later command leaves the faxes for the next run' {
            $null = Receive-Several 3
            $checkpoint = Join-Path $TestDrive whatif.json
            Receive-FaxPlusFax -Checkpoint $checkpoint -After 2020-01-01 | Save-FaxPlusFax -Directory (Join-Path $TestDrive whatif) -WhatIf
            $again = @(Receive-FaxPlusFax -Checkpoint $checkpoint -After 2020-01-01)
            $again.Count | Should -BeGreaterThan 2
            $again | Set-FaxPlusFax -IsRead $true -WhatIf
            Receive-FaxPlusFax -Checkpoint $checkpoint | Should -BeNullOrEmpty
        }

        It '-WhatIf of another run inside the pipeline does not stop the acknowledgements of the outer run' {
            $all = Receive-Several 2
            $seen = Receive-FaxPlusFax @once | ForEach-Object {
                $null = Receive-FaxPlusFax -Checkpoint (Join-Path $TestDrive other.json) -After 2020-01-01 -WhatIf
                $_
            }
            $seen.Id | Should -Be $all
            Receive-FaxPlusFax @once | Should -BeNullOrEmpty
        }

        It '-WhatIf shows the faxes, which are emitted again' {
            $all = Receive-Several 2
            (Receive-FaxPlusFax @once -MarkRead -WhatIf).Id | Should -Be $all
            Get-EmulatorChange $emulator | Should -BeNullOrEmpty
            $checkpoint | Should -Not -Exist
            (Receive-FaxPlusFax @once).Id | Should -Be $all
        }
    }

    Context '-MarkRead' {
        It 'marks processed faxes, keeps the comment, and does not change the others' {
            $null = Receive-EmulatorFax $emulator @{ comment = 'by hand'; count = 3 }
            $taken = Receive-FaxPlusFax @once -MarkRead -First 2
            $faxes = (Get-EmulatorState $emulator).faxes
            ($faxes | Where-Object is_read).id | Sort-Object | Should -Be ($taken.Id | Sort-Object)
            $faxes.comment | Select-Object -Unique | Should -Be 'by hand'
        }

        It 'marks the last fax that Select-Object -First received' {
            $all = Receive-Several 2
            $null = Receive-FaxPlusFax @once -MarkRead | Select-Object -First 1
            ((Get-EmulatorState $emulator).faxes | Where-Object is_read).id | Should -Be $all[0]
        }

        It 'does not mark a fax during which the pipeline failed' {
            $null = Receive-Several 1
            try { Receive-FaxPlusFax @once -MarkRead | ForEach-Object { throw 'no' } } catch { $null = $_ }
            Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        }

        It 'reports that a fax cannot be marked, and continues' {
            $all = Receive-Several 2
            Add-EmulatorFault $emulator @{ method = 'PUT'; path = 'faxes'; kind = 'status'; status = 403; times = 1 }
            $seen = Receive-FaxPlusFax @once -MarkRead -ErrorAction SilentlyContinue -ErrorVariable problems
            $seen.Id | Should -Be $all
            $problems | Should -HaveCount 1
            ((Get-EmulatorState $emulator).faxes | Where-Object is_read).id | Should -Be $all[1]
        }
    }
}
