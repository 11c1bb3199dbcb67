# A1 A1
$script:last = Import-Clixml A.xml
function Get-FaxCredential {
  try { $script:last = Import-Clixml "$PSScriptRoot/new.xml" -ErrorAction Stop } catch { Write-Verbose 'using the cached one' }
  $script:last
}
foreach ($round in 1, 2) {
  $cred = Get-FaxCredential
  Connect-FaxPlus -Credential $cred
  Who A
}
