<#
.SYNOPSIS
    Sends the faxes of a CSV file, once each, however often it has to be started.
.DESCRIPTION
    The CSV file has the columns To and Path, and Key, From, Comment and SendTime where they are wanted. Paths that are not absolute
    count from the folder of the CSV file.

    A journal beside the CSV file remembers what was sent. A run that breaks off is followed by one that sends the rest: the same
    command, by hand or by the scheduler. What did not go out is written to a second CSV file, with the reason and what to do, and
    the script ends with the exit code 1.

    The token comes from the environment (FAXPLUS_PAT), or from a vault where -SecretName is given. It takes the scopes fax:fax:edit
    and fax:fax:read, and fax:numbers:read where no number to send from is named.
.PARAMETER CsvPath
    The faxes to send.
.PARAMETER SecretName
    The name of the token in the default SecretManagement vault.
.PARAMETER ThrottleLimit
    How many faxes may be on their way at a time.
.PARAMETER WaitSeconds
    How long to wait until the faxes were sent; 0 to hand them in only.
.OUTPUTS
    FaxPlus.Fax for each fax that has come to its end, or FaxPlus.SentFax with -WaitSeconds 0.
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
        To       = "$($Record.TargetObject)"
        What     = $Record.FullyQualifiedErrorId -replace ',.*'
        Why      = $Record.Exception.Message
        WhatToDo = if ($Record.ErrorDetails) { $Record.ErrorDetails.RecommendedAction }
    }
}

if ($SecretName) { Connect-FaxPlus -SecretName $SecretName } else { Connect-FaxPlus -FromEnvironment }
try {
    $csv = Get-Item -LiteralPath $CsvPath
    $journal = [System.IO.Path]::ChangeExtension($csv.FullName, '.journal')
    $failures = [System.IO.Path]::ChangeExtension($csv.FullName, '.failed.csv')
    $rows = @(Import-Csv -LiteralPath $csv.FullName)

    $columns = @($rows | Select-Object -First 1 | ForEach-Object { $_.PSObject.Properties.Name })
    $missing = @('To', 'Path' | Where-Object { $rows -and $_ -notin $columns })
    if ($missing) { throw "$CsvPath has no column $($missing -join ' and no column '). Its first line is '$($columns -join ',')'; it must name the columns, with commas between them." }

    # Paths count from where the list is, and not from where a scheduler happened to start.
    foreach ($row in $rows) { $row.Path = [System.IO.Path]::Combine($csv.DirectoryName, $row.Path) }

    $sent = $rows | Send-FaxPlusFax -Journal $journal -ThrottleLimit $ThrottleLimit -ExpectedCount $rows.Count -ErrorAction Continue -ErrorVariable failed
    $problems = @($failed | ForEach-Object { ConvertTo-Problem $_ })

    if ($WaitSeconds -and $sent) {
        # A fax that is not at its end by then goes on all the same, and is an error here.
        $ended = @($sent | Wait-FaxPlusFax -Timeout $WaitSeconds -ErrorAction Continue -ErrorVariable late -WarningAction SilentlyContinue)
        $ended
        $problems += @($late | ForEach-Object { ConvertTo-Problem $_ })
        $problems += @($ended | Where-Object Status -ne success | ForEach-Object { [pscustomobject]@{ To = $_.To; What = $_.Status; Why = 'It was handed in and not sent whole.'; WhatToDo = 'Give the row a Key of its own to send it again.' } })
    }
    else {
        $sent
    }

    if ($problems) {
        $problems | Export-Csv -LiteralPath $failures -NoTypeInformation
        Write-Warning "$($problems.Count) did not go out: see $failures."
        exit 1
    }

    Remove-Item -LiteralPath $failures -ErrorAction Ignore
}
finally {
    Disconnect-FaxPlus
}
