# A1 B0
foreach ($a in 'A','B') {
  try { $env:FAXPLUS_PAT = Get-Content "$a.txt" -ErrorAction Stop } catch { Write-Warning "$a" 3>$null }
  foreach ($try in 1..3) {
    try { Connect-FaxPlus -FromEnvironment -ErrorAction Stop; break } catch { Start-Sleep -Milliseconds 10 }
  }
  Who $a
}
