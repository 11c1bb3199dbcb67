# The same with Invoke-RestMethod: page after page, each up to the time of the last fax before it.
param([uri] $Api)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1

function Get-Fax {
    $seen = [System.Collections.Generic.HashSet[string]]::new()
    $before = ''
    do {
        $page = (Invoke-RestMethod "$Api/accounts/self/faxes?limit=50$before" -Headers $headers).data.records
        $new = @($page | Where-Object { $seen.Add($_.id) })
        $new
        $last = $page[-1].start_time
        # A second that fills a page would be returned repeatedly: the rest of it is lost.
        if ($new.Count -eq 0) { $last = ([datetime]$last).AddSeconds(-1).ToString('yyyy-MM-dd HH:mm:ss') }
        $before = "&before=$([uri]::EscapeDataString($last))"
    } while ($page.Count -eq 50)
}

$null = Invoke-RestMethod "$Api/accounts/self/faxes?limit=1" -Headers $headers
Start-Measure
$count = 0
Get-Fax | ForEach-Object { if ($count++ -eq 0) { $script:first = $watch.Elapsed.TotalSeconds } }
Stop-Measure @{ count = $count; first = $first }
