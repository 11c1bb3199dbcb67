# A1 B A1 B
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop } catch { $a; continue }; Connect-FaxPlus -Credential $cred; Who $a } }
