<#
.SYNOPSIS
    Runs the module's Pester suite, each file in a process of its own, and ends with exit code 0 when all tests passed.
.DESCRIPTION
    As many files as there are processors, but four at most, run at a time; what a file says is shown when it has come to its end.
    A file that fails beside others is run once more, alone: a machine that is short of time is no fault of the module. The second run counts, and
    the last lines name the files that needed it, since a test that fails now and then tells something too.
    The processes have no profile, nobody to ask, no FAXPLUS_* settings of yours, a folder of their own for temporary files, and a module path
    that holds PowerShell's own modules only: what passes here does not lean on what happens to be installed. Tests that also run
    with modules that not everybody has (PSResourceGet, SecretManagement and SecretStore) look for them in yours.
    They also live in a time zone west of Greenwich, because on a machine that keeps UTC a local time is no test.
    The last line counts the tests of all files.
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

    # Only the tests with the tag Quick.
    [switch] $Quick,

    # Also the tests with the tag Slow.
    [switch] $All,

    # Another version of Pester than the one that the build restores.
    [string] $PesterVersion,

    # Also writes the results to this folder, in NUnit's format, a file for each test file.
    [string] $ResultPath,

    # Shows each test, not each file only.
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
    [Console]::Error.WriteLine("'$needed' is not there. Build first: dotnet build -c Release")
    exit 2
}

Import-Module (Join-Path $root tools Tools.psm1)
try { $pester = Get-PesterPath $PesterVersion }
catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 2
}

# From a shell, a list arrives as one word. Those that take longest begin first.
$long = 'HelpExamples', 'Blocks', 'Errors', 'Secrets', 'Stopping', 'Wait', 'Vault', 'Scripts', 'Package'
$files = @($Filter -split ',' | ForEach-Object { Get-ChildItem -Path $PSScriptRoot -Filter "$($_.Trim()).Tests.ps1" } |
        Sort-Object { $index = $long.IndexOf(($_.Name -replace '\.Tests\.ps1$')); $index -lt 0 ? $long.Count : $index }, Name -Unique)
if (-not $files) {
    [Console]::Error.WriteLine("No test file is called $($Filter -join ', ').")
    exit 2
}

$runner = {
    $job = $env:FAXPLUS_TESTS_JOB | ConvertFrom-Json
    $env:FAXPLUS_TESTS_JOB = $null
    $env:PSModulePath = $job.ModulePaths -join [IO.Path]::PathSeparator
    $PSStyle.OutputRendering = 'PlainText'
    $ProgressPreference = 'SilentlyContinue'
    Import-Module $job.Pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $job.File
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = $job.Verbosity
    $configuration.Output.RenderMode = 'Plaintext'
    $configuration.Filter.Tag = $job.Tag
    $configuration.Filter.ExcludeTag = $job.ExcludeTag
    if ($job.ResultPath) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputPath = $job.ResultPath
    }
    $result = Invoke-Pester -Configuration $configuration
    $result | Select-Object PassedCount, FailedCount, SkippedCount | ConvertTo-Json | Set-Content -LiteralPath $job.CountPath
    exit [int]($result.Result -ne 'Passed')
}

$temporary = [IO.Path]::GetTempPath()
if ($ResultPath) { $ResultPath = (New-Item -ItemType Directory -Force $ResultPath).FullName }

# Begins the tests of a file, in a process and a folder of their own.
function Start-File([IO.FileInfo] $File) {
    # Its name is short: the paths of sockets, which are made in it, must be.
    $folder = (New-Item -ItemType Directory (Join-Path $temporary ([IO.Path]::GetRandomFileName().Substring(0, 8)))).FullName
    $start = New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("& { $runner }")))
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    foreach ($name in @($start.Environment.Keys -like 'FAXPLUS_*')) { $null = $start.Environment.Remove($name) }
    $start.Environment['FAXPLUS_MODULE'] = (Get-Item -LiteralPath $ModulePath).FullName
    $start.Environment['FAXPLUS_EMULATOR'] = (Get-Item -LiteralPath $EmulatorPath).FullName
    # Every emulator writes its process id here, so that none stays behind when a run is broken off.
    $start.Environment['FAXPLUS_TESTS_PROCESSES'] = Join-Path $folder processes
    $start.Environment['FAXPLUS_TESTS_MODULE_PATH'] = $env:PSModulePath
    $start.Environment['TZ'] = 'America/New_York'
    # These processes live for seconds: .NET would spend a third of their time on compiling code a second time (delay in ms, hexadecimal).
    $start.Environment['DOTNET_TieredPGO'] = '0'
    $start.Environment['DOTNET_TC_CallCountingDelayMs'] = '200000'
    foreach ($name in 'TMPDIR', 'TEMP', 'TMP') { $start.Environment[$name] = $folder }
    $start.Environment['FAXPLUS_TESTS_JOB'] = ConvertTo-Json -Compress @{
        ModulePaths = @(Join-Path $PSHOME Modules)
        Pester      = $pester
        File        = $File.FullName
        Tag         = @(if ($Quick) { 'Quick' })
        ExcludeTag  = @(if (-not $All) { 'Slow' })
        Verbosity   = if ($Detailed) { 'Detailed' } else { 'Normal' }
        ResultPath  = if ($ResultPath) { Join-Path $ResultPath "$($File.BaseName).xml" }
        CountPath   = Join-Path $folder counts.json
    }
    $process = [Diagnostics.Process]::Start($start)
    @{ File = $File; Folder = $folder; Process = $process; Begun = Get-Date; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
}

