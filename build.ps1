#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and tries the FaxPlus module.
.DESCRIPTION
    Build  builds everything and lays the importable module in out/FaxPlus
    Pack   builds, then makes the packages in out/packages, the same bytes for the same commit
    Test   builds and packs, then runs the xunit suites, and the Pester suite against the packed module
    Try    builds, starts the emulator, sends a fax, waits for it, and saves it and its report
    Help   builds, brings docs/en-US up to the cmdlets' parameters, makes the module's help of it, and writes docs/coverage.md
    Bench  builds, runs the benchmarks and writes docs/benchmarks.md
    Clean  removes everything that was built
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

    # Where Pack writes to.
    [string] $Destination = "$PSScriptRoot/out/packages",

    # Of Bench: only these, and nothing is written.
    [ValidateSet('import', 'send', 'memory', 'list', 'transfer')]
    [string[]] $Part = @(),

    # Of Bench: few repeats, for a rough idea, and nothing is written.
    [switch] $Quick
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
    Write-Step 'Building the solution (the first time takes a minute or more)'
    Invoke-Native dotnet 'build', "$root/FaxPlus.sln", '-c', 'Release', '--nologo', '-v', 'quiet'
    Write-Host "The module lies in $root/out/FaxPlus."
}

function Invoke-Pack([string] $To = $Destination) {
    # What an earlier build has laid there and this one does not must not be packed.
    if (Test-Path $root/out/FaxPlus) { Remove-Item $root/out/FaxPlus -Recurse -Force }
    Invoke-Build
    Write-Step 'Making the packages'
    & "$root/src/module/Pack.ps1" -Root $root -Destination $To
    Get-ChildItem -LiteralPath $To -File | ForEach-Object { Write-Host ('{0,10:N0}  {1}' -f $_.Length, $_.FullName) }
}

function Invoke-Test {
    $packages = "$root/out/packages"
    Invoke-Pack $packages
    $failed = $false
    Write-Step 'Testing the client and the emulator (xunit)'
    dotnet test "$root/FaxPlus.sln" -c Release --no-build --nologo
    if ($LASTEXITCODE -ne 0) { $failed = $true }

    if (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0') {
        Write-Step 'Testing the module as it is packed (Pester)'
        $modules = Join-Path ([System.IO.Path]::GetTempPath()) "faxplus-packed-$([System.IO.Path]::GetRandomFileName())"
        try {
            [System.IO.Compression.ZipFile]::ExtractToDirectory("$packages/FaxPlus.zip", $modules)
            & $pwsh -NoProfile -NonInteractive -File "$root/tests/FaxPlus.Tests/Invoke-Tests.ps1" -ModulePath "$modules/FaxPlus/FaxPlus.psd1"
            if ($LASTEXITCODE -ne 0) { $failed = $true }
        }
        finally {
            Remove-Item $modules -Recurse -Force -ErrorAction Ignore
        }
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

function Invoke-Help {
    Invoke-Build
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) {
        Write-Host 'PlatyPS is not installed: Install-PSResource Microsoft.PowerShell.PlatyPS' -ForegroundColor Red
        exit 1
    }

    Write-Step 'Making the help'
    # First what the pages and docs/coverage.md take from the tables of scopes and calls.
    $env:FAXPLUS_WRITE_DOCS = '1'
    Invoke-Native dotnet 'test', "$root/tests/FaxPlus.Client.Tests", '-c', 'Release', '--nologo', '--filter', 'CoverageTests|HelpNotesTests'

    # In a process of its own: the module's files can be replaced afterwards.
    & $pwsh -NoProfile -NonInteractive -Command {
        param($root)
        $ErrorActionPreference = 'Stop'
        Import-Module "$root/out/FaxPlus/FaxPlus.psd1", Microsoft.PowerShell.PlatyPS, "$root/docs/Help.psm1"
        Update-ModuleHelp $root
    } -args $root
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Bench {
    Invoke-Build
    Write-Step "Measuring ($(if ($Quick) { 'roughly' } else { 'all of it takes some minutes' }); let the machine do nothing else)"
    $arguments = @("$root/tests/benchmarks/bin/Release/net10.0/FaxPlus.Benchmarks.dll") + $Part
    if ($Quick) { $arguments += '--quick' }
    $page = Invoke-Native dotnet $arguments
    $page
    if ($Part -or $Quick) { return }
    $page | Set-Content "$root/docs/benchmarks.md"
    Write-Host "Written to $root/docs/benchmarks.md."
}

function Invoke-Clean {
    Write-Step 'Removing what was built'
    Get-ChildItem $root/src, $root/tests, $root/samples -Directory -Recurse -Include bin, obj |
        Remove-Item -Recurse -Force
    if (Test-Path $root/out) { Remove-Item $root/out -Recurse -Force }
}

if ($Task -ne 'Bench' -and ($Part -or $Quick)) { throw '-Part and -Quick go with the task Bench.' }
& "Invoke-$Task"
exit 0
