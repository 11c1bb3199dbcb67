# Creates the journal of a run with many faxes from the journal of a run with one fax.
param([string] $Module, [uri] $Api, [string] $File, [string] $Journal, [int] $Count)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api -DefaultFrom +16505550100
$one = "$Journal.one"
$null = [pscustomobject]@{ To = '+41440000077'; Path = $File; Key = 'item-0000000' } | Send-FaxPlusFax -Journal $one
$lines = [System.IO.File]::ReadAllLines($one)
$writer = [System.IO.StreamWriter]::new($Journal)
foreach ($line in $lines | Where-Object { -not $_.Contains('item-0000000') }) { $writer.Write("$line`n") }
$items = -join ($lines | Where-Object { $_.Contains('item-0000000') } | ForEach-Object { "$_`n" })
for ($i = 0; $i -lt $Count; $i++) {
    $writer.Write($items.Replace('item-0000000', 'item-{0:0000000}' -f $i).Replace('41440000077', '41{0:000000000}' -f $i))
}
$writer.Dispose()
Start-Measure
Stop-Measure
