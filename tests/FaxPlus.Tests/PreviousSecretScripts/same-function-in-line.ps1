# A1 A1
function Read-X($p, $d) { try { Import-Clixml $p -ErrorAction Stop } catch { $d } }
$c = Import-Clixml A.xml
foreach ($a in 1,2) { $opt = Read-X no.xml 5; $cred = Read-X A1.xml $c; Connect-FaxPlus -Credential $cred; Who A }
