# A1 B A1 B A1 B
Set-StrictMode -Version Latest
$accounts = @{ A = @{ Cred = Import-Clixml A.xml }; B = @{ Name = 'B' } }
foreach ($round in 1..3) {
  foreach ($a in 'A','B') {
    try {
      $cred = $accounts[$a].Cred
      Connect-FaxPlus -Credential $cred -ErrorAction Stop
      Who $a
    } catch { "$a"; continue }
  }
}
