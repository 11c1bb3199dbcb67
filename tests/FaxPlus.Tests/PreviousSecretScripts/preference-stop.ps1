# A1 B0 C1
$ErrorActionPreference = 'Stop'
foreach ($a in 'A','B','C') {
  try { $cred = Import-Clixml "$a.xml" } catch { Write-Warning $a 3>$null }
  try { Connect-FaxPlus -Credential $cred } catch { Write-Warning $a 3>$null }
  Who $a
}
