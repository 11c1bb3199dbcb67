# Needs: fax:fax:read, fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
foreach ($id in $FaxId) {
    Set-FaxPlusFax $id -IsRead $true
}
