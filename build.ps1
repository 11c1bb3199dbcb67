#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and tries the FaxPlus module.
.DESCRIPTION
    Build  builds everything and writes the importable module to out/FaxPlus
    Pack   builds, then creates the packages in out/packages, byte-for-byte reproducible from a commit
    Test   builds and packs, then runs the xunit suites, and the Pester suite against the packed module.
           -Quick runs a part of both in about a minute, -All also runs the slow tests.
    Try    builds, starts the emulator, sends a fax, waits for it, and saves it and its report
    Help   builds, updates docs/en-US from the cmdlets' parameters, generates the module's help from it, and writes docs/coverage.md
    Bench  builds, runs the benchmarks and writes docs/benchmarks.md
    Clean  removes all build output
.EXAMPLE
    ./build.ps1 Try
.EXAMPLE
    ./build.ps1 Bench -Part import, send -Quick
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Pack', 'Test', 'Try', 'Help', 'Bench', 'Clean')]
    [string] $Task = 'Build',

    # The target folder of Pack.
    [string] $Destination = "$PSScriptRoot/out/packages",

    # For Bench: runs only these parts, and writes no file.
    [ValidateSet('import', 'send', 'memory', 'list', 'transfer', 'receive', 'growth', 'table')]
    [string[]] $Part = @(),

    # For the part table of Bench: the number of rows of the finished list.
    [ValidateRange(1000, 10000000)]
    [int] $Rows,

    # For Bench: runs fewer rounds for a rough result, and writes no file. For Test: runs at least one test of each promise in README.md.
    [switch] $Quick,

    # For Test: also runs the slow tests, such as all code blocks of the documentation and the client's tests on Mono.
    [switch] $All,

    # For Test: runs only the tests on another runtime or system.
    [ValidateSet('Net8', 'Wine')]
    [string] $On
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$root = $PSScriptRoot
Import-Module "$root/tools/Tools.psm1"
$program, [string[]] $leading = Get-PowerShellCommand

function Write-Step([string] $Text) { Write-Host "== $Text" -ForegroundColor Cyan }

function Invoke-Native([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        Write-Host "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE." -ForegroundColor Red
        exit $LASTEXITCODE
    }
}

function Invoke-Build {
    Write-Step 'Building the solution (the first time takes a minute or more)'
    $arguments = 'build', "$root/FaxPlus.sln", '-c', 'Release', '--nologo', '-v', 'quiet'
    # The tests for Mono are the client's tests, compiled once more. The analyzers, which take a quarter of the build time, run in Build,
    # Pack and Test -All.
    if ($Task -eq 'Try' -or ($Task -eq 'Test' -and -not $All)) { $arguments += '-p:WithoutSlowTests=true', '-p:RunAnalyzers=false' }
    Invoke-Native dotnet $arguments
    Write-Host "The module is in $root/out/FaxPlus."
}

function Invoke-CleanBuild {
    # Files of an earlier build must not be packed.
    if (Test-Path $root/out/FaxPlus) { Remove-Item $root/out/FaxPlus -Recurse -Force }
    Invoke-Build
}

function Write-Package([string] $To) {
    Write-Step 'Creating the packages'
    & "$root/src/module/Pack.ps1" -Root $root -Destination $To
    Get-ChildItem -LiteralPath $To -File -Recurse | ForEach-Object { Write-Host ('{0,10:N0}  {1}' -f $_.Length, $_.FullName) }
}

function Invoke-Pack {
    Invoke-CleanBuild
    Write-Package $Destination
}

function Invoke-Test {
    if ($On) {
        # Missing tools are reported before anything is built.
        $missing = if ($On -eq 'Wine') { Invoke-TestOn Wine '-Check' }
        if ($missing) { return Complete-Test $missing }
        Invoke-Build
        return Complete-Test (Invoke-TestOn $On)
    }

    # A quick run tests the built module, any other run the packed module.
    if ($Quick) { Invoke-Build } else { Invoke-CleanBuild }
    $xunit = Start-Xunit
    $modules = Join-Path ([System.IO.Path]::GetTempPath()) "faxplus-packed-$([System.IO.Path]::GetRandomFileName())"
    try {
        $module = "$root/out/FaxPlus/FaxPlus.psd1"
        if (-not $Quick) {
            $packages = "$root/out/packages"
            Write-Package $packages
            [System.IO.Compression.ZipFile]::ExtractToDirectory("$packages/FaxPlus.zip", $modules)
            $module = "$modules/FaxPlus/FaxPlus.psd1"
        }
        # This project is not in the solution, because it restores the .NET runtimes 8.0, 9.0 and 10.0 as packages.
        Invoke-Native dotnet 'build', "$root/tests/FaxPlus.RuntimeGate", '-c', 'Release', '--nologo', '-v', 'quiet'

        Write-Step 'Testing the module (Pester), while the tests of the client and the emulator (xunit) run'
        $arguments = @('-NoProfile', '-NonInteractive', '-File', "$root/tests/FaxPlus.Tests/Invoke-Tests.ps1", '-ModulePath', $module)
        if ($Quick) { $arguments += '-Quick' }
        if ($All) { $arguments += '-All' }
        & $program @leading @arguments | Tee-Object -Variable pester
        $failed = $LASTEXITCODE -ne 0
        $xunit.Process.WaitForExit()
        Write-Step 'Results of the tests of the client and the emulator (xunit)'
        $xunit.Output.Result
        if ($xunit.Process.ExitCode -ne 0) { $failed = $true }
    }
    finally {
        if (-not $xunit.Process.HasExited) { $xunit.Process.Kill($true) }
        Remove-Item $modules -Recurse -Force -ErrorAction Ignore
    }

    $output = @($pester; $xunit.Output.Result -split '\r?\n')
    if ($All) { $output += Invoke-TestOn Net8 }
    Complete-Test $output -Failed:$failed
}

