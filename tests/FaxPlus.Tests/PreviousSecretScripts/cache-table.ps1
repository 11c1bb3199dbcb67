# A1 B A1 B A1 B
$creds = @{}
foreach ($round in 1..3) {
  foreach ($a in 'A','B') {
    try {
      if (-not $creds[$a]) { $creds[$a] = Import-Clixml "$a.xml" -ErrorAction Stop }
      Connect-FaxPlus -Credential $creds[$a] -ErrorAction Stop
      Who $a
    } catch { "$a"; Write-Verbose "$_"; continue }
  }
}
