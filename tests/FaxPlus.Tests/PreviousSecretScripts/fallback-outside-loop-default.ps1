# A1 A1 C1
# default at the top, loop overrides when the account has its own file
$default = Import-Clixml A.xml
$cred = $default
Connect-FaxPlus -Credential $cred
Who A
foreach ($a in 'B','C') {
  $cred = $default
  if ($own = try { Import-Clixml "$a.xml" -ErrorAction Stop } catch { $null }) { $cred = $own }
  Connect-FaxPlus -Credential $cred
  if ($own) { Who $a } else { Who A }
}
