# A1 B0
foreach ($a in 'A','B') {
  try {
    $null = [IO.File]::GetAttributes("$PSScriptRoot/$a.xml")
    try { $cred = Import-Clixml "$PSScriptRoot/$a.xml" -ErrorAction Stop } catch { $cred = $null }
  } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