# Ends what is left of a file's processes, and gives its counts.
function Stop-File($Run) {
    if (-not $Run.Process.HasExited) { $Run.Process.Kill($true) }
    foreach ($id in Get-Content -LiteralPath (Join-Path $Run.Folder processes) -ErrorAction Ignore) {
        # A process id may have been given to somebody else meanwhile.
        Get-Process -Id $id -ErrorAction Ignore | Where-Object { $_.StartTime -ge $Run.Begun -and $_.ProcessName -eq 'dotnet' } | Stop-Process -Force
    }

    Get-Content -LiteralPath (Join-Path $Run.Folder counts.json) -Raw -ErrorAction Ignore | ConvertFrom-Json
    Remove-Item -LiteralPath $Run.Folder -Recurse -Force -ErrorAction Ignore
}

$passed = $failed = $skipped = 0
$bad = [Collections.Generic.List[string]]::new()
$again = [Collections.Generic.List[IO.FileInfo]]::new()
$waiting = [Collections.Generic.Queue[IO.FileInfo]]::new([IO.FileInfo[]]$files)
$running = [Collections.Generic.List[object]]::new()
$begun = Get-Date
try {
    $most = $files.Count -gt 1 ? [Math]::Min([Environment]::ProcessorCount, 4) : 1
    while ($waiting.Count -or $running.Count) {
        while ($waiting.Count -and $running.Count -lt $most) { $running.Add((Start-File $waiting.Dequeue())) }
        Start-Sleep -Milliseconds 100
        foreach ($run in @($running | Where-Object { $_.Process.HasExited })) {
            $null = $running.Remove($run)
            $count = Stop-File $run
            # Something that it started and left behind may hold its output open.
            $null = [Threading.Tasks.Task]::WaitAll(@($run.Output, $run.Errors), 5000)
            foreach ($said in $run.Output, $run.Errors) { if ($said.IsCompleted) { $said.Result -split '\r?\n' -notmatch '^($|Starting discovery|Discovery found|Running tests|Tests completed in|Tests Passed:)' } }
            # Where many fail, it is no matter of time.
            if ($run.Process.ExitCode -and $most -gt 1 -and $again.Count -lt 3) {
                "$($run.File.Name) failed beside others. It is run once more, alone."
                $again.Add($run.File)
                continue
            }

            if ($count) {
                $passed += $count.PassedCount
                $failed += $count.FailedCount
                $skipped += $count.SkippedCount
            }
            else {
                "$($run.File.Name) ended with exit code $($run.Process.ExitCode), before its tests did."
                $failed++
            }
            if ($run.Process.ExitCode) { $bad.Add($run.File.Name) }
        }

        if ($most -gt 1 -and -not $waiting.Count -and -not $running.Count) {
            $most = 1
            foreach ($file in $again) { $waiting.Enqueue($file) }
        }
    }
}
finally {
    foreach ($run in $running) { $null = Stop-File $run }
}

$unsteady = @($again.Name | Where-Object { $_ -notin $bad })
if ($unsteady) { "UNSTEADY: $($unsteady -join ', ') failed beside others, and passed alone." }
if ($bad) { "Not passed: $($bad -join ', ')" }
'{0} files in {1:0} seconds' -f $files.Count, ((Get-Date) - $begun).TotalSeconds
"Tests Passed: $passed, Failed: $failed, Skipped: $skipped"
exit [int][bool]$bad
