# A1 A1 A1
$n = 0
function Get-Cred { $script:n++; if ($script:n -eq 2) { throw 'vault busy' }; if (-not $script:c) { $script:c = Import-Clixml A.xml }; $script:c }
foreach ($round in 1..3) {
  for ($i = 0; $i -lt 3; $i++) { try { $cred = Get-Cred; break } catch { Start-Sleep -Milliseconds 10 } }
  Connect-FaxPlus -Credential $cred
  Who A
}
