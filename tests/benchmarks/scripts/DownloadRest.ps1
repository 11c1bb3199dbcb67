# Downloads a fax with Invoke-RestMethod.
param([uri] $Api, [string] $FaxId, [string] $Target, [int] $Flush)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
# The target must not exist: the pages of an existing file would be in the page cache, and a command that overwrites the file would reuse
# them.
Remove-Item -LiteralPath $Target -ErrorAction Ignore
Start-Measure
Invoke-RestMethod "$Api/accounts/self/files/${FaxId}?format=pdf" -Headers $headers -OutFile $Target
if ($Flush) {
    $file = [System.IO.File]::OpenWrite($Target)
    $file.Flush($true)
    $file.Dispose()
}
Stop-Measure @{ size = (Get-Item $Target).Length }
