# Downloads a fax with Invoke-RestMethod.
param([uri] $Api, [string] $FaxId, [string] $Target, [int] $Flush)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
# An existing file would occupy the page cache, and its pages would be used again by a command that truncates it.
Remove-Item -LiteralPath $Target -ErrorAction Ignore
Start-Measure
Invoke-RestMethod "$Api/accounts/self/files/${FaxId}?format=pdf" -Headers $headers -OutFile $Target
if ($Flush) {
    $file = [System.IO.File]::OpenWrite($Target)
    $file.Flush($true)
    $file.Dispose()
}
Stop-Measure @{ size = (Get-Item $Target).Length }
