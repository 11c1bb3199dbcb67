#requires -Version 7.4
<#
.SYNOPSIS
    Runs the Pester suite with the Windows build of PowerShell on Wine: build.ps1 Test -On Wine.
.DESCRIPTION
    Requires 64-bit Linux and three Debian packages: apt-get install --no-install-recommends wine64 wine gcc-mingw-w64-x86-64.
    PowerShell for Windows and .NET for Windows are restored as NuGet packages (tools/Wine.csproj). No package contains dotnet.exe, so a
    replacement is compiled from tools/dotnet.c. All files are created in out/wine, including drive C and the registry of Wine.

    Exit code 0: all tests passed. 1: tests failed. 2: the suite could not be started. 3: the suite cannot run on this machine.
.EXAMPLE
    tools/Test-OnWine.ps1 -Filter Files, Save
#>
param(
    # Names of test files without .Tests.ps1; wildcards are allowed.
    [string[]] $Filter = '*',

    # Shows each test instead of only each file.
    [switch] $Detailed,

    # Installs the missing Debian packages. Requires root.
    [switch] $Install,

    # Only reports whether the Debian packages are installed.
    [switch] $Check,

    # Ends the run after this time.
    [int] $TimeoutMinutes = 60
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0
$root = Split-Path $PSScriptRoot
$folder = Join-Path $root out wine
Import-Module (Join-Path $PSScriptRoot Tools.psm1)

function Exit-NotRun([string] $Reason) {
    Write-Host "NOT RUN: the tests on Wine. $Reason" -ForegroundColor Red
    exit 3
}

function Find-Program([string[]] $Name) {
    Get-Command $Name -CommandType Application -ErrorAction Ignore | Select-Object -First 1 -ExpandProperty Source
}

# Converts a path to its form in Wine.
function ConvertTo-WinePath([string] $Path) { 'Z:' + $Path.Replace('/', '\') }

# Runs a Linux program, and shows its output if it fails.
function Invoke-Program([string] $Program, [string[]] $Argument) {
    $said = & $Program @Argument 2>&1 | Out-String
    if ($LASTEXITCODE -eq 0) { return $said }
    Write-Host "$said$Program $($Argument -join ' ') ended with exit code $LASTEXITCODE." -ForegroundColor Red
    exit 2
}

#region Debian packages

if (-not $IsLinux -or [Runtime.InteropServices.RuntimeInformation]::OSArchitecture -ne 'X64') { Exit-NotRun 'They need Linux on x64.' }
$needed = @{
    # The script named wine is not used, because it writes a warning about a missing 32-bit Wine each time.
    wine64                    = { Find-Program wine64, /usr/lib/wine/wine64 }
    wine                      = { Find-Program wineserver, /usr/lib/wine/wineserver64 }
    'gcc-mingw-w64-x86-64'    = { Find-Program x86_64-w64-mingw32-gcc }
    bsdutils                  = { Find-Program script }
}
$missing = @($needed.Keys | Where-Object { -not (& $needed[$_]) } | Sort-Object)
if ($missing -and $Install) {
    $env:DEBIAN_FRONTEND = 'noninteractive'
    $null = Invoke-Program apt-get update, '-qq'
    $null = Invoke-Program apt-get (@('install', '--yes', '-qq', '--no-install-recommends') + $missing)
    $missing = @($needed.Keys | Where-Object { -not (& $needed[$_]) })
}
if ($missing) {
    Exit-NotRun "These Debian packages are missing: $($missing -join ', '). Install them as root: apt-get install --no-install-recommends $($missing -join ' '), or run tools/Test-OnWine.ps1 -Install."
}
if ($Check) { exit 0 }
$wine, $wineServer, $compiler, $terminal = 'wine64', 'wine', 'gcc-mingw-w64-x86-64', 'bsdutils' | ForEach-Object { & $needed[$_] }

#endregion

#region NuGet packages

Write-Host '== Restoring PowerShell and .NET for Windows' -ForegroundColor Cyan
$version = (Get-Content -Raw (Join-Path $root .config dotnet-tools.json) | ConvertFrom-Json).tools.powershell.version
$said = Invoke-Program dotnet 'msbuild', (Join-Path $PSScriptRoot Wine.csproj), '-restore', '-t:PrintPaths', '-nologo', '-v:minimal',
    "-p:PowerShellVersion=$version"
$packages = [regex]::Match($said, '(?m)^\s*Packages: (.+?)\s*$').Groups[1].Value
$runtime = [regex]::Match($said, '(?m)^\s*Runtime: (.+?)\s*$').Groups[1].Value
$shell = Join-Path $packages powershell $version tools net10.0 any win

# .NET for Windows, in the folder structure that Windows uses.
$dotnet = Join-Path $folder "dotnet-$runtime"
if (-not (Test-Path -LiteralPath "$dotnet/dotnet.exe")) {
    foreach ($framework in 'Microsoft.NETCore.App', 'Microsoft.AspNetCore.App', 'Microsoft.WindowsDesktop.App') {
        $target = (New-Item -ItemType Directory -Force "$dotnet/shared/$framework/$runtime").FullName
        Get-ChildItem "$packages/$($framework.ToLowerInvariant()).runtime.win-x64/$runtime/runtimes/win-x64/native",
            "$packages/$($framework.ToLowerInvariant()).runtime.win-x64/$runtime/runtimes/win-x64/lib/net10.0" -File |
            Copy-Item -Destination $target
    }
    $null = New-Item -ItemType Directory -Force "$dotnet/host/fxr/$runtime"
    Copy-Item "$dotnet/shared/Microsoft.NETCore.App/$runtime/hostfxr.dll" "$dotnet/host/fxr/$runtime"
    $null = Invoke-Program $compiler '-municode', '-O2', '-s', '-Wall', '-Werror', "-DRUNTIME=L`"$runtime`"", '-o', "$dotnet/dotnet.exe",
        (Join-Path $PSScriptRoot dotnet.c)
}

# A module folder contains a link to Pester, because the suite cannot restore Pester in Wine.
$pester = Get-PesterPath
$modules = (New-Item -ItemType Directory -Force "$folder/modules/Pester").Parent.FullName
$link = "$modules/Pester/$((Import-PowerShellDataFile $pester).ModuleVersion)"
if (-not (Test-Path -LiteralPath $link)) { $null = New-Item -ItemType SymbolicLink -Path $link -Target (Split-Path $pester) }

#endregion

#region Wine

$environment = @{
    WINEPREFIX                   = "$folder/prefix"
    WINEARCH                     = 'win64'
    WINEDEBUG                    = '-all'
    WINEPATH                     = ConvertTo-WinePath $dotnet
    # Wine creates links to the home folder in the user profile, so a separate home folder is used.
    HOME                         = (New-Item -ItemType Directory -Force "$folder/home").FullName
    DISPLAY                      = ''
    # Avoids the double mapping of compiled code in Wine.
    DOTNET_EnableWriteXorExecute = '0'
    DOTNET_ROOT                  = ConvertTo-WinePath $dotnet
    POWERSHELL_TELEMETRY_OPTOUT  = '1'
    POWERSHELL_UPDATECHECK       = 'Off'
    PSModulePath                 = ConvertTo-WinePath $modules
}

# Runs a Windows program, shows its output, and returns its exit code, or null if the program was ended after the timeout.
function Invoke-OnWine([string[]] $Argument, [timespan] $Limit, [hashtable] $More = @{}) {
    # Without a pseudo-terminal as standard input, PowerShell has no output in Wine. Standard output is redirected to this script.
    $quoted = @($wine) + $Argument | ForEach-Object { "'$($_.Replace("'", "'\''"))'" }
    $start = [Diagnostics.ProcessStartInfo]::new(
        '/bin/sh', [string[]]('-c', 'exec "$0" -qefc "$1 >&3 2>&3 3>&-" /dev/null 3>&1 >/dev/null', $terminal, "exec $($quoted -join ' ')"))
    foreach ($settings in $environment, $More) { foreach ($name in $settings.Keys) { $start.Environment[$name] = $settings[$name] } }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $line = $process.StandardOutput.ReadLineAsync()
        if (-not $line.Wait([Math]::Max(0, ($Limit - $watch.Elapsed).TotalMilliseconds))) { break }
        if ($null -eq $line.Result) {
            $process.WaitForExit()
            return $process.ExitCode
        }
        # Wine writes this message because it cannot read the label of drive Z, which is not needed. Therefore, the message is not shown.
        if ($line.Result -notmatch '^wine: Read access denied for device') { Write-Host $line.Result }
    }
    $process.Kill($true)
}

try {
    if (-not (Test-Path -LiteralPath "$folder/prefix/system.reg")) {
        Write-Host '== Creating drive C and the registry' -ForegroundColor Cyan
        $five = [timespan]::FromMinutes(5)
        # Suppresses the prompt to install Mono and Gecko, which the tests do not need.
        $null = Invoke-OnWine wineboot, -i $five @{ WINEDLLOVERRIDES = 'mscoree,mshtml=' }
        if ((Invoke-OnWine winecfg, -v, win10 $five) -ne 0) {
            Write-Host 'Wine could not be set up.' -ForegroundColor Red
            exit 2
        }
    }

    Write-Host "== Testing the module with PowerShell $version for Windows, on $(& $wine --version)" -ForegroundColor Cyan
    $arguments = @("$shell/pwsh.exe" | ForEach-Object { ConvertTo-WinePath $_ }) + @('-NoProfile', '-NonInteractive', '-File',
        (ConvertTo-WinePath (Join-Path $root tests FaxPlus.Tests Invoke-Tests.ps1)), '-Filter', ($Filter -join ','))
    if ($Detailed) { $arguments += '-Detailed' }
    $code = Invoke-OnWine $arguments ([timespan]::FromMinutes($TimeoutMinutes))
    if ($null -eq $code) { Write-Host "The tests were ended after $TimeoutMinutes minutes." -ForegroundColor Red }
    exit ($code ?? 2)
}
finally {
    # Ends the remaining processes of this Wine prefix, such as emulators.
    $start = [Diagnostics.ProcessStartInfo]::new($wineServer, '-k')
    $start.Environment['WINEPREFIX'] = $environment.WINEPREFIX
    [Diagnostics.Process]::Start($start).WaitForExit()
}

#endregion
