# A1 A1 A1
# one account, secret from a function that caches and sometimes fails
$n = 0
function Get-Cred { $script:n++; if ($script:n -eq 2) { throw 'vault busy' }; if (-not $script:c) { $script:c = Import-Clixml A.xml }; $script:c }
foreach ($round in 1..3) {
  $cred = $null
  while (-not $cred) { try { $cred = Get-Cred } catch { Start-Sleep -Milliseconds 10 } }
  Connect-FaxPlus -Credential $cred
  Who A
}
