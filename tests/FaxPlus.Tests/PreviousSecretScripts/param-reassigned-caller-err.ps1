# A1 A1
function Send-As { param([pscredential] $Credential, $File) Connect-FaxPlus -Credential $Credential; Who A; $doc = Get-Item $File -ErrorAction Stop; $doc }
$cred = Import-Clixml A.xml
foreach ($f in '/no/1','/no/2') { try { $result = Send-As $cred $f; $result } catch { } ; }
Send-As $cred / | Select-Object -First 1 | Out-Null
'A1','A1'
