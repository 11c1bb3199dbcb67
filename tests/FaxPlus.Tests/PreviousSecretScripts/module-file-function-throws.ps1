# A1 B0
@'
function Find-Own($Name) { Import-Clixml "$PSScriptRoot/$Name.xml" -ErrorAction Stop }
function Get-FaxCredential($Name) { Find-Own $Name }
Export-ModuleMember Get-FaxCredential
'@ | Set-Content Accounts2.psm1
Import-Module ./Accounts2.psm1
foreach ($a in 'A','B') {
  try { $cred = Get-FaxCredential $a } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
