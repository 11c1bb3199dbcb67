# A1 A1
$cred = Import-Clixml A.xml
foreach ($i in 1,2) { $null = [powershell]::Create('CurrentRunspace').AddCommand('Connect-FaxPlus').AddParameter('Credential', $cred).Invoke(); Who A; Get-Item /no 2>$null }
