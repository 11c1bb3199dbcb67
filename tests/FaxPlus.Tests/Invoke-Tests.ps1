<#
.SYNOPSIS
    Runs the module's Pester suite. The exit code is 0 if all tests passed.
.DESCRIPTION
    Several processes take the test files from a queue and run each file in a new runspace. Because tests wait for a third of their time,
    there is one more process than there are processors, but there are at most four processes. A file that needs a separate process contains
    a line that starts with "# Runs in a process of its own: <reason>". A file in which all tests have the tag Slow contains the line
    "# All tests of this file are slow", and is not loaded without -All.
    The processes have no profile, no prompts, and no FAXPLUS_* settings except FAXPLUS_AZURITE and FAXPLUS_TABLE_FAXES. They have a
    separate folder for temporary files, and a module path with only PowerShell's own modules, so that no test depends on an installed
    module by accident. Only the tests that use optional modules (PSResourceGet, SecretManagement and SecretStore) search your module path.
    If TZ is not set, a time zone west of Greenwich is used, because tests of local time would have no effect in UTC.
    For each file, the output contains the wall-clock seconds and the CPU seconds, on Linux including the child processes of the file. The
    values of the first file in a process include the start of the process, about 4 CPU seconds.
    The last line contains the number of tests in all files.
.EXAMPLE
    ./Invoke-Tests.ps1
.EXAMPLE
    ./Invoke-Tests.ps1 -Filter Send, Secrets*
    Runs the files Send.Tests.ps1 and Secrets*.Tests.ps1.
#>
param(
    # The manifest of the module to test.
    [string] $ModulePath,

    # The emulator's FaxPlus.Emulator.dll.
    [string] $EmulatorPath,

    # Names of test files without .Tests.ps1; wildcards are allowed.
    [string[]] $Filter = '*',

    # Runs only the tests with the tag Quick.
    [switch] $Quick,

    # Also runs the tests with the tag Slow.
    [switch] $All,

    # A version of Pester other than the version that the build restores.
    [string] $PesterVersion,

    # Also writes the results to this folder, one NUnit file per test file.
    [string] $ResultPath,

    # Shows each test, and not only each file.
    [switch] $Detailed
)

$ErrorActionPreference = 'Stop'
$root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
if (-not $ModulePath) { $ModulePath = $env:FAXPLUS_MODULE }
if (-not $ModulePath) { $ModulePath = Join-Path $root out FaxPlus FaxPlus.psd1 }
if (-not $EmulatorPath) { $EmulatorPath = $env:FAXPLUS_EMULATOR }
if (-not $EmulatorPath) { $EmulatorPath = Join-Path $root src FaxPlus.Emulator bin Release net10.0 FaxPlus.Emulator.dll }
foreach ($needed in $ModulePath, $EmulatorPath) {
    if (Test-Path -LiteralPath $needed -PathType Leaf) { continue }
    [Console]::Error.WriteLine("'$needed' does not exist. Build first: dotnet build -c Release")
    exit 2
}

Import-Module (Join-Path $root tools Tools.psm1)
try { $pester = Get-PesterPath $PesterVersion }
catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 2
}

# If the script is started from a shell, a list is passed as one argument.
$files = @($Filter -split ',' | ForEach-Object { Get-ChildItem -Path $PSScriptRoot -Filter "$($_.Trim()).Tests.ps1" } |
    Sort-Object Name -Unique)
if (-not $files) {
    [Console]::Error.WriteLine("No test file matches $($Filter -join ', ').")
    exit 2
}
# With -Quick, a file without quick tests is not loaded.
if ($Quick) { $files = @($files | Where-Object { Select-String -LiteralPath $_.FullName -Pattern '-Tag\b.*\bQuick\b' -Quiet }) }

if (-not $All) {
    $files = @($files | Where-Object {
        -not (Select-String -LiteralPath $_.FullName -Pattern '^# All tests of this file are slow\b' -Quiet) })
}

# The slowest files are started first.
$long = 'HelpExamples', 'Blocks', 'Errors', 'Secrets', 'Stopping', 'Wait', 'Vault', 'Scripts', 'Package'
$files = @($files | Sort-Object { $index = $long.IndexOf($_.BaseName -replace '\.Tests$'); $index -lt 0 ? $long.Count : $index }, Name)

if ($ResultPath) { $ResultPath = (New-Item -ItemType Directory -Force $ResultPath).FullName }
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName().Substring(0, 5)))).FullName
$queue = (New-Item -ItemType Directory (Join-Path $folder queue)).FullName
$endMark = "End of $([guid]::NewGuid())"

