# Needs: fax:fax:read, fax:fax:edit
param([string] $FaxId, [string] $Pdf)

$session = Connect-FaxPlus -FromEnvironment -PassThru
$shared = @{ Session = $session; PassThru = $true }
$module = Join-Path (Get-Module FaxPlus).ModuleBase FaxPlus.psd1
$FaxId | ForEach-Object -ThrottleLimit 2 -Parallel {
    Import-Module $using:module
    $more = $using:shared
    Set-FaxPlusFax -FaxId $_ -Comment 'In parallel' -IsRead $false @more
}
