# A1 B0
function Connect-Mine($Account) { Connect-FaxPlus -Credential $Account.Cred }
$acc = [pscustomobject]@{ Cred = $null }
foreach ($a in 'A','B') { $acc.Cred = Import-Clixml "$a.xml"; Connect-Mine $acc; Who $a }
