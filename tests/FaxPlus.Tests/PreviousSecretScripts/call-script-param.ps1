# A1 B0
'param($Credential) Connect-FaxPlus -Credential $Credential' | Set-Content conn2.ps1
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; & ./conn2.ps1 -Credential $cred; Who $a }
