# A1 B A1 B
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $env:FAXPLUS_PAT = Get-Content "$a.txt" -ErrorAction Stop } catch { $a; continue }; Connect-FaxPlus -FromEnvironment; Who $a } }
