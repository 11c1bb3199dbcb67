# Dot-sourced by the scripts that use Invoke-RestMethod.
$headers = @{ Authorization = "Bearer $env:FAXPLUS_PAT" }

# The service requires a quoted file name, which -Form does not send.
function Add-File([uri] $Api, [string] $File) {
    $part = [System.Net.Http.StreamContent]::new([System.IO.File]::OpenRead($File))
    $part.Headers.ContentType = 'application/pdf'
    $null = $part.Headers.TryAddWithoutValidation('Content-Disposition', "form-data; name=""fax_file""; filename=""$(Split-Path $File -Leaf)""")
    $form = [System.Net.Http.MultipartFormDataContent]::new()
    $form.Add($part)
    (Invoke-RestMethod "$Api/accounts/self/files" -Method Post -Headers $headers -Body $form).path
}
