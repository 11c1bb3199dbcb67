# Saves all received faxes with Invoke-RestMethod. Without -Throttle, a loop writes a checkpoint after each fax. With -Throttle, the faxes
# are saved in parallel.
param([uri] $Api, [string] $Folder, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
$null = Invoke-RestMethod "$Api/accounts/self/faxes?limit=1" -Headers $headers
$null = New-Item $Folder -ItemType Directory -Force
Start-Measure
$ids = (Get-Fax $Api '&category=inbox').id
if ($Throttle) {
    $ids | ForEach-Object -ThrottleLimit $Throttle -Parallel {
        Invoke-RestMethod "$using:Api/accounts/self/files/${_}?format=pdf" -Headers $using:headers -OutFile "$using:Folder/$_.pdf"
    }
}
else {
    foreach ($id in $ids) {
        Invoke-RestMethod "$Api/accounts/self/files/${id}?format=pdf" -Headers $headers -OutFile "$Folder/$id.pdf"
        Set-Content "$Folder/checkpoint.new" $id
        Move-Item "$Folder/checkpoint.new" "$Folder/checkpoint.json" -Force
    }
}
Stop-Measure @{ count = @(Get-ChildItem $Folder -Filter *.pdf).Count }
