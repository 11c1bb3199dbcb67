# A1 A1
$creds = @{}
foreach ($round in 1,2) {
  foreach ($a in 'A','B') { if (-not $creds[$a]) { try { $creds[$a] = Import-Clixml "$a.xml" -ErrorAction Stop } catch { Write-Warning $a 3>$null } } }
  foreach ($a in @($creds.Keys)) { Connect-FaxPlus -Credential $creds[$a]; Who $a }
}
