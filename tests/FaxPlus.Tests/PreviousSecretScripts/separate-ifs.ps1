# A1 B0
foreach ($a in 'A','B') {
  if ($a -eq 'A') { $cred = Import-Clixml A.xml }
  if ($a -eq 'B') { $cred = Import-Clixml B.xml }
  Connect-FaxPlus -Credential $cred
  Who $a
}
