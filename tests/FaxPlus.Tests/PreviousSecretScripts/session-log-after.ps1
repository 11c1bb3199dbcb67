# A1 A1
Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'
$cred = Import-Clixml A.xml
foreach ($f in 'x.pdf','y.pdf') { try { $null = Connect-FaxPlus -Credential $cred; Who A; $r = Send-Fax -File $f } catch { $err = $_ } }
