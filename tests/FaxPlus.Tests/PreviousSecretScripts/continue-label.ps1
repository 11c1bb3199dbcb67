# A1 B C1 A1 B C1
:rounds foreach ($round in 1,2) { foreach ($a in 'A','B','C') { try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop } catch { $a; continue }; Connect-FaxPlus -Credential $cred; Who $a } }
