<#
.SYNOPSIS
    Tests the module on Windows PowerShell 5.1, on which the Pester suite cannot run. The exit code is 0 if all steps succeeded.
.DESCRIPTION
    The Pester suite requires PowerShell 7. This script runs the operations that most scripts use against an emulator. Each step writes a
    line. The script also runs on PowerShell 7.
.EXAMPLE
    powershell -File ./Test-Desktop.ps1 -ModulePath ./FaxPlus/FaxPlus.psd1 -EmulatorPath ./FaxPlus.Emulator.dll
#>
param(
    # The manifest of the module to test.
    [Parameter(Mandatory = $true)] [string] $ModulePath,

    # The emulator's FaxPlus.Emulator.dll.
    [Parameter(Mandatory = $true)] [string] $EmulatorPath
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

function Assert-Equal($Actual, $Expected, [string] $Step) {
    if ("$Actual" -ne "$Expected") { throw "${Step}: expected '$Expected', got '$Actual'." }
    "ok: $Step"
}

$start = New-Object System.Diagnostics.ProcessStartInfo 'dotnet'
$start.Arguments = '"{0}" --port 0 --pat good-token --send-seconds 0.5 --seed-faxes 5' -f
    (Resolve-Path -LiteralPath $EmulatorPath).ProviderPath
$start.RedirectStandardOutput = $true
$start.UseShellExecute = $false
$emulator = [System.Diagnostics.Process]::Start($start)
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "faxplus-desktop-$([guid]::NewGuid().ToString('N'))"
try {
    $line = $emulator.StandardOutput.ReadLine()
    if ($line -notmatch '^Listening on (?<uri>http\S+)$') { throw "The emulator did not start: $line" }
    $uri = $Matches['uri']
    $null = New-Item -ItemType Directory -Path $folder
    $pdf = Join-Path $folder 'offer.pdf'
    [System.IO.File]::WriteAllText($pdf, "%PDF-1.4`n1 0 obj`n<< /Type /Page >>`nendobj`n%%EOF`n")
    "PowerShell $($PSVersionTable.PSVersion) $($PSVersionTable['PSEdition'])"

    Import-Module $ModulePath
    $data = Import-PowerShellDataFile $ModulePath
    Assert-Equal @(Get-Command -Module FaxPlus).Count @($data['CmdletsToExport']).Count 'every command is there'
    Assert-Equal ([bool](Get-Help Send-FaxPlusFax).examples) $true 'help is there'

    $env:FAXPLUS_PAT = 'good-token'
    Connect-FaxPlus -FromEnvironment -ApiUri "$uri/v3"
    Assert-Equal (Get-FaxPlusAccount).Email 'ada@example.com' 'the account is read'
    Assert-Equal @(Get-FaxPlusFax).Count 5 'faxes are listed'

    $sent = Send-FaxPlusFax -To +14155550123 -Path $pdf -Comment 'Offer' -Journal (Join-Path $folder 'run.journal')
    $fax = $sent | Wait-FaxPlusFax -Timeout 60
    Assert-Equal $fax.Status 'success' 'a fax is sent and followed'
    Assert-Equal @(Get-FaxPlusJournal (Join-Path $folder 'run.journal')).Count 1 'the journal is read'
    Assert-Equal ([bool](($fax | Format-List | Out-String) -match '14155550123')) $true 'the view shows it'

    $null = $fax | Save-FaxPlusFax -Path (Join-Path $folder 'copy.pdf')
    Assert-Equal (Get-FileHash (Join-Path $folder 'copy.pdf')).Hash (Get-FileHash $pdf).Hash 'the saved file has the same bytes'

    $received = @(Receive-FaxPlusFax -Checkpoint (Join-Path $folder 'inbox.json') -After ([datetime]::UtcNow.AddYears(-20)))
    Assert-Equal ($received.Count -gt 0) $true 'faxes are received'
    Assert-Equal @(Receive-FaxPlusFax -Checkpoint (Join-Path $folder 'inbox.json')).Count 0 'and once only'

    $problem = $null
    Get-FaxPlusFax -FaxId 0123456789abcdef01234567 -ErrorAction SilentlyContinue -ErrorVariable problem
    Assert-Equal ($problem[0].FullyQualifiedErrorId -split ',')[0] 'FaxPlus.NotFound' 'an error has its id'
    Assert-Equal (@(Get-FaxPlusScope -Command Send-FaxPlusFax).Count -gt 0) $true 'scopes are told'
    Disconnect-FaxPlus
    'All went well.'
}
finally {
    if (-not $emulator.HasExited) { $emulator.Kill() }
    $emulator.WaitForExit()
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
}
