# A1 A1
$path = "$PSScriptRoot/A.xml"
$cred = Import-Clixml $path
Connect-FaxPlus -Credential $cred
Who A
$path = Get-Item -LiteralPath /no/such/fax.pdf
Connect-FaxPlus -Credential $cred
Who A
