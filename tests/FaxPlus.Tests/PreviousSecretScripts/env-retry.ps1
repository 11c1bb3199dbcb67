# A1 A1
$n = 0
function Read-Text { $script:n++; if ($script:n % 2) { throw 'vault busy' }; 'tokA' }
foreach ($round in 1, 2) {
  $ok = $false
  do { try { $env:FAXPLUS_PAT = Read-Text; $ok = $true } catch { Start-Sleep -Milliseconds 10 } } until ($ok)
  Connect-FaxPlus -FromEnvironment
  Who A
}
