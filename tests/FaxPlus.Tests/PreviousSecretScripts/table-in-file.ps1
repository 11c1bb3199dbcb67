# A1 B A1 C1 A1
@{ A = Import-Clixml A.xml; C = Import-Clixml C.xml } | Export-Clixml all.xml
$creds = Import-Clixml all.xml
foreach ($a in 'A','B','A','C','A') {
  if (-not $creds.ContainsKey($a)) { $a; Write-Error "no $a" -ErrorAction Continue 2>$null; continue }
  $cred = $creds[$a]
  Connect-FaxPlus -Credential $cred
  Who $a
}
