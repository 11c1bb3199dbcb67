# A1 B0
function Assert-Account($Name) {
  Get-Item "$PSScriptRoot/$Name.xml" -ErrorAction Stop | Out-Null
}
foreach ($a in 'A','B') {
  try {
    try { Assert-Account $a } finally { $checked = $true }
    foreach ($try in 1) { $cred = Import-Clixml "$PSScriptRoot/$a.xml" }
  } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
