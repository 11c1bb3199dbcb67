# A1 A1
$null = $args
& {
  param([pscredential] $Credential, [string[]] $Files)
  foreach ($f in $Files) { Connect-FaxPlus -Credential $Credential; Who A; try { $bytes = [IO.File]::ReadAllBytes($f) } catch { } }
} (Import-Clixml A.xml) '/no/1','/no/2'
