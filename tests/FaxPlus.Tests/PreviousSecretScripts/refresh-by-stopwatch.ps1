# A1 A1 A1
$watch = $null
$script:fails = $false
function Get-FaxCredential { if ($script:fails) { throw 'the vault is away' }; Import-Clixml "$PSScriptRoot/A.xml" }
foreach ($round in 1..3) {
  $age = $watch ? $watch.Elapsed : [timespan]::MaxValue
  if (-not $watch -or $age.Ticks -gt 1) {
    try { $cred = Get-FaxCredential } catch { Write-Warning "$_" 3>$null }
    $watch = [Diagnostics.Stopwatch]::StartNew()
  }
  Connect-FaxPlus -Credential $cred
  Who A
  $script:fails = $true
}
