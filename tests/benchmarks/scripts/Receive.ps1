# Saves all received faxes. Without -Throttle, Receive-FaxPlusFax acknowledges each fax. With -Throttle, the faxes of a list are saved,
# several at a time.
param([string] $Module, [uri] $Api, [string] $Folder, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
$null = Get-FaxPlusFax -First 1
Start-Measure
$saved = 0
if ($Throttle) {
    Get-FaxPlusFax -Category inbox | Save-FaxPlusFax -Directory $Folder -ThrottleLimit $Throttle | ForEach-Object { $saved++ }
}
else {
    Receive-FaxPlusFax -Checkpoint "$Folder/checkpoint.json" -After 2000-01-01 |
        Save-FaxPlusFax -Directory $Folder |
        ForEach-Object { $saved++ }
}
Stop-Measure @{ count = $saved }
