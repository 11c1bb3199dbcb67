# A1 A1
$default = Import-Clixml A.xml
foreach ($a in 'A','B') {
  $cred = if ($a -eq 'B') { $(try { Import-Clixml "$a.xml" } catch { $null }) ?? $default } else { $default }
  Connect-FaxPlus -Credential $cred
  Who A
}
