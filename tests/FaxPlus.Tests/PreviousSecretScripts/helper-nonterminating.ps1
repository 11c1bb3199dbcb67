# A1 A1
$script:cred1 = Import-Clixml A.xml
function Get-FaxCredential { Get-Item -LiteralPath /no/such/override.xml | Out-Null; $script:cred1 }
foreach ($round in 1, 2) {
  $cred = Get-FaxCredential
  Connect-FaxPlus -Credential $cred
  Who A
}
