# A1 A1 A1
$next = [datetime]::MinValue
$script:fails = $false
function Get-FaxCredential { if ($script:fails) { throw 'the vault is away' }; Import-Clixml "$PSScriptRoot/A.xml" }
foreach ($hour in 1..3) {
  if ([datetime]::UtcNow -ge $next) {
    try { $cred = Get-FaxCredential } catch { Write-Warning "$_" 3>$null }
    $next = [datetime]::UtcNow
  }
  Connect-FaxPlus -Credential $cred
  Who A
  $script:fails = $true
}
