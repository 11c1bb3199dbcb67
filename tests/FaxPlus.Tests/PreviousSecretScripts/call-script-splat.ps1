# A1 B0
'param($Credential) Connect-FaxPlus -Credential $Credential' | Set-Content conn3.ps1
foreach ($a in 'A','B') { $p = @{ Credential = Import-Clixml "$a.xml" }; & ./conn3.ps1 @p; Who $a }
