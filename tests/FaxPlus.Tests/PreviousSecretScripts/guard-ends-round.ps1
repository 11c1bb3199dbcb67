# A1 B A1 B
$creds = @{ A = Import-Clixml A.xml }
foreach ($round in 1, 2) {
  foreach ($a in 'A','B') {
    try {
      if (-not $creds[$a]) { throw "no credential for $a" }
      $cred = $creds[$a]
      Connect-FaxPlus -Credential $cred
      Who $a
    } catch { $a }
  }
}
