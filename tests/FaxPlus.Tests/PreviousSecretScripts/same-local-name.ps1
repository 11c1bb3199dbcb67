# A1 A1 A1
function Get-Recipients { $path = Get-Item -LiteralPath /no/such/list.csv; $path }
$path = "$PSScriptRoot/A.xml"
$cred = Import-Clixml $path
foreach ($round in 1..3) {
  Connect-FaxPlus -Credential $cred
  Who A
  $null = Get-Recipients
}
