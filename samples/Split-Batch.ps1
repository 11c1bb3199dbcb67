<#
.SYNOPSIS
    Splits a large CSV file of faxes into shards, one for each job.
.DESCRIPTION
    Each shard has its own sender number, because the service limits the sending rate per number, and its own journal, because only one
    run at a time can use a journal. A row is always assigned to the same shard as long as the numbers do not change: the hash of its
    Key, or of its To and Path, determines the shard. The file is read and written row by row.
.PARAMETER CsvPath
    Specifies the CSV file with the faxes: columns To and Path, and optionally Key.
.PARAMETER From
    Specifies the sender numbers. The script creates one shard per number.
.PARAMETER Directory
    Specifies the target folder of the shards: shard-00.csv, shard-01.csv and so on.
.OUTPUTS
    One object per shard: Path, From, Rows.
.EXAMPLE
    ./Split-Batch.ps1 million.csv -From (Get-FaxPlusNumber).Number -Directory shards
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $CsvPath,

    [Parameter(Mandatory)]
    [string[]] $From,

    [Parameter(Mandatory)]
    [string] $Directory
)

$ErrorActionPreference = 'Stop'
$folder = New-Item -ItemType Directory -Path $Directory -Force
$numbers = @($From | Sort-Object -Unique)
$sha = [System.Security.Cryptography.SHA256]::Create()
$counts = [long[]]::new($numbers.Count)
$writers = [System.IO.StreamWriter[]]::new($numbers.Count)
try {
    for ($i = 0; $i -lt $numbers.Count; $i++) { $writers[$i] = [System.IO.StreamWriter]::new((Join-Path $folder ('shard-{0:00}.csv' -f $i))) }
    $isFirst = $true
    Import-Csv -LiteralPath $CsvPath | ForEach-Object {
        $name = if ($_.PSObject.Properties['Key'] -and $_.Key) { $_.Key } else { "$($_.To)|$($_.Path)" }
        $digest = $sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($name))
        $shard = [System.BitConverter]::ToUInt32($digest, 0) % $numbers.Count
        $_ | Add-Member -NotePropertyName From -NotePropertyValue $numbers[$shard] -Force
        $lines = @($_ | ConvertTo-Csv -NoTypeInformation)
        if ($isFirst) {
            foreach ($writer in $writers) { $writer.WriteLine($lines[0]) }
            $isFirst = $false
        }

        $writers[$shard].WriteLine($lines[1])
        $counts[$shard]++
    }
}
finally {
    foreach ($writer in $writers) { if ($writer) { $writer.Dispose() } }
    $sha.Dispose()
}

for ($i = 0; $i -lt $numbers.Count; $i++) {
    [pscustomobject]@{ Path = Join-Path $folder ('shard-{0:00}.csv' -f $i); From = $numbers[$i]; Rows = $counts[$i] }
}
