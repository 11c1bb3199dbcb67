<#
.SYNOPSIS
    A runbook that sends one shard of a large batch. Start it again until the shard is complete.
.DESCRIPTION
    The disk of a cloud job is deleted when the job ends. Store the shard and its journal on a share that the job can reach: a folder
    on a hybrid worker, or a mounted file share in the cloud. The journal makes the run resumable: if a job was evicted after three hours
    or failed, start another job with the same parameters, which sends the remaining faxes. Two concurrent jobs on one shard are rejected.

    In Azure Automation, the token is the password of the credential asset FaxPlus; elsewhere it is the environment variable FAXPLUS_PAT.
    It needs the scopes fax:fax:edit and fax:fax:read.
.PARAMETER ShardPath
    Specifies the shard, created with Split-Batch.ps1: columns To, Path, From.
.PARAMETER ThrottleLimit
    Specifies the maximum number of faxes to send concurrently. All jobs of an account share its rate limits: use 2 or 3.
.PARAMETER MaxMinutes
    Specifies the number of minutes after which the job stops, before Azure Automation evicts it. The next job sends the remaining faxes.
.OUTPUTS
    A summary: Shard, Sent, Failed, InDoubt, Left.
#>
param(
    [Parameter(Mandatory)]
    [string] $ShardPath,

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
    $journal = [System.IO.Path]::ChangeExtension($ShardPath, '.journal')
    $rows = @(Import-Csv -LiteralPath $ShardPath)
    $end = [datetime]::UtcNow.AddMinutes($MaxMinutes)

    # After the end time, no further row enters the pipeline; the requests in flight are completed.
    $rows | Where-Object { [datetime]::UtcNow -lt $end } | Send-FaxPlusFax -Journal $journal -ThrottleLimit $ThrottleLimit -ErrorAction Continue | Out-Null

    $items = @(if (Test-Path -LiteralPath $journal) { Get-FaxPlusJournal $journal })
    [pscustomobject]@{
        Shard   = Split-Path $ShardPath -Leaf
        Sent    = @($items | Where-Object State -eq Sent).Count
        Failed  = @($items | Where-Object State -eq Failed).Count
        InDoubt = @($items | Where-Object State -eq InDoubt).Count
        Left    = $rows.Count - $items.Count
    }
}
finally {
    Disconnect-FaxPlus
}
