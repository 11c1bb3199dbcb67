# A1 B0 A1 B0
Set-Alias fx Connect-FaxPlus
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; fx -Cred $cred; Who $a }
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; FaxPlus\Connect-FaxPlus -Cred $cred; Who $a }
