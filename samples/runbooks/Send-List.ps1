<#
.SYNOPSIS
    A runbook that sends a list of faxes. You can start it several times, also concurrently.
.DESCRIPTION
    All jobs use the same list and the same journal. With a journal in Azure Table Storage, each fax is sent by one of the jobs; you need
    not split the list, mount a share or coordinate the jobs. With a journal file, only one job can run at a time. If a job was evicted or
    has failed, start another job with the same parameters to send the remaining faxes.

    In Azure Automation, the token is the password of the credential asset FaxPlus; elsewhere it is the environment variable FAXPLUS_PAT.
    It needs the scopes fax:fax:edit and fax:fax:read. The identity of the job needs the role Storage Table Data Contributor for the
    storage account. Alternatively, set the environment variable FAXPLUS_JOURNAL_CONNECTION to a connection string.
.PARAMETER ListPath
    Specifies the CSV file of the list, with the columns To, Path and Key, and optionally From.
.PARAMETER Journal
    Specifies the journal: the address of a run, such as https://contoso.table.core.windows.net/faxes#march, or a file.
.PARAMETER ThrottleLimit
    Specifies the maximum number of faxes that the job sends concurrently. All jobs of an account share its rate limits: use 2 or 3.
.PARAMETER MaxMinutes
    Specifies the number of minutes after which the job starts no more rows, so that it ends before Azure Automation evicts it.
.OUTPUTS
    A summary. Sent, Failed, InDoubt and Workers are counts of the journal, and so of all jobs. The other counts are of the rows that this
    job processed: Refused, rows with an error before their start, such as an invalid number or a missing file; Empty; and Duplicates,
    rows whose fax is the fax of an earlier row. Left is the number of rows that this job did not process, because its time had ended.
    If Left is 0, another job can only send failed faxes again, and refused rows after you have corrected them.
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

    $processed = $empty = $duplicates = 0
    $faxes = [System.Collections.Generic.HashSet[string]]::new()

    # After the end time, no more rows enter the pipeline, but the requests in flight are completed.
    $rows | Where-Object { [datetime]::UtcNow -lt $end } | ForEach-Object {
        $processed++
        if ([string]::IsNullOrWhiteSpace(-join $_.PSObject.Properties.Value)) { $empty++ }
        $_
    } | Send-FaxPlusFax -Journal $Journal -ThrottleLimit $ThrottleLimit -ExpectedCount $rows.Count -ErrorAction Continue |
        ForEach-Object { if (-not $faxes.Add("$($_.To) $($_.OutboxId)")) { $duplicates++ } }

    # If no row was started, the journal does not exist.
    $summary = Get-FaxPlusJournal $Journal -Summary -ErrorAction Ignore
    [pscustomobject]@{
        Journal    = $Journal
        Sent       = [long]$summary.Sent
        Failed     = [long]$summary.Failed
        InDoubt    = [long]$summary.InDoubt
        Workers    = [long]$summary.Workers
        Refused    = [math]::Max(0, $processed - $empty - $duplicates - [long]$summary.Count)
        Empty      = $empty
        Duplicates = $duplicates
        Left       = $rows.Count - $processed
    }
}
finally {
    Disconnect-FaxPlus
}
