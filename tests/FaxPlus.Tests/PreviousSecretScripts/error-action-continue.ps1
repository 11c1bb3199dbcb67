# A1 B0
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml" -ErrorAction Continue; Connect-FaxPlus -Credential $cred; Who $a }
