<#
.SYNOPSIS
    A runbook that sends a list of faxes. Start it as often as you like, also several times concurrently.
.DESCRIPTION
    All jobs run with the same list and the same journal. With a journal in Azure Table Storage, each fax is sent by one of them, and nothing has
    to be split, mounted or coordinated. With a journal file, one job runs at a time. If a job was evicted or has failed, start another one
    with the same parameters, which sends the remaining faxes.

    In Azure Automation, the token is the password of the credential asset FaxPlus; elsewhere it is the environment variable FAXPLUS_PAT.
    It needs the scopes fax:fax:edit and fax:fax:read. The identity of the job needs the role Storage Table Data Contributor for the
    storage account; or the environment variable FAXPLUS_JOURNAL_CONNECTION has a connection string.
.PARAMETER ListPath
    Specifies the list: columns To, Path and Key, and optionally From.
.PARAMETER Journal
    Specifies the journal: the address of a run, such as https://contoso.table.core.windows.net/faxes#march, or a file.
.PARAMETER ThrottleLimit
    Specifies the maximum number of faxes that the job sends concurrently. All jobs of an account share its rate limits: use 2 or 3.
.PARAMETER MaxMinutes
    Specifies the number of minutes after which the job begins no further row, before Azure Automation evicts it.
.OUTPUTS
    A summary of all jobs: Journal, Sent, Failed, InDoubt, Workers, and in Left the number of rows that were not begun.
#>
param(
    [Parameter(Mandatory)]
    [string] $ListPath,

    [Parameter(Mandatory)]
    [string] $Journal,

    [int] $ThrottleLimit = 2,

    [int] $MaxMinutes = 150
)

$ErrorActionPreference = 'Stop'
Import-Module FaxPlus

if (Get-Command Get-AutomationPSCredential -ErrorAction Ignore) {
    Connect-FaxPlus -Credential (Get-AutomationPSCredential -Name FaxPlus)
}
else {
    Connect-FaxPlus -FromEnvironment
}

try {
    $rows = @(Import-Csv -LiteralPath $ListPath)
    $end = [datetime]::UtcNow.AddMinutes($MaxMinutes)

    # After the end time, no further row enters the pipeline; the requests in flight are completed.
    $rows | Where-Object { [datetime]::UtcNow -lt $end } |
        Send-FaxPlusFax -Journal $Journal -ThrottleLimit $ThrottleLimit -ExpectedCount $rows.Count -ErrorAction Continue | Out-Null

    # Without a row, no journal was created.
    $summary = Get-FaxPlusJournal $Journal -Summary -ErrorAction Ignore
    [pscustomobject]@{
        Journal = $Journal
        Sent    = [long]$summary.Sent
        Failed  = [long]$summary.Failed
        InDoubt = [long]$summary.InDoubt
        Workers = [long]$summary.Workers
        Left    = $rows.Count - [long]$summary.Count
    }
}
finally {
    Disconnect-FaxPlus
}
