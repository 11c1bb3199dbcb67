# Downloads a fax with Invoke-RestMethod.
param([uri] $Api, [string] $FaxId, [string] $Target, [int] $Flush)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
# An existing file would be in the page cache, and a command that truncates the file would reuse its pages.
Remove-Item -LiteralPath $Target -ErrorAction Ignore
Start-Measure
Invoke-RestMethod "$Api/accounts/self/files/${FaxId}?format=pdf" -Headers $headers -OutFile $Target
if ($Flush) {
    $file = [System.IO.File]::OpenWrite($Target)
    $file.Flush($true)
    $file.Dispose()
}
Stop-Measure @{ size = (Get-Item $Target).Length }
