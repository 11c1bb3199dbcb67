# A1 A1 C1
$default = @{ Credential = Import-Clixml A.xml }
foreach ($a in 'A','B','C') {
  $p = $default.Clone()
  try { $p.Credential = Import-Clixml "$a.xml" -ErrorAction Stop } catch { $a = 'A' }
  Connect-FaxPlus @p
  Who $a
}
