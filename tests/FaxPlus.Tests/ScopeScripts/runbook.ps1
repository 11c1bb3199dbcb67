# Needs: fax:fax:read, fax:fax:edit, fax:numbers:read
#Requires -Version 7.4
[CmdletBinding()]
param(
    [string] $FaxId,
    [string] $Pdf,
    [ValidateSet('Report', 'Send')] [string[]] $Step = @('Report', 'Send')
)

$ErrorActionPreference = 'Stop'
Connect-FaxPlus -FromEnvironment
switch ($Step) {
    'Report' {
        $since = [datetime]::UtcNow.AddDays(-400)
        $count = (Get-FaxPlusFax -Category inbox -After $since | Measure-Object).Count
        "$count faxes came, the last one $(Get-FaxPlusFax -Category inbox -First 1 | ForEach-Object Time)"
    }
    'Send' {
        [pscustomobject]@{ To = '+14155550101' } | Send-FaxPlusFax -Path $Pdf
    }
}
