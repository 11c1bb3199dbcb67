# A1 B0
function Connect-Mine($Account) { Connect-FaxPlus -Credential $Account.Cred }
foreach ($a in 'A','B') { $acc = [pscustomobject]@{ Name = $a; Cred = Import-Clixml "$a.xml" }; Connect-Mine $acc; Who $a }
