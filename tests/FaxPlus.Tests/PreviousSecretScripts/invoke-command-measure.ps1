# A1 A1
$cred = Import-Clixml A.xml
foreach ($i in 1,2) { $null = Measure-Command { Invoke-Command { Connect-FaxPlus -Credential $cred } -NoNewScope }; Who A; Get-Item /no 2>$null }
