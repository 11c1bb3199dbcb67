# A1 B0
$connect = Get-Command Connect-FaxPlus
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; & $connect -Credential $cred; Who $a }