# Starts a process that runs this file or, without a file, the files in the queue.
function Start-Worker([string] $File) {
    $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-File',
        (Join-Path $PSScriptRoot Invoke-TestWorker.ps1)
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    # FAXPLUS_AZURITE and FAXPLUS_TABLE_FAXES are settings of tests. Other FAXPLUS variables could change the results, so they are removed.
    foreach ($name in @($start.Environment.Keys -like 'FAXPLUS_*' -notmatch '^FAXPLUS_(AZURITE|TABLE_FAXES)$')) {
        $null = $start.Environment.Remove($name)
    }
    # Tests send requests only to the local machine, which a proxy cannot reach.
    foreach ($name in @($start.Environment.Keys -match '^(http|https|all|no)_proxy$')) { $null = $start.Environment.Remove($name) }
    $start.Environment['FAXPLUS_MODULE'] = (Get-Item -LiteralPath $ModulePath).FullName
    $start.Environment['FAXPLUS_EMULATOR'] = (Get-Item -LiteralPath $EmulatorPath).FullName
    $start.Environment['FAXPLUS_TESTS_MODULE_PATH'] = $env:PSModulePath
    # Otherwise, PowerShell checks for a new version three seconds after its start, and loads the HTTP assemblies for this.
    $start.Environment['POWERSHELL_UPDATECHECK'] = 'Off'
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    if (-not $env:TZ) { $start.Environment['TZ'] = 'America/New_York' }
    # A test file runs only for seconds, of which .NET would spend a third on recompiling code. The second setting is a delay in
    # milliseconds (hexadecimal).
    $start.Environment['DOTNET_TieredPGO'] = '0'
    $start.Environment['DOTNET_TC_CallCountingDelayMs'] = '200000'
    $start.Environment['FAXPLUS_TESTS_WORKER'] = ConvertTo-Json -Compress @{
        Folder     = $folder
        Queue      = $queue
        EndMark    = $endMark
        File       = $File
        ModulePath = Join-Path $PSHOME Modules
        Pester     = $pester
        Tag        = @(if ($Quick) { 'Quick' })
        ExcludeTag = @(if (-not $All) { 'Slow' })
        Verbosity  = $Detailed ? 'Detailed' : 'Normal'
        ResultPath = $ResultPath
    }
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{
        Process = $process
        File    = $File
        Lines   = [Collections.Generic.List[string]]::new()
        Readers = @($process.StandardOutput, $process.StandardError | ForEach-Object { @{ Stream = $_; Line = $_.ReadLineAsync() } })
    }
}

# Collects the output lines of a process up to the end of a test file, and returns the name of that file.
function Read-Worker($Worker) {
    # The error stream is read first, because the errors of a file are written before its end mark.
    foreach ($reader in $Worker.Readers[1], $Worker.Readers[0]) {
        while ($null -ne $reader.Line -and $reader.Line.IsCompleted) {
            $line = $reader.Line.Result
            $reader.Line = if ($null -ne $line) { $reader.Stream.ReadLineAsync() }
            if ($line -match "^(.*)$endMark (.+)$") {
                if ($Matches[1]) { $Worker.Lines.Add($Matches[1]) }
                return $Matches[2]
            }
            if ($line) { $Worker.Lines.Add($line) }
        }
    }
}

function Write-WorkerLine($Worker) {
    $noise = '^(What if: |Starting discovery|Discovery found|Running tests|Tests completed in|Tests Passed:' +
        ($Detailed ? ')' : '|\[\+\] )')
    $Worker.Lines -notmatch $noise
    $Worker.Lines.Clear()
}

# Ends the emulators that a test file has not ended, and deletes its folder.
function Clear-File([string] $Name, [datetime] $Begun) {
    $index = $Name.Split('-')[0]
    foreach ($id in Get-Content -LiteralPath (Join-Path $folder "$index.processes") -ErrorAction Ignore) {
        # The process id may already belong to another process, so the start time and the name are checked.
        Get-Process -Id $id -ErrorAction Ignore | Where-Object { $_.StartTime -ge $Begun -and $_.ProcessName -eq 'dotnet' } |
            Stop-Process -Force
    }
    Remove-Item -LiteralPath (Join-Path $folder $index) -Recurse -Force -ErrorAction Ignore
}

function Read-Json([string] $Path) { Get-Content -LiteralPath $Path -Raw -ErrorAction Ignore | ConvertFrom-Json }

$results = [Collections.Generic.List[object]]::new()

