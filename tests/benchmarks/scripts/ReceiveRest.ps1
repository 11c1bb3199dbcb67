# Receives and saves all faxes with Invoke-RestMethod in ForEach-Object -Parallel.
param([uri] $Api, [string] $Folder, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
$null = Invoke-RestMethod "$Api/accounts/self/faxes?limit=1" -Headers $headers
$null = New-Item $Folder -ItemType Directory -Force
Start-Measure
(Get-Fax $Api '&category=inbox').id | ForEach-Object -ThrottleLimit $Throttle -Parallel {
    Invoke-RestMethod "$using:Api/accounts/self/files/${_}?format=pdf" -Headers $using:headers -OutFile "$using:Folder/$_.pdf"
}
Stop-Measure @{ count = @(Get-ChildItem $Folder -File).Count }
