# A1 B0
function Read-Cred($a) { $script:cred = Import-Clixml "$PSScriptRoot/$a.xml" }
function Connect-Account { Connect-FaxPlus -Credential $script:cred }
foreach ($a in 'A','B') {
  Read-Cred $a
  Connect-Account
  Who $a
}