# Writes the results of a test file after it has ended or crashed.
function Complete-File([string] $Name, [string] $Death) {
    Clear-File $Name $begun
    $fileName = $Name.Split('-', 2)[1]
    $counts = Read-Json (Join-Path $queue "$Name.counts")
    $times = Read-Json (Join-Path $queue "$Name.times")
    if (-not $counts) {
        "$fileName ended $Death before its tests did."
        $counts = @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
    $result = [pscustomobject]@{
        File = $fileName -replace '\.Tests\.ps1$'; Passed = $counts.Passed; Failed = $counts.Failed; Skipped = $counts.Skipped
        Seconds = $times ? $times.Seconds : 0; Cpu = $times ? $times.Cpu : 0
    }
    $results.Add($result)
    '{0} {1,-18} {2,5} passed{3}{4}, {5:0.0} s, {6:0.0} s CPU' -f ($result.Failed ? '[-]' : '[+]'), $result.File, $result.Passed,
        ($result.Failed ? ", $($result.Failed) failed" : ''), ($result.Skipped ? ", $($result.Skipped) skipped" : ''), $result.Seconds,
            $result.Cpu
}

$begun = Get-Date
$own = [Collections.Generic.Queue[string]]::new()
$shared = 0
for ($i = 0; $i -lt $files.Count; $i++) {
    $name = '{0:00}-{1}' -f $i, $files[$i].Name
    if (Select-String -LiteralPath $files[$i].FullName -Pattern '^# Runs in a process of its own\b' -Quiet) { $own.Enqueue($name) }
    else {
        $shared++
        $null = New-Item -ItemType File (Join-Path $queue "$name.waiting")
    }
}
$workers = [Collections.Generic.List[object]]::new()
try {
    $most = [Math]::Min([Environment]::ProcessorCount + 1, 4)
    while ($true) {
        while ($workers.Count -lt $most) {
            if ($own.Count) { $workers.Add((Start-Worker $own.Dequeue())) }
            # Starts another process only if more files are waiting than processes are idle.
            elseif ([IO.Directory]::GetFiles($queue, '*.waiting').Count -gt (
                $workers | Where-Object { -not $_.File } | Measure-Object).Count) { $workers.Add((Start-Worker)) }
            else { break }
        }
        if (-not $workers.Count) { break }

        Start-Sleep -Milliseconds 100
        foreach ($worker in @($workers)) {
            $ended = $worker.Process.HasExited
            if ($ended) {
                # A child process that the worker did not end may keep its output open.
                $patience = [Diagnostics.Stopwatch]::StartNew()
                while (($worker.Readers | Where-Object { $null -ne $_.Line }) -and $patience.ElapsedMilliseconds -lt 5000) {
                    while ($name = Read-Worker $worker) { Write-WorkerLine $worker; Complete-File $name }
                    Start-Sleep -Milliseconds 20
                }
            }
            while ($name = Read-Worker $worker) { Write-WorkerLine $worker; Complete-File $name }
            if (-not $ended) { continue }

            Write-WorkerLine $worker
            $null = $workers.Remove($worker)
            $died = @($worker.File) + @([IO.Directory]::GetFiles($queue, "*.$($worker.Process.Id)") |
                ForEach-Object { [IO.Path]::GetFileNameWithoutExtension($_) }) |
                Where-Object { $_ -and -not (Test-Path -LiteralPath (Join-Path $queue "$_.times")) }
            foreach ($name in $died) { Complete-File $name "with exit code $($worker.Process.ExitCode)," }
        }
    }
}
finally {
    foreach ($worker in $workers) {
        if (-not $worker.Process.HasExited) {
            $worker.Process.Kill($true)
            $worker.Process.WaitForExit()
        }
    }
    for ($i = 0; $i -lt $files.Count; $i++) { Clear-File ('{0:00}-' -f $i) $begun }
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
}

if ($results.Count -gt 1) {
    'Those that took most CPU time:'
    $results | Sort-Object Cpu -Descending | Select-Object -First 10 | ForEach-Object { '{0,8:0.0} s  {1}' -f $_.Cpu, $_.File }
}
$total = @{}
foreach ($name in 'Passed', 'Failed', 'Skipped', 'Cpu') { $total[$name] = ($results | Measure-Object $name -Sum).Sum }
$bad = @($results | Where-Object Failed)
if ($bad) { "Not passed: $($bad.File -join ', ')" }
'{0} files in {1:0} seconds, {2:0} CPU seconds' -f $results.Count, ((Get-Date) - $begun).TotalSeconds, $total.Cpu
"Tests Passed: $($total.Passed), Failed: $($total.Failed), Skipped: $($total.Skipped)"
exit [int][bool]$bad
