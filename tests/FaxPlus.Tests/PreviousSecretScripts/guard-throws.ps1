# A1 B0 C1
foreach ($a in 'A','B','C') {
  try {
    if (-not (Test-Path "$PSScriptRoot/$a.xml")) { throw "no credential for $a" }
    $cred = Import-Clixml "$PSScriptRoot/$a.xml"
  } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
