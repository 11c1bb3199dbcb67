# A1 B0
foreach ($a in 'A','B') { Import-Clixml "$a.xml" -OutVariable cred | Out-Null; Connect-FaxPlus -Credential $cred[0]; Who $a }
