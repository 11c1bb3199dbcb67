# A1 A1
@'
$script:default = Import-Clixml "$PSScriptRoot/A.xml"
function Find-Own($Name) { try { Import-Clixml "$PSScriptRoot/own-$Name.xml" -ErrorAction Stop } catch { $script:default } }
function Get-FaxCredential($Name) { Find-Own $Name }
Export-ModuleMember Get-FaxCredential
'@ | Set-Content Accounts1.psm1
Import-Module ./Accounts1.psm1
foreach ($a in 'X','Y') {
  $cred = Get-FaxCredential $a
  Connect-FaxPlus -Credential $cred
  Who A
}
