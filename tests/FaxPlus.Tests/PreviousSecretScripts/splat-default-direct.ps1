# A1 A1
$default = @{ Credential = Import-Clixml A.xml }
foreach ($a in 'A','B') {
  try { $own = @{ Credential = Import-Clixml "$a.xml" -ErrorAction Stop } } catch { $own = $default }
  if ($a -eq 'A') { $own = $default }
  Connect-FaxPlus @own
  Who A
}
