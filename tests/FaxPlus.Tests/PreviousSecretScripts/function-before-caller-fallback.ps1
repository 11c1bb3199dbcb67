# A1 A1 C1
$script:default = Import-Clixml A.xml
function Send-All { Connect-FaxPlus -Credential $script:cred; Who $used }
foreach ($a in 'A','B','C') {
  try { $script:cred = if ($a -eq 'A') { $script:default } else { Import-Clixml "$a.xml" -ErrorAction Stop }; $used = $a }
  catch { $script:cred = $script:default; $used = 'A' }
  Send-All
}