# Runs the tests on another runtime or system, and shows and returns their output.
function Invoke-TestOn([string] $Name, [string[]] $Argument = @()) {
    if (-not $Argument) { Write-Step "Testing on $Name" }
    & $program @leading -NoProfile -File "$root/tools/Test-On$Name.ps1" @Argument | ForEach-Object { Write-Host $_; $_ }
    if ($LASTEXITCODE) { "Failed! The tests on $Name ended with exit code $LASTEXITCODE." }
}

# Prints the count over all suites, and ends with exit code 1 unless tests were run and all passed.
function Complete-Test([string[]] $Output, [switch] $Failed) {
    # xunit prints "Passed!  - Failed: 0, Passed: 12, Skipped: 0" for each project, Pester "Tests Passed: 12, Failed: 0, Skipped: 0".
    $results = $Output -match '^(Passed!|Failed!|Tests Passed:)' -join ' '
    $passed, $failures, $skipped = foreach ($name in 'Passed', 'Failed', 'Skipped') { [int]([regex]::Matches($results, "$name`: *(\d+)").ForEach({ [int]$_.Groups[1].Value }) | Measure-Object -Sum).Sum }
    "$passed passed, $failures failed, $skipped skipped"
    if ($Failed -or $results -match 'Failed!' -or $failures -or -not $passed) { exit 1 }
}

# Starts the xunit suites in a separate process, whose output is read when the process ends.
function Start-Xunit {
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    # dotnet test writes a warning if the filter matches no test of a suite.
    $suites = @('FaxPlus.Client.Tests') + @(if (-not $Quick) { 'FaxPlus.PowerShell.Tests', 'FaxPlus.Emulator.Tests' })
    foreach ($argument in @('test') + @($suites | ForEach-Object { "$root/tests/$_/bin/Release/net10.0/$_.dll" }) + '--nologo') { $start.ArgumentList.Add($argument) }
    if (-not $All) { foreach ($argument in '--filter', ($Quick ? 'Category=Quick' : 'Category!=Slow')) { $start.ArgumentList.Add($argument) } }
    $start.RedirectStandardOutput = $true
    $start.Environment['DOTNET_CLI_UI_LANGUAGE'] = 'en'
    # Dynamic PGO instruments the code, which pays off only in long runs.
    $start.Environment['DOTNET_TieredPGO'] = '0'
    # In virtual machines, the runtime often cannot determine the cache size, and then collects garbage every 256 KB. The value is 64 MB, in
    # hexadecimal.
    $start.Environment['DOTNET_GCgen0size'] = '4000000'
    $start.Environment['DOTNET_gcConcurrent'] = '0'
    $process = [System.Diagnostics.Process]::Start($start)
    @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync() }
}

function Invoke-Try {
    Invoke-Build
    Invoke-Native $program (@($leading) + '-NoProfile', '-File', "$root/samples/Try-FaxPlus.ps1")
}

function Invoke-Help {
    Invoke-Build
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) {
        Write-Host 'PlatyPS is not installed. Install it with Install-PSResource Microsoft.PowerShell.PlatyPS' -ForegroundColor Red
        exit 1
    }

    Write-Step 'Generating the help'
    # First, the tests write the parts of the pages and of docs/coverage.md that are generated from the tables of scopes and calls.
    $env:FAXPLUS_WRITE_DOCS = '1'
    Invoke-Native dotnet 'test', "$root/tests/FaxPlus.PowerShell.Tests", '-c', 'Release', '--nologo', '--filter', 'CoverageTests|HelpNotesTests|PublicApiTests'

    # The module is imported in a separate process, so that its files can be replaced afterwards.
    & $program @leading -NoProfile -NonInteractive -Command {
        param($root)
        $ErrorActionPreference = 'Stop'
        Import-Module "$root/out/FaxPlus/FaxPlus.psd1", Microsoft.PowerShell.PlatyPS, "$root/docs/Help.psm1"
        Update-ModuleHelp $root
    } -args $root
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Bench {
    Invoke-Build
    Write-Step "Measuring ($(if ($Quick) { 'roughly' } else { 'all of it takes some minutes' }); run nothing else on this machine)"
    $arguments = @("$root/tests/benchmarks/bin/Release/net10.0/FaxPlus.Benchmarks.dll") + $Part
    if ($Quick) { $arguments += '--quick' }
    if ($Rows) { $arguments += "--rows=$Rows" }
    $page = Invoke-Native dotnet $arguments
    $page
    if ($Part -or $Quick) { return }
    $page | Set-Content "$root/docs/benchmarks.md"
    Write-Host "Written to $root/docs/benchmarks.md."
}

function Invoke-Clean {
    Write-Step 'Removing the build output'
    Get-ChildItem $root/src, $root/tests, $root/samples, $root/tools -Directory -Recurse -Include bin, obj |
        Remove-Item -Recurse -Force
    if (Test-Path $root/out) { Remove-Item $root/out -Recurse -Force }
}

if ($Part -and $Task -ne 'Bench') { throw '-Part is valid only with the task Bench.' }
if ($Rows -and $Task -ne 'Bench') { throw '-Rows is valid only with the task Bench.' }
if ($Quick -and $Task -notin 'Bench', 'Test') { throw '-Quick is valid only with the tasks Bench and Test.' }
if (($All -or $On) -and $Task -ne 'Test') { throw '-All and -On are valid only with the task Test.' }
if (@($All, $Quick, $On | Where-Object { $_ }).Count -gt 1) { throw 'Specify only one of -All, -Quick and -On.' }
& "Invoke-$Task"
exit 0
