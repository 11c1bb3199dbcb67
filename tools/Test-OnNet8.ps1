#requires -Version 7.4
<#
.SYNOPSIS
    Builds the client's xunit tests for .NET 8, the runtime of PowerShell 7.4, and runs them on it.
.DESCRIPTION
    The runtime is restored as a package. Emulators run in another process on .NET 10, for which the client's tests must have been built
    (./build.ps1 Build). The exit code is 0 if all tests passed. The last line contains the number of tests.
.EXAMPLE
    tools/Test-OnNet8.ps1 -Filter ReportTests, Authentication.
#>
[CmdletBinding()]
param(
    # Runs only tests whose names, without the common namespace, begin with one of these texts.
    [string[]] $Filter = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$root = (Get-Item -LiteralPath $PSScriptRoot).Parent.FullName
$begun = Get-Date

$built = dotnet build "$root/tests/FaxPlus.Net8Tests" -c Release --nologo -v quiet 2>&1 | Out-String
if ($LASTEXITCODE -ne 0) {
    Write-Host $built
    $missing = [regex]::Match($built, 'NU1101|NU1102|NU1301|NETSDK1082').Value
    if ($missing) {
        Write-Host "NOT RUN: the tests on .NET 8. Their runtime is a NuGet package that cannot be restored ($missing); see the error above." -ForegroundColor Red
    }
    exit 1
}

$emulatorHost = "$root/tests/FaxPlus.Client.Tests/bin/Release/net10.0/FaxPlus.Client.Tests.dll"
if (-not (Test-Path -LiteralPath $emulatorHost)) { throw "'$emulatorHost' does not exist. Build it with dotnet build -c Release" }
$start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]]($emulatorHost, 'emulators'))
$start.RedirectStandardInput = $true
$start.RedirectStandardOutput = $true
$emulators = [Diagnostics.Process]::Start($start)
$counts = @{ passed = 0; failed = 0; skipped = 0 }
try {
    $address = $emulators.StandardOutput.ReadLine()
    $names = @($Filter -split ',' | Where-Object { $_ } | ForEach-Object { "FaxPlus.Client.Tests.$($_.Trim())" })
    $run = [Diagnostics.ProcessStartInfo]::new(
        "$root/tests/FaxPlus.Net8Tests/bin/Release/net8.0/FaxPlus.Client.Tests", [string[]](@('run', $address) + $names))
    $run.RedirectStandardOutput = $true
    $tests = [Diagnostics.Process]::Start($run)
    while ($null -ne ($line = $tests.StandardOutput.ReadLine())) {
        # The line of a test contains the result, the name, and the reason for a failure. Other lines are output of the tests.
        $end, $name, $why = $line -split "`t"
        if ($counts.ContainsKey($end) -and $name) {
            $counts[$end]++
            if ($end -eq 'failed') { Write-Host "[-] $name`n$("$why".Replace('|', "`n"))" -ForegroundColor Red }
            $count = ($counts.Values | Measure-Object -Sum).Sum
            if ($count % 250 -eq 0) { Write-Host "$count tests, $($counts.failed) failed" }
        }
    }
    $tests.WaitForExit()
    $ended = $tests.ExitCode
}
finally {
    $emulators.StandardInput.Close()
    if (-not $emulators.WaitForExit(10000)) { $emulators.Kill() }
}

if ($ended -ne 0 -and -not $counts.failed) { Write-Host "The tests ended with exit code $ended." -ForegroundColor Red }
$passed = $ended -eq 0 -and $counts.passed -gt 0
'The client on .NET 8, in {0:0} seconds' -f ((Get-Date) - $begun).TotalSeconds
"$($passed ? 'Passed!' : 'Failed!')  - Failed: $($counts.failed), Passed: $($counts.passed), Skipped: $($counts.skipped)"
exit [int](-not $passed)
