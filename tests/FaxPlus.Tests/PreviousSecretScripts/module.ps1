# A1 A1
$m = New-Module Fx { $script:cred = $null
 function Set-FxAccount($n) { try { $script:cred = Import-Clixml "$n.xml" -ErrorAction Stop } catch { $script:cred = Import-Clixml A.xml } }
 function Connect-Fx { Connect-FaxPlus -Credential $script:cred }
 Export-ModuleMember -Function * }
Set-FxAccount A; Connect-Fx; Who A
Set-FxAccount B; Connect-Fx; Who A
