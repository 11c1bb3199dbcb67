# A1 A1 A1 A1
$round = 0
function Get-FaxCredential { if ($script:round) { throw 'the vault is away' }; Import-Clixml "$PSScriptRoot/A.xml" }
while ($round -lt 4) {
  if ($round % 2 -eq 0) {
    try { $cred = Get-FaxCredential } catch { Write-Warning "$_" 3>$null }
  }
  Connect-FaxPlus -Credential $cred
  Who A
  $round++
}
