# A1 B A1
function Do-One($a) { trap { Write-Verbose "$_"; return } ; $cred = Import-Clixml "$a.xml" -ErrorAction Stop; Connect-FaxPlus -Credential $cred; Who $a }
Do-One A; 'B'; Do-One B; Do-One A
