<#
.SYNOPSIS
    Sends, tracks and saves a first fax with the local emulator, without an account.
.DESCRIPTION
    Requires a build (./build.ps1 Build). The script makes no request to other machines.
#>
#requires -Version 7.4
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
Import-Module "$root/out/FaxPlus/FaxPlus.psd1"

function Show([string] $Command) { Write-Host "`nPS> $Command" -ForegroundColor Green }

$token = 'alohi_pat_example'
$start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
$emulatorDll = "$root/src/FaxPlus.Emulator/bin/Release/net10.0/FaxPlus.Emulator.dll"
foreach ($argument in $emulatorDll, '--port', '0', '--pat', $token, '--seed-faxes', '5') { $start.ArgumentList.Add($argument) }
$start.RedirectStandardOutput = $true
# This script kills the emulator, which then does not delete its temporary files. Therefore, the script creates and deletes their folder.
$temporary = (New-Item -ItemType Directory -Force -Path (Join-Path $root out emulator)).FullName
foreach ($name in 'TMPDIR', 'TEMP', 'TMP') { $start.Environment[$name] = $temporary }
$emulator = [System.Diagnostics.Process]::Start($start)
try {
    $line = $emulator.StandardOutput.ReadLine()
    if ($line -notmatch '^Listening on (?<uri>http\S+)$') { throw "The emulator did not start: $line" }
    $uri = $Matches.uri
    Write-Host "The emulator listens on $uri."
    # If a file of an earlier run existed, Save-FaxPlusFax would write an error.
    $directory = Join-Path $root out try
    Remove-Item -LiteralPath $directory -Recurse -Force -ErrorAction Ignore

    Show "`$env:FAXPLUS_PAT = '$token'; Connect-FaxPlus -FromEnvironment -ApiUri $uri/v3"
    $env:FAXPLUS_PAT = $token
    Connect-FaxPlus -FromEnvironment -ApiUri $uri/v3

    Show '$sent = Send-FaxPlusFax -To +14155550123 -Path samples/first-fax.pdf -Comment "The first fax"; $sent'
    $sent = Send-FaxPlusFax -To +14155550123 -Path $PSScriptRoot/first-fax.pdf -Comment 'The first fax'
    $sent | Format-Table

    Show '$fax = $sent | Wait-FaxPlusFax; $fax | Format-List'
    $fax = $sent | Wait-FaxPlusFax
    $fax | Format-List

    Show "`$fax | Save-FaxPlusFax -Directory $directory"
    $fax | Save-FaxPlusFax -Directory $directory

    Show "`$fax | Save-FaxPlusFax -Directory $directory -Report"
    $fax | Save-FaxPlusFax -Directory $directory -Report

    Show 'Get-FaxPlusFax -First 5'
    Get-FaxPlusFax -First 5 | Format-Table
}
finally {
    Disconnect-FaxPlus
    $emulator.Kill()
    $emulator.WaitForExit()
    Remove-Item -LiteralPath $temporary -Recurse -Force -ErrorAction Ignore
}
