# A1 C1 A1
foreach ($a in 'A','C','A') {
  switch ($a) { 'A' { $cred = Import-Clixml A.xml } 'C' { try { $cred = Import-Clixml CC.xml } catch { $cred = Import-Clixml C.xml } } }
  Connect-FaxPlus -Credential $cred
  Who $a
}
