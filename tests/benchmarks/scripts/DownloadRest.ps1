# Downloads a fax with Invoke-RestMethod.
param([uri] $Api, [string] $FaxId, [string] $Target)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
Start-Measure
Invoke-RestMethod "$Api/accounts/self/files/${FaxId}?format=pdf" -Headers $headers -OutFile $Target
Stop-Measure @{ size = (Get-Item $Target).Length }
