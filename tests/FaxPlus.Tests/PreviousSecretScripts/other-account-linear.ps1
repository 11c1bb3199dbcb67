# A1 B0
$name = 'A'
$cred = Import-Clixml "$name.xml"
Connect-FaxPlus -Credential $cred
Who $name
$name = 'B'
try { $cred = Import-Clixml "$name.xml" } catch { Write-Warning "$_" 3>$null }
Connect-FaxPlus -Credential $cred
Who $name
