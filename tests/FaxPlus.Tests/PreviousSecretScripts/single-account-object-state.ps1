# A1 A1
$account = [pscustomobject]@{ Name = 'A'; Cred = Import-Clixml A.xml; Count = 0 }
foreach ($round in 1,2) {
  Connect-FaxPlus -Credential $account.Cred
  Who A
  try { $account.Count = (Get-Item /no/outbox -ErrorAction Stop).Length } catch { Write-Verbose "$_" }
}
