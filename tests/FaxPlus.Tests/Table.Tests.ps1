# Tests journals and checkpoints in tables. The storage is Azurite, which must be on the path or specified by FAXPLUS_AZURITE (the program
# azurite-table); without it, the tests that need a storage are skipped.

BeforeDiscovery {
    $script:azurite = $env:FAXPLUS_AZURITE ? (Get-Item -LiteralPath $env:FAXPLUS_AZURITE).FullName : (
        Get-Command azurite-table -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    if (-not $azurite) {
        Write-Warning 'NOT TESTED: journals and checkpoints in tables of a storage. Azurite is not on the path, and FAXPLUS_AZURITE is not set.'
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path (Get-Item $PSScriptRoot).Parent.Parent.FullName tools Tools.psm1)
    Import-TestModule
    $script:emulator = Open-Emulator '--number', '+16505550100', '--send-seconds', '3600'
    $script:letter = Add-TestPdf (Join-Path $TestDrive letter.pdf)
    $script:address = 'https://contoso.table.core.windows.net/faxes#march'
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The address of a journal in a table' {
    BeforeAll { Connect-Emulator $emulator }

    It 'with a secret in it is refused, and the secret is not shown: <_>' -ForEach @(
        'https://contoso.table.core.windows.net/faxes?sig=Geheim4711#march',
            'https://a:Geheim4711@contoso.table.core.windows.net/faxes#march',
            'https://contoso.table.core.windows.net/faxes#march?sig=Geheim4711'
    ) {
        $given = $_
        foreach ($problem in (Get-ErrorOf { Send-FaxPlusFax +14155550111 $letter -Journal $given }),
            (Get-ErrorOf { Get-FaxPlusJournal $given }), (Get-ErrorOf { Receive-FaxPlusFax -Checkpoint $given })) {
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.ToString() | Should -Not -Match Geheim4711
        }
        # The address may also be written in the script itself.
        foreach ($line in "Send-FaxPlusFax +14155550111 '$letter' -Journal '$given'", "Get-FaxPlusJournal '$given'",
            "Receive-FaxPlusFax -Checkpoint '$given'") {
            $problem = Get-ErrorOf ([scriptblock]::Create($line))
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            "$(Get-RenderedError $problem)$($problem.InvocationInfo.Line)$($problem.InvocationInfo.Statement)$($problem.InvocationInfo.PositionMessage)$($problem.TargetObject)" | Should -Not -Match Geheim4711
        }
    }

    It 'with a secret in it is not shown if it is mistyped, and therefore used as a path: <_>' -ForEach @(
        'https:/contoso.table.core.windows.net/faxes?sv=2020&sig=Geheim4711#march'
        'contoso.table.core.windows.net/faxes?sv=2020&sig=Geheim4711#march'
    ) {
        $given = $_
        foreach ($problem in (Get-ErrorOf { Send-FaxPlusFax +14155550111 $letter -Journal $given }),
            (Get-ErrorOf { Get-FaxPlusJournal $given }), (Get-ErrorOf { Get-FaxPlusJournal -LiteralPath $given }),
            (Get-ErrorOf { Receive-FaxPlusFax -Checkpoint $given })) {
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.File*'
            "$(Get-RenderedError $problem)$($problem.Exception)$($problem.ErrorDetails)$($problem.TargetObject)" |
                Should -Not -Match Geheim4711
        }
    }

    It 'is required with a secret of a storage account, and without it, no fax is sent' {
        Clear-EmulatorRequest $emulator
        $secret = ConvertTo-Secret 'UseDevelopmentStorage=true'
        $path = Join-Path $TestDrive named-by-mistake.journal
        foreach ($problem in (Get-ErrorOf { Send-FaxPlusFax +14155550111 $letter -Journal $path -JournalCredential $secret }),
            (Get-ErrorOf { Send-FaxPlusFax +14155550111 $letter -JournalCredential $secret }),
                (Get-ErrorOf { Get-FaxPlusJournal -LiteralPath $path -JournalCredential $secret })) {
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Specify the address of the journal*'
        }
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'of a checkpoint with a secret in it is not shown by -WhatIf' {
        $run = Invoke-ChildPowerShell -Environment @{ API = $emulator.ApiUri } @'
Import-Module $env:FAXPLUS_MODULE
Connect-FaxPlus -Pat (ConvertTo-SecureString good-token -AsPlainText) -ApiUri $env:API
$given = 'https://contoso.table.core.windows.net/faxes?sig=Geheim4711#march'
Receive-FaxPlusFax -Checkpoint $given -WhatIf
'@
        $run.Output | Should -Match 'What if'
        "$($run.Output)$($run.Error)" | Should -Not -Match Geheim4711
    }

    It 'is required with a secret for a checkpoint, and without it, no fax is received' {
        Clear-EmulatorRequest $emulator
        $path = Join-Path $TestDrive named-by-mistake.json
        $problem = Get-ErrorOf {
            Receive-FaxPlusFax -Checkpoint $path -CheckpointCredential (ConvertTo-Secret 'UseDevelopmentStorage=true')
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Specify the address of the checkpoint*'
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'refuses an invalid secret without showing it' {
        foreach ($secret in 'Geheim4711', (ConvertTo-Secret 'Geheim4711')) {
            foreach ($problem in (Get-ErrorOf { Send-FaxPlusFax +14155550111 $letter -Journal $address -JournalCredential $secret }), (
                Get-ErrorOf { Get-FaxPlusJournal $address -JournalCredential $secret }),
                (Get-ErrorOf { Receive-FaxPlusFax -Checkpoint $address -CheckpointCredential $secret })) {
                $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
                "$(Get-RenderedError $problem)$($problem.Exception)" | Should -Not -Match Geheim4711
            }
        }
    }

    It 'is the only reason to load the Azure packages' {
        $run = Invoke-ChildPowerShell -Environment @{ API = $emulator.ApiUri; LETTER = $letter; JOURNAL = (Join-Path $TestDrive file.journal); FAXPLUS_JOURNAL_CONNECTION = 'Geheim4711' } @'
Import-Module $env:FAXPLUS_MODULE
function Get-Azure { @([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^Azure\.|^Microsoft\.Identity').Count }
Connect-FaxPlus -Pat (ConvertTo-SecureString good-token -AsPlainText) -ApiUri $env:API
$null = Send-FaxPlusFax +14155550111 $env:LETTER -Journal $env:JOURNAL
$null = Get-FaxPlusJournal $env:JOURNAL
$null = Receive-FaxPlusFax -Checkpoint "$env:JOURNAL.json"
"with a file: $(Get-Azure)"
$key = ConvertTo-SecureString ([Convert]::ToBase64String([byte[]]::new(64))) -AsPlainText
$null = Get-FaxPlusJournal "$($env:API -replace '/v3$')/account/faxes#run" -JournalCredential $key -ErrorAction SilentlyContinue -ErrorVariable problem
"with a table: $((Get-Azure) -gt 0), $($problem[0].FullyQualifiedErrorId)"
'@
        $run.Output | Should -Match 'with a file: 0\b'
        # The emulator of Fax.Plus is not a storage account, so the command fails after the Azure assemblies were loaded.
        $run.Output | Should -Match 'with a table: True, FaxPlus\.\w'
    }
}

Describe 'A journal or checkpoint in a table' -Skip:(-not $azurite) {
    BeforeAll {
        $script:port = Get-FreePort
        $script:key = [Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(64))
        $start = [System.Diagnostics.ProcessStartInfo]::new($azurite)
        foreach ($argument in '--tableHost', '127.0.0.1', '--tablePort', $port, '--inMemoryPersistence', '--silent', '--disableTelemetry') {
            $start.ArgumentList.Add($argument)
        }
        $start.Environment['AZURITE_ACCOUNTS'] = "account:$key"
        $start.RedirectStandardOutput = $true
        $start.WorkingDirectory = $TestDrive
        $script:storage = [System.Diagnostics.Process]::Start($start)
        $null = $storage.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
        if ($env:FAXPLUS_TESTS_PROCESSES) { Add-Content -LiteralPath $env:FAXPLUS_TESTS_PROCESSES -Value $storage.Id }
        Wait-Until {
            $client = [System.Net.Sockets.TcpClient]::new()
            try { $client.Connect('127.0.0.1', $port); $true } catch { $false } finally { $client.Dispose() }
        } 'Azurite'
        $script:secret = ConvertTo-Secret $key

        # A relay that forwards data in both directions. With a given probability, the relay closes the connection instead of forwarding a
        # response. Requests that contain the text in Hold are delayed until the relay is disposed.
        Add-Type -TypeDefinition @'
using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

public sealed class FaxPlusTestRelay : IDisposable
{
    private readonly TcpListener _listener;
    private readonly int _to;
    private readonly double _probability;
    private readonly TaskCompletionSource _released = new();

    public FaxPlusTestRelay(int port, int to, double probability)
    {
        (_to, _probability) = (to, probability);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Task.Run(AcceptAsync);
    }

    public int Dropped;

    public string Hold = "";

    public void Dispose()
    {
        _listener.Stop();
        _released.TrySetResult();
    }

    private async Task AcceptAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _to);
                await Task.WhenAny(PumpAsync(client, server, 0), PumpAsync(server, client, _probability));
            }
            catch (Exception)
            {
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, double probability)
    {
        byte[] buffer = new byte[65536];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
        {
            if (Random.Shared.NextDouble() < probability)
            {
                System.Threading.Interlocked.Increment(ref Dropped);
                return;
            }

            if (Hold != "" && System.Text.Encoding.UTF8.GetString(buffer, 0, read).Contains(Hold)) await _released.Task;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
'@

        # Starts a worker in a separate process.
        function Start-Worker([string] $Journal, [string] $List, [int] $ThrottleLimit = 4) {
            $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-Command', (
                '$ErrorActionPreference = "Continue"; Import-Module $env:FAXPLUS_MODULE; Connect-FaxPlus -FromEnvironment -DefaultFrom +16505550100; ' +
                "`$sent = Import-Csv '$List' | Send-FaxPlusFax -Journal '$Journal' -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue -ErrorVariable problem; `"sent `$(@(`$sent).Count)`"; `$problem | ForEach-Object { `"`$(`$_)`" }")
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $start.Environment['FAXPLUS_MODULE'] = Get-TestModulePath
            $start.Environment['FAXPLUS_PAT'] = 'good-token'
            $start.Environment['FAXPLUS_API_URI'] = $emulator.ApiUri
            $start.Environment['FAXPLUS_JOURNAL_CONNECTION'] = $key
            $process = [System.Diagnostics.Process]::Start($start)
            if ($env:FAXPLUS_TESTS_PROCESSES) { Add-Content -LiteralPath $env:FAXPLUS_TESTS_PROCESSES -Value $process.Id }
            [pscustomobject]@{
                Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Error = $process.StandardError.ReadToEndAsync()
            }
        }

        function New-LongList([int] $Count) {
            $list = Join-Path $TestDrive "$Count.csv"
            1..$Count | ForEach-Object {
                [pscustomobject]@{ To = '+4144{0:0000000}' -f $_; Path = $letter; Key = "invoice/$_ #?" }
            } | Export-Csv $list
            $list
        }

        # Reads rows of the run from the storage.
        function Get-TableRow([string] $From, [string] $Below) {
            $partition = ($run -split '#')[1]
            $filter = [uri]::EscapeDataString("PartitionKey eq '$partition' and RowKey ge '$From' and RowKey lt '$Below'")
            $hmac = [System.Security.Cryptography.HMACSHA256]::new([Convert]::FromBase64String($key))
            $next = ''
            do {
                $date = [datetime]::UtcNow.ToString('R', [cultureinfo]::InvariantCulture)
                $signature = [Convert]::ToBase64String($hmac.ComputeHash([System.Text.Encoding]::UTF8.GetBytes("$date`n/account/account/faxes()")))
                $answer = Invoke-WebRequest "http://127.0.0.1:$port/account/faxes()?`$filter=$filter$next" -Headers @{
                    'x-ms-date' = $date; 'x-ms-version' = '2019-02-02'; Accept = 'application/json;odata=nometadata'; Authorization = "SharedKeyLite account:$signature"
                }
                ($answer.Content | ConvertFrom-Json).value
                $continuation = $answer.Headers['x-ms-continuation-NextRowKey']
                $next = $continuation ? "&NextPartitionKey=$([uri]::EscapeDataString($answer.Headers['x-ms-continuation-NextPartitionKey'][0]))&NextRowKey=$([uri]::EscapeDataString($continuation[0]))" : ''
            } while ($next)
        }

        # Returns the number of faxes that each worker has sent, and its share. All workers that ran when a fax was sent share it equally.
        # A worker runs from its first result, but at the latest from ten seconds after its registration, because starting takes time.
        # Another worker writes the row of a killed worker minutes after the kill. Therefore, a killed worker ran until its last result.
        function Get-WorkerShare {
            $sent = @(Get-TableRow i j | Where-Object State -EQ Sent)
            $workers = foreach ($row in Get-TableRow w x) {
                $id = $row.RowKey.Substring(1)
                $own = @($sent | Where-Object Worker -EQ $id)
                $times = $own | ForEach-Object { [datetime]$_.Timestamp } | Measure-Object -Minimum -Maximum
                $from = ([datetime]$row.Begun).AddSeconds(10)
                if ($own -and $times.Minimum -lt $from) { $from = $times.Minimum }
                $to = $row.Dead ? $times.Maximum : ([datetime]$row.Timestamp).AddSeconds(2)
                [pscustomobject]@{ Id = $id; From = $from; To = $to; Sent = $own.Count; Share = 0.0 }
            }
            foreach ($item in $sent) {
                $time = [datetime]$item.Timestamp
                $running = @($workers | Where-Object { $_.From -le $time -and $_.To -ge $time })
                foreach ($worker in $running) { $worker.Share += 1 / $running.Count }
            }
            $workers
        }

        function Get-TakenNumber { @((Get-EmulatorState $emulator).outbox.to) }
    }

    AfterAll {
        if (-not $storage.HasExited) { $storage.Kill($true) }
    }

    BeforeEach {
        Clear-Emulator $emulator
        $script:run = "http://127.0.0.1:$port/account/faxes#$([guid]::NewGuid().ToString('N'))"
    }

    It 'does not delay further faxes while results are written, but at most as many results as the limit wait' {
        $relayPort = Get-FreePort
        $relay = [FaxPlusTestRelay]::new($relayPort, $port, 0)
        # The relay holds requests that write a result; their bodies are JSON without blanks.
        $relay.Hold = '"State":"Sent"'
        try {
            $worker = Start-Worker $run.Replace(":$port/", ":$relayPort/") (New-LongList 12)
            Wait-Until { (Get-TakenNumber).Count -ge 8 } 'further faxes while no result is written'
            Get-LateRequest $emulator | Should -BeNullOrEmpty
            (Get-TakenNumber).Count | Should -Be 8
            @(Get-TableRow i j | Where-Object State -EQ Sent).Count | Should -Be 0
            $relay.Dispose()
            $worker.Output.Result.Trim() | Should -Be 'sent 12'
        }
        finally {
            $relay.Dispose()
            if (-not $worker.Process.HasExited) { $worker.Process.Kill() }
        }
        @(Get-TableRow i j | Where-Object State -EQ Sent).Count | Should -Be 12
        (Get-TakenNumber | Sort-Object -Unique).Count | Should -Be 12
    }

    It 'is a checkpoint from which each fax is returned once, oldest first, and which only one run at a time can use' {
        Connect-Emulator $emulator
        $start = [datetime]::UtcNow.AddHours(-1)
        $all = 1..5 | ForEach-Object {
            Receive-EmulatorFax $emulator @{ startTime = $start.AddSeconds($_).ToString('yyyy-MM-dd HH:mm:ss') }
        }
        $once = @{ Checkpoint = $run; CheckpointCredential = $secret; After = [datetime]::Now.AddDays(-1) }
        (Receive-FaxPlusFax @once -WhatIf).Id | Should -Be $all
        (Receive-FaxPlusFax @once -First 2).Id | Should -Be $all[0, 1]
        $given = Receive-FaxPlusFax @once | ForEach-Object {
            $problem = Get-ErrorOf { Receive-FaxPlusFax @once }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            $problem.Exception.Message | Should -BeLike "*process $PID on the machine *, until * UTC*"
            @(Receive-FaxPlusFax @once -WhatIf).Id | Should -Contain $_.Id
            $_
        }
        $given.Id | Should -Be $all[2..4]
        Receive-FaxPlusFax @once | Should -BeNullOrEmpty

        # After a failure of the next command, the fax is returned again; after Select-Object, it is not returned again.
        $more = Receive-EmulatorFax $emulator @{ startTime = $start.AddSeconds(9).ToString('yyyy-MM-dd HH:mm:ss') }
        { Receive-FaxPlusFax @once | ForEach-Object { throw 'fails' } } | Should -Throw fails
        (Receive-FaxPlusFax @once | Select-Object -First 1).Id | Should -Be $more
        Receive-FaxPlusFax @once | Should -BeNullOrEmpty
    }

    It 'is a checkpoint that is released immediately when a waiting run is stopped' {
        Connect-Emulator $emulator
        Clear-EmulatorRequest $emulator
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($Module, $Session, $Run, $Secret) Import-Module $Module; Receive-FaxPlusFax -Session $Session -Checkpoint $Run -CheckpointCredential $Secret -Follow').AddParameters(
                @{ Module = Get-TestModulePath; Session = Get-FaxPlusSession; Run = $run; Secret = $secret })
            $running = $shell.BeginInvoke()
            # The command acquires the checkpoint before it makes a request.
            Wait-Until { @(Get-EmulatorRequest $emulator).Count -gt 1 } 'the first poll'
            $running.IsCompleted | Should -BeFalse
            (Get-ErrorOf { Receive-FaxPlusFax -Checkpoint $run -CheckpointCredential $secret }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.Conflict,*'
            $shell.Stop()
        }
        finally {
            $shell.Dispose()
        }

        Receive-FaxPlusFax -Checkpoint $run -CheckpointCredential $secret | Should -BeNullOrEmpty
    }

    It 'is a checkpoint that another process continues after the previous process was killed' -Tag Slow {
        $relayPort = Get-FreePort
        $relay = [FaxPlusTestRelay]::new($relayPort, $port, 0.05)
        $all = [System.Collections.Generic.List[string]]::new()
        $given = [System.Collections.Generic.List[string]]::new()
        $kills = 2
        try {
            for ($life = 0; $life -le $kills; $life++) {
                1..20 | ForEach-Object { $all.Add((Receive-EmulatorFax $emulator)) }
                $follow = $life -lt $kills ? '-Follow' : ''
                $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-Command', (
                    'Import-Module $env:FAXPLUS_MODULE; Connect-FaxPlus -FromEnvironment; ' +
                    "Receive-FaxPlusFax -Checkpoint '$($run.Replace(":$port/", ":$relayPort/"))' -After ([datetime]::Now.AddDays(-1)) $follow | ForEach-Object { [Console]::Out.WriteLine(`$_.Id); Start-Sleep -Milliseconds 20 }")
                $start.RedirectStandardOutput = $true
                $start.Environment['FAXPLUS_MODULE'] = Get-TestModulePath
                $start.Environment['FAXPLUS_PAT'] = 'good-token'
                $start.Environment['FAXPLUS_API_URI'] = $emulator.ApiUri
                $start.Environment['FAXPLUS_JOURNAL_CONNECTION'] = $key
                $process = [System.Diagnostics.Process]::Start($start)
                if ($env:FAXPLUS_TESTS_PROCESSES) { Add-Content -LiteralPath $env:FAXPLUS_TESTS_PROCESSES -Value $process.Id }
                $expected = $life -lt $kills ? 7 : [int]::MaxValue
                for ($count = 0; $count -lt $expected -and $null -ne ($id = $process.StandardOutput.ReadLine()); $count++) {
                    $given.Add($id)
                }
                if ($life -eq $kills) { break }
                $process.Kill($true)
                # Reads the output from before the process was killed.
                while ($null -ne ($id = $process.StandardOutput.ReadLine())) { $given.Add($id) }
                Connect-Emulator $emulator
                $problem = Get-ErrorOf { Receive-FaxPlusFax -Checkpoint $run -CheckpointCredential $secret }
                $problem.Exception.Message | Should -BeLike "*process $($process.Id) on the machine*"
                $until = [datetime]::SpecifyKind([datetime]::ParseExact([regex]::Match($problem.Exception.Message,
                    '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d').Value, 'yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture), 'Utc')
                ($until - [datetime]::UtcNow).TotalSeconds | Should -BeLessThan 70
                Start-Sleep -Duration ($until - [datetime]::UtcNow + [timespan]::FromSeconds(2))
            }
        }
        finally {
            if (-not $process.HasExited) { $process.Kill($true) }
            $relay.Dispose()
        }

        @($given | Sort-Object -Unique) | Should -Be @($all | Sort-Object)
        # Each kill repeats at most the fax that was in progress.
        $given.Count - $all.Count | Should -BeLessOrEqual $kills
    }

    It 'is shared by several workers, which send each fax of one list once' {
        $list = New-LongList 60
        $workers = 1..2 | ForEach-Object { Start-Worker $run $list }
        foreach ($worker in $workers) {
            $worker.Process.WaitForExit(200000) | Should -BeTrue
            $worker.Error.GetAwaiter().GetResult() | Should -BeNullOrEmpty
        }

        Get-TakenNumber | Sort-Object | Should -Be ((Import-Csv $list).To | Sort-Object)
        $items = Get-FaxPlusJournal $run -JournalCredential $secret
        $items.State | Sort-Object -Unique | Should -Be Sent
        $items.Key | Sort-Object | Should -Be ((Import-Csv $list).Key | Sort-Object)
        $summary = Get-FaxPlusJournal $run -JournalCredential $secret -Summary
        $summary.Sent | Should -Be 60
        $summary.Workers | Should -Be 0

        Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100' }
        $again = Import-Csv $list | Send-FaxPlusFax -Journal $run -JournalCredential $secret
        @($again.OutboxId | Where-Object { $_ }).Count | Should -Be 60
        @(Get-TakenNumber).Count | Should -Be 60
    }

    It 'is shared by concurrent jobs of the runbook Send-List.ps1, each of which counts its own refused, empty and duplicate rows' {
        $list = Join-Path $TestDrive jobs.csv
        $rows = @(1..12 | ForEach-Object { '+4144555{0:0000},{1},invoice-{0},+16505550100' -f $_, $letter })
        $odd = "14155550124 x,$letter,bad,+16505550100", "+41445559998,$(Join-Path $TestDrive none.pdf),none,+16505550100", ',,,'
        Set-Content $list (@('To,Path,Key,From') + $odd[0] + $rows[0..5] + $rows[0..3] + $odd[1..2] + $rows[6..11] + $rows[9])
        $script = Join-Path (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName samples runbooks Send-List.ps1
        $call = "`$env:PSModulePath = $(ConvertTo-Literal (Split-Path (Split-Path (Get-TestModulePath)))) + [IO.Path]::PathSeparator + `$env:PSModulePath; " +
            "& $(ConvertTo-Literal $script) -ListPath $(ConvertTo-Literal $list) -Journal $(ConvertTo-Literal $run) -WarningAction Ignore 2>`$null | ConvertTo-Json -Compress"
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 1000; path = '/outbox$'; method = 'POST' }
        try {
            $jobs = 1..2 | ForEach-Object {
                $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-Command', $call
                $start.RedirectStandardOutput = $true
                $start.Environment['FAXPLUS_PAT'] = 'good-token'
                $start.Environment['FAXPLUS_API_URI'] = $emulator.ApiUri
                $start.Environment['FAXPLUS_JOURNAL_CONNECTION'] = $key
                $process = [System.Diagnostics.Process]::Start($start)
                if ($env:FAXPLUS_TESTS_PROCESSES) { Add-Content -LiteralPath $env:FAXPLUS_TESTS_PROCESSES -Value $process.Id }
                [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync() }
            }
            foreach ($job in $jobs) { $job.Process.WaitForExit(200000) | Should -BeTrue }
        }
        finally {
            foreach ($job in $jobs | Where-Object { -not $_.Process.HasExited }) { $job.Process.Kill($true) }
            Clear-EmulatorFault $emulator
        }

        foreach ($job in $jobs) {
            $summary = $job.Output.GetAwaiter().GetResult() -split '\r?\n' -match '^\{' | ConvertFrom-Json
            $summary.Refused, $summary.Empty, $summary.Duplicates, $summary.Left, $summary.Failed | Should -Be 2, 1, 5, 0, 0
        }
        Get-TakenNumber | Sort-Object | Should -Be @(1..12 | ForEach-Object { '+4144555{0:0000}' -f $_ })
        # Both jobs have sent faxes, so each job encountered faxes of the other.
        @(Get-TableRow i j | ForEach-Object Worker | Sort-Object -Unique).Count | Should -Be 2
    }

    It 'shows the entire run in the progress bar of each worker' {
        Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100' }
        $list = Import-Csv (New-LongList 30)
        $null = $list[0..9] | Send-FaxPlusFax -Journal $run -JournalCredential $secret
        Add-EmulatorFault $emulator @{ kind = 'delay'; delayMs = 100; path = '/outbox$'; method = 'POST' }
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $null = $shell.AddScript('param($module, $session, $list, $run, $secret) Import-Module $module; $list | Send-FaxPlusFax -Session $session -Journal $run -JournalCredential $secret -ExpectedCount 30').
                AddArgument((Get-TestModulePath)).AddArgument((Get-FaxPlusSession)).AddArgument($list[10..29]).AddArgument(
                    $run).AddArgument($secret)
            $shell.Invoke().Count | Should -Be 20
            $last = @($shell.Streams.Progress | Where-Object { $_.Activity -eq 'Sending faxes' -and $_.RecordType -eq 'Processing' })[-1]
            $last.StatusDescription |
                Should -Match '^([12]\d|30) of 30 sent; [\d.,]+ a (second|minute); \d+ (s|min) left$' -Because 'the previous run has sent ten faxes'
            $last.PercentComplete | Should -BeGreaterThan 40
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
            Clear-EmulatorFault $emulator
        }
    }

    It 'sends each fax once although workers are killed, requests fail and responses of the storage are dropped' -Tag Slow {
        ($count, $many, $kills) = $env:FAXPLUS_TABLE_FAXES ? ([int]$env:FAXPLUS_TABLE_FAXES, 8, 20) : (600, 3, 6)
        $list = New-LongList $count
        $relayPort = Get-FreePort
        $relay = [FaxPlusTestRelay]::new($relayPort, $port, 0.05)
        $journal = $run.Replace(":$port/", ":$relayPort/")
        try {
            Add-EmulatorFault $emulator @{ kind = 'drop-after'; probability = 0.05; path = '/outbox$'; method = 'POST' }
            Add-EmulatorFault $emulator @{ kind = 'drop-before'; probability = 0.05; path = '/outbox$'; method = 'POST' }
            Add-EmulatorFault $emulator @{ kind = 'status'; status = 503; probability = 0.05; path = '/outbox$'; method = 'POST' }
            $workers = [System.Collections.Generic.List[object]]::new()
            1..$many | ForEach-Object { $workers.Add((Start-Worker $journal $list)) }
            for ($killed = 0; $killed -lt $kills; $killed++) {
                Start-Sleep -Seconds 2
                $victim = $workers[0]
                $workers.RemoveAt(0)
                if (-not $victim.Process.HasExited) { $victim.Process.Kill($true) }
                $workers.Add((Start-Worker $journal $list))
            }

            # The lease of a killed worker expires after three minutes, and the search for a fax whose request was lost takes about a
            # minute, so the time limit depends on the number of faxes.
            $limit = [datetime]::UtcNow.AddSeconds([Math]::Max(600, $count / 2))
            foreach ($worker in $workers) {
                $left = [Math]::Max(0, ($limit - [datetime]::UtcNow).TotalMilliseconds)
                $worker.Process.WaitForExit([int]$left) | Should -BeTrue -Because 'a worker ends when no fax is left'
            }
        }
        finally {
            foreach ($worker in $workers | Where-Object { -not $_.Process.HasExited }) { $worker.Process.Kill($true) }
            $relay.Dispose()
            Clear-EmulatorFault $emulator
        }

        $relay.Dropped | Should -BeGreaterThan 0
        $taken = Get-TakenNumber
        $taken | Group-Object | Where-Object Count -GT 1 | Should -BeNullOrEmpty
        $items = Get-FaxPlusJournal $run -JournalCredential $secret
        @($items).Count | Should -Be $count
        $items.State | Sort-Object -Unique | Should -BeIn Sent, InDoubt
        # A fax that the service does not have may remain in doubt, but a fax that the service has must not remain in doubt.
        @($items | Where-Object State -EQ InDoubt | ForEach-Object To | Where-Object { $_ -in $taken }) | Should -BeNullOrEmpty
        @($items | Where-Object State -EQ Sent).Count | Should -Be @($taken).Count
        # If a worker was killed early, its share is too small for a comparison.
        $most = (Get-WorkerShare | Where-Object Share -GE 25 | ForEach-Object { $_.Sent / $_.Share } | Measure-Object -Maximum).Maximum
        $most | Should -BeLessOrEqual 1.5
        Write-Host "A journal in a table: a worker sent at most $('{0:0.00}' -f $most) times its share."
        Write-Host "A journal in a table: $(@($taken).Count) of $count faxes sent, $(@($items | Where-Object State -EQ InDoubt).Count) in doubt, $kills kills, $($relay.Dropped) responses of the storage dropped."
    }
}
