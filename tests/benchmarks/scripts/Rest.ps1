# The scripts that use Invoke-RestMethod dot-source this file.
$headers = @{ Authorization = "Bearer $env:FAXPLUS_PAT" }

# The service requires a quoted file name, which -Form does not send.
function Add-File([uri] $Api, [string] $File) {
    $part = [System.Net.Http.StreamContent]::new([System.IO.File]::OpenRead($File))
    $part.Headers.ContentType = 'application/pdf'
    $null = $part.Headers.TryAddWithoutValidation(
        'Content-Disposition', "form-data; name=""fax_file""; filename=""$(Split-Path $File -Leaf)""")
    $form = [System.Net.Http.MultipartFormDataContent]::new()
    $form.Add($part)
    (Invoke-RestMethod "$Api/accounts/self/files" -Method Post -Headers $headers -Body $form).path
}

# Returns all faxes, page by page. Each request uses the time of the last fax of the previous page as its upper limit.
function Get-Fax([uri] $Api, [string] $Query) {
    $seen = [System.Collections.Generic.HashSet[string]]::new()
    $before = ''
    do {
        $page = (Invoke-RestMethod "$Api/accounts/self/faxes?limit=50$Query$before" -Headers $headers).data.records
        $new = @($page | Where-Object { $seen.Add($_.id) })
        $new
        $last = $page[-1].start_time
        # If the faxes of one second fill a page, the service would return the same page repeatedly. Therefore, the other faxes of this
        # second are skipped.
        if ($new.Count -eq 0) { $last = ([datetime]$last).AddSeconds(-1).ToString('yyyy-MM-dd HH:mm:ss') }
        $before = "&before=$([uri]::EscapeDataString($last))"
    } while ($page.Count -eq 50)
}
