<#
.SYNOPSIS
    Sends the faxes of a CSV file without duplicates, even if the script runs several times.
.DESCRIPTION
    The CSV file has the columns To and Path, and optionally other columns that Send-FaxPlusFax accepts, such as Key. Relative paths are
    relative to the folder of the CSV file.

    A journal in the same folder records which faxes were sent. To resume an interrupted run, run the same command again, manually or with
    a scheduler. If faxes were not sent, or only partly sent, the script writes them to a second CSV file, with the reason and the
    recommendation, and ends with exit code 1.

    The token comes from the environment (FAXPLUS_PAT), or from a vault if you specify -SecretName. It needs the scopes fax:fax:edit and
    fax:fax:read, and fax:numbers:read if no sender number is specified. If the PowerShell session already has a sign-in, the script uses
    this sign-in and does not end it.
.PARAMETER CsvPath
    Specifies the CSV file with the faxes to send.
.PARAMETER SecretName
    Specifies the name of the token in the default SecretManagement vault.
.PARAMETER ThrottleLimit
    Specifies the maximum number of faxes to send concurrently.
.PARAMETER WaitSeconds
    Specifies the maximum number of seconds to wait until the faxes have been sent or have failed. With 0, the script does not wait.
.OUTPUTS
    FaxPlus.Fax for each fax that has been sent or has failed, or FaxPlus.SentFax with -WaitSeconds 0.
.EXAMPLE
    ./Send-Batch.ps1 invoices.csv -WaitSeconds 3600
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $CsvPath,

    [string] $SecretName,

    [ValidateRange(1, 128)]
    [int] $ThrottleLimit = 4,

    [ValidateRange(0, 86400)]
    [int] $WaitSeconds = 0
)

$ErrorActionPreference = 'Stop'
Import-Module FaxPlus

function ConvertTo-Problem([System.Management.Automation.ErrorRecord] $Record) {
    [pscustomobject]@{
        To       = if ($Record.TargetObject.To) { "$($Record.TargetObject.To)" } else { "$($Record.TargetObject)" }
        What     = $Record.FullyQualifiedErrorId -replace ',.*'
        Why      = $Record.Exception.Message
        WhatToDo = if ($Record.Exception.RecommendedAction) { $Record.Exception.RecommendedAction } else { 'Correct the row.' }
    }
}

$isSignedIn = [bool](Get-FaxPlusSession)
if ($isSignedIn -and $SecretName) {
    throw 'This PowerShell session has a sign-in to Fax.Plus, which the script does not replace. Omit -SecretName, use Disconnect-FaxPlus, or start the script in a new process.'
}
if ($SecretName) { Connect-FaxPlus -SecretName $SecretName }
elseif (-not $isSignedIn) { Connect-FaxPlus -FromEnvironment }
try {
    $csv = Get-Item -LiteralPath $CsvPath
    $journal = [System.IO.Path]::ChangeExtension($csv.FullName, '.journal')
    $failures = [System.IO.Path]::ChangeExtension($csv.FullName, '.failed.csv')
    $rows = @(Import-Csv -LiteralPath $csv.FullName)

    $columns = @($rows | Select-Object -First 1 | ForEach-Object { $_.PSObject.Properties.Name })
    $missing = @('To', 'Path' | Where-Object { $rows -and $_ -notin $columns })
    if ($missing) {
        throw "$CsvPath has no column $($missing -join ' and no column '). Its first line is '$($columns -join ',')'; this line must contain the column names, separated by commas."
    }

    # Paths are relative to the folder of the list, not to the current folder of the scheduler. A row without a path is not changed.
    foreach ($row in $rows | Where-Object Path) { $row.Path = [System.IO.Path]::Combine($csv.DirectoryName, $row.Path) }

    $sent = $rows | Send-FaxPlusFax -Journal $journal -ThrottleLimit $ThrottleLimit -ExpectedCount $rows.Count -ErrorAction Continue -ErrorVariable failed
    $problems = @($failed | ForEach-Object { ConvertTo-Problem $_ })

    if ($WaitSeconds -and $sent) {
        # A fax that is not finished within this time causes an error in this script, but the service still sends the fax.
        $ended = @($sent | Wait-FaxPlusFax -Timeout $WaitSeconds -ErrorAction Continue -ErrorVariable late -WarningAction SilentlyContinue)
        $ended
        $problems += @($late | ForEach-Object { ConvertTo-Problem $_ })
        $problems += @($ended | Where-Object Status -ne success | ForEach-Object {
            [pscustomobject]@{ To = $_.To; What = $_.Status; Why = 'The fax was submitted, but it was only partly sent, or it failed.'; WhatToDo = 'To send the fax again, specify a new Key in the row.' } })
    }
    else {
        $sent
    }

    if ($problems) {
        $problems | Export-Csv -LiteralPath $failures -NoTypeInformation
        Write-Warning "$($problems.Count) faxes were not sent, or not completely; see $failures."
        exit 1
    }

    Remove-Item -LiteralPath $failures -ErrorAction Ignore
    exit 0
}
finally {
    if (-not $isSignedIn) { Disconnect-FaxPlus }
}
