# A1 C1 A1
$main = Import-Clixml A.xml
Connect-FaxPlus -Credential $main
Who A
foreach ($a in 'B','C') { try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop; Connect-FaxPlus -Credential $cred; Who $a } catch { } finally { Connect-FaxPlus -Credential $main } }
Who A
