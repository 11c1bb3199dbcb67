# A1 C1 A1 C1
$accounts = 'A','C' | ForEach-Object { [pscustomobject]@{ Name = $_; Cred = Import-Clixml "$_.xml"; Error = $null; Count = 0 } }
foreach ($round in 1,2) { foreach ($account in $accounts) {
  $cred = $account.Cred
  Connect-FaxPlus -Credential $cred
  Who $account.Name
  try { $account.Count = (Get-Item /no/outbox -ErrorAction Stop).Length } catch { $account.Error = "$_" }
} }
