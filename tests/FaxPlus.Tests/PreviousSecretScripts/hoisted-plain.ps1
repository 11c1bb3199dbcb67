# A1 A1 A1
$cred = Import-Clixml A.xml
foreach ($round in 1..3) {
  try { Connect-FaxPlus -Credential $cred; Who A; Get-Item /no/such -ErrorAction Stop } catch { Write-Verbose "$_" } finally { Disconnect-FaxPlus }
}
