# A1 A1
$default = Import-Clixml A.xml
foreach ($a in 'A','B') {
  $cred = if ($a -eq 'A') { $default } else { try { Import-Clixml "$a.xml" -ErrorAction Stop } catch { $default } }
  Connect-FaxPlus -Credential $cred
  Who A
}
