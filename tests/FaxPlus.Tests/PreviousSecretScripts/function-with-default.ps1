# A1 A1
$default = Import-Clixml A.xml
function Get-OwnOrDefault($a) { try { Import-Clixml "$PSScriptRoot/own-$a.xml" -ErrorAction Stop } catch { $default } }
foreach ($a in 'X','Y') {
  $cred = Get-OwnOrDefault $a
  Connect-FaxPlus -Credential $cred
  Who A
}
