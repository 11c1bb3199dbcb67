<#
.SYNOPSIS
    A runbook that sends a list of faxes. You can start it several times, also concurrently.
.DESCRIPTION
    All jobs use the same list and the same journal. With a journal in Azure Table Storage, each fax is sent by one of the jobs. You do not
    need to split the list among the jobs, mount a share or coordinate the jobs. With a journal file, only one job can run at a time. If a
    job was evicted, has failed or has left rows, start another job with the same parameters to send the remaining faxes.

    In Azure Automation, the token is the password of the credential asset FaxPlus; otherwise, FAXPLUS_PAT contains the token. The token
    needs the scopes fax:fax:edit and fax:fax:read and, for rows without a sender in the column From, fax:numbers:read, because the sender
    of these rows is the only number of the account. The identity of the job needs the role Storage Table Data Contributor for the storage
    account. Alternatively, set the environment variable FAXPLUS_JOURNAL_CONNECTION to a connection string.
.PARAMETER ListPath
    Specifies the CSV file of the list, with the columns To, Path and Key, and optionally From.
.PARAMETER Journal
    Specifies the journal: the address of a run, such as https://contoso.table.core.windows.net/faxes#march, or a file.
.PARAMETER ThrottleLimit
    Specifies the maximum number of faxes that the job sends concurrently. All jobs of an account share its rate limits: use 2 or 3.
.PARAMETER MaxMinutes
    Specifies the number of minutes after which the job reads no more rows of the list. The job then still sends the rows that it has
    left to other jobs and that no job has sent. This takes seconds if all jobs have the same ThrottleLimit. Otherwise, choose fewer
    minutes, so that Azure Automation does not evict the job: a job that sends twice as fast as the others needs a third more time.
.PARAMETER ResendInDoubt
    Sends faxes in doubt again if they are not found in the account. A fax that the service already had is then sent twice.
.OUTPUTS
    A summary. Sent, Failed, InDoubt and Workers are counts from the journal, and include all jobs. The other counts include only the rows
    of this job. Refused is the number of rows with an error before their start, such as an invalid number or a missing file. Empty is the
    number of empty rows. Duplicates is the number of rows with the key and destination of an earlier row or, without a key, of rows that
    are equal to an earlier row. Left is the number of rows that this job did not process before its time ended.

    If Left is 0, another job can only send failed faxes again, faxes in doubt with -ResendInDoubt, and refused rows after you have
    corrected them.
#>
param(
    [Parameter(Mandatory)]
    [string] $ListPath,

    [Parameter(Mandatory)]
    [string] $Journal,

    [int] $ThrottleLimit = 2,

    [int] $MaxMinutes = 150,

    [switch] $ResendInDoubt
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
    # The list is read twice, one row at a time, so that the job does not keep it in memory.
    $count = (Import-Csv -LiteralPath $ListPath | Measure-Object).Count
    $first = Import-Csv -LiteralPath $ListPath | Where-Object { -join $_.PSObject.Properties.Value } | Select-Object -First 1
    if ($first -and [string]::IsNullOrWhiteSpace($first.From) -and -not (Get-FaxPlusSession).DefaultFrom) {
        # If the token lacks the scope fax:numbers:read, this request fails once. Send-FaxPlusFax would write an error for each row.
        $null = Get-FaxPlusNumber
    }

    $end = [datetime]::UtcNow.AddMinutes($MaxMinutes)
    $processed = $refused = $empty = $duplicates = 0
    $seen = [System.Collections.Generic.HashSet[string]]::new()

    # Counts the new errors of rows that were not started. All other errors concern faxes that the journal counts as Failed or InDoubt.
    function Measure-Refusal {
        foreach ($problem in $problems) {
            $cause = $problem.Exception
            $isLocal = -not $cause.StatusCode -and $cause.Kind -in $null, 'BadRequest', 'FileNotFound', 'FileRejected', 'Conflict'
            if ($isLocal -or $cause.Operation -like 'GET */numbers') { 1 }
        }
        $problems.Clear()
    }

    $send = @{ Journal = $Journal; ThrottleLimit = $ThrottleLimit; ExpectedCount = $count; ResendInDoubt = $ResendInDoubt }
    # After the end time, no more rows enter the pipeline, but the requests in flight are completed.
    Import-Csv -LiteralPath $ListPath | Where-Object { [datetime]::UtcNow -lt $end } | ForEach-Object {
        $processed++
        # Send-FaxPlusFax checks and starts the row here.
        $_
        $new = @(Measure-Refusal).Count
        $refused += $new
        $id = $_.PSObject.Properties.Value -join "`n"
        if ([string]::IsNullOrWhiteSpace($id)) { $empty++; return }
        if (-not [string]::IsNullOrWhiteSpace($_.Key)) { $id = "$($_.Key.Trim()) $($_.To -replace '\D')" }
        if (-not $new -and -not $seen.Add($id)) { $duplicates++ }
    } | Send-FaxPlusFax @send -ErrorAction Continue -ErrorVariable problems | Out-Null
    $refused += @(Measure-Refusal).Count

    # If no row was started, the journal does not exist.
    $summary = Get-FaxPlusJournal $Journal -Summary -ErrorAction Ignore
    [pscustomobject]@{
        Journal    = $Journal
        Sent       = [long]$summary.Sent
        Failed     = [long]$summary.Failed
        InDoubt    = [long]$summary.InDoubt
        Workers    = [long]$summary.Workers
        Refused    = $refused
        Empty      = $empty
        Duplicates = $duplicates
        Left       = $count - $processed
    }
}
finally {
    Disconnect-FaxPlus
}
