# A1 A1
$tokens = Import-Clixml A.xml, C.xml
$i = 0
foreach ($round in 1,2) { $cred = $tokens[0]; $i = [int](Get-Content /no/counter); Connect-FaxPlus -Credential $cred; Who A }
