#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and tries the FaxPlus module.
.DESCRIPTION
    Build  builds everything and lays the importable module in out/FaxPlus
    Test   builds, then runs the xunit suites and the Pester suite
    Try    builds, starts the emulator, sends a fax, waits for it, and saves it and its report
    Bench  builds, runs the benchmarks and writes docs/benchmarks.md
    Clean  removes everything that was built
.EXAMPLE
    ./build.ps1 Try
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Try', 'Bench', 'Clean')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$root = $PSScriptRoot
$pwsh = [Environment]::ProcessPath

function Write-Step([string] $Text) { Write-Host "== $Text" -ForegroundColor Cyan }

function Invoke-Native([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        Write-Host "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE." -ForegroundColor Red
        exit $LASTEXITCODE
    }
}

function Invoke-Build {
    Write-Step 'Building the solution'
    Invoke-Native dotnet 'build', "$root/FaxPlus.sln", '-c', 'Release', '--nologo', '-v', 'quiet'
    Write-Host "The module lies in $root/out/FaxPlus."
}

function Invoke-Test {
    Invoke-Build
    $failed = $false
    Write-Step 'Testing the client and the emulator (xunit)'
    dotnet test "$root/FaxPlus.sln" -c Release --no-build --nologo
    if ($LASTEXITCODE -ne 0) { $failed = $true }

    if (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0') {
        Write-Step 'Testing the module (Pester)'
        & $pwsh -NoProfile -NonInteractive -File "$root/tests/FaxPlus.Tests/Invoke-Tests.ps1"
        if ($LASTEXITCODE -ne 0) { $failed = $true }
    }
    else {
        Write-Host 'SKIPPED: the Pester suite, since Pester 5 is not installed: Install-PSResource Pester' -ForegroundColor Yellow
    }

    if ($failed) {
        Write-Host 'There are failed tests.' -ForegroundColor Red
        exit 1
    }
}

function Invoke-Try {
    Invoke-Build
    Invoke-Native $pwsh '-NoProfile', '-File', "$root/samples/Try-FaxPlus.ps1"
}

function Invoke-Bench {
    Invoke-Build
    Write-Step 'Measuring (this takes a minute)'
    $program = "$root/tests/benchmarks/bin/Release/net10.0/FaxPlus.Benchmarks.dll"
    $results = Invoke-Native dotnet $program
    $page = @(
        '# Benchmarks'
        ''
        'Made by `./build.ps1 Bench`. Numbers of one run and one machine: compare them with each other only.'
        ''
        "Measured on $([Environment]::ProcessorCount) cores, $([System.Runtime.InteropServices.RuntimeInformation]::OSDescription), PowerShell $($PSVersionTable.PSVersion), .NET $([Environment]::Version)."
        ''
        '## Upload memory'
        ''
        $results
    )
    $page | Set-Content "$root/docs/benchmarks.md"
    $results
    Write-Host "Written to $root/docs/benchmarks.md."
}

function Invoke-Clean {
    Write-Step 'Removing what was built'
    Get-ChildItem $root/src, $root/tests, $root/samples -Directory -Recurse -Include bin, obj |
        Remove-Item -Recurse -Force
    if (Test-Path $root/out) { Remove-Item $root/out -Recurse -Force }
}

& "Invoke-$Task"
exit 0
