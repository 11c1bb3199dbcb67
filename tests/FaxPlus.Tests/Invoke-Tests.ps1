<#
.SYNOPSIS
    Runs the module's Pester suite in a process of its own, and ends with exit code 0 when all tests passed.
.DESCRIPTION
    The child process has no profile, nobody to ask, no FAXPLUS_* settings of yours, and a module path that holds
    Pester and PowerShell's own modules only: what passes here does not lean on what happens to be installed. Tests that also run
    with modules that not everybody has (PSResourceGet, SecretManagement and SecretStore) look for them in yours.
    It also lives in a time zone west of Greenwich, because on a machine that keeps UTC a local time is no test.
    The last line is Pester's own summary.
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

    # Also writes the results to this file, in NUnit's format.
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

$pester = Get-Module -ListAvailable -Name Pester | Where-Object Version -GE '5.5' | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    [Console]::Error.WriteLine('Pester 5.5 or later is not installed. Install it: Install-PSResource Pester')
    exit 2
}

# From a shell, a list arrives as one word.
$files = @($Filter -split ',' | ForEach-Object { $_.Trim() } | ForEach-Object { Get-ChildItem -Path $PSScriptRoot -Filter "$_.Tests.ps1" } | Sort-Object FullName -Unique)
if (-not $files) {
    [Console]::Error.WriteLine("No test file is called $($Filter -join ', ').")
    exit 2
}

# Every emulator writes its process id here, so that none stays behind when a run is broken off.
$processList = [IO.Path]::GetTempFileName()
$runner = {
    $job = $env:FAXPLUS_TESTS_JOB | ConvertFrom-Json
    $env:FAXPLUS_TESTS_JOB = $null
    $env:PSModulePath = $job.ModulePaths -join [IO.Path]::PathSeparator
    if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
    $ProgressPreference = 'SilentlyContinue'
    Import-Module $job.Pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @($job.Files)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = $job.Verbosity
    $configuration.Output.RenderMode = 'Plaintext'
    if ($job.ResultPath) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputPath = $job.ResultPath
    }
    $result = Invoke-Pester -Configuration $configuration
    exit [int]($result.Result -ne 'Passed')
}

$start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
foreach ($argument in '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("& { $runner }"))) {
    $start.ArgumentList.Add($argument)
}
$start.UseShellExecute = $false
foreach ($name in @($start.Environment.Keys -like 'FAXPLUS_*')) { $null = $start.Environment.Remove($name) }
$start.Environment['FAXPLUS_MODULE'] = (Get-Item -LiteralPath $ModulePath).FullName
$start.Environment['FAXPLUS_EMULATOR'] = (Get-Item -LiteralPath $EmulatorPath).FullName
$start.Environment['FAXPLUS_TESTS_PROCESSES'] = $processList
$start.Environment['FAXPLUS_TESTS_MODULE_PATH'] = $env:PSModulePath
$start.Environment['TZ'] = 'America/New_York'
$start.Environment['FAXPLUS_TESTS_JOB'] = ConvertTo-Json -Compress @{
    ModulePaths = @((Get-Item -LiteralPath $pester.ModuleBase).Parent.Parent.FullName, (Join-Path $PSHOME Modules))
    Pester      = $pester.Path
    Files       = @($files.FullName)
    Verbosity   = if ($Detailed) { 'Detailed' } else { 'Normal' }
    ResultPath  = if ($ResultPath) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath) }
}

$begun = Get-Date
$child = [Diagnostics.Process]::Start($start)
try {
    $child.WaitForExit()
}
finally {
    if (-not $child.HasExited) { $child.Kill($true) }
    foreach ($id in Get-Content -LiteralPath $processList) {
        # A process id may have been given to somebody else meanwhile.
        Get-Process -Id $id -ErrorAction Ignore | Where-Object { $_.StartTime -ge $begun -and $_.ProcessName -eq 'dotnet' } | Stop-Process -Force
    }

    Remove-Item -LiteralPath $processList
}

exit $child.ExitCode
