<#
.SYNOPSIS
    A runbook that sends one shard of a large batch, and can be started again until it is done.
.DESCRIPTION
    A job in the cloud has no disk that outlives it, so that the shard and its journal lie on a share that the job can reach: on a hybrid
    worker a folder, in the cloud a mounted file share. The journal makes the run exact: a job that was evicted after its three hours,
    or that died, is followed by one with the same parameters, which sends the rest. Two jobs on one shard at a time are refused.

    In Azure Automation the token is the password of the credential asset FaxPlus; elsewhere it is the environment variable FAXPLUS_PAT.
    It takes the scopes fax:fax:edit and fax:fax:read.
.PARAMETER ShardPath
    The shard that Split-Batch.ps1 made: columns To, Path, From.
.PARAMETER ThrottleLimit
    How many faxes may be on their way at a time. All jobs of an account share the service's patience: two or three each are enough.
.PARAMETER MaxMinutes
    When to stop by itself and leave the rest to the next job, before the job is evicted in the middle of something.
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

    # Rows that are not asked for any more are left; those on their way are finished.
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
