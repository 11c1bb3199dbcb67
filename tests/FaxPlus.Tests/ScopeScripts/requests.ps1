# Needs: fax:fax:edit, fax:member:read, fax:webhook:read
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$hooks = '/hooks'
Invoke-FaxPlusRequest "${hooks}?event=fax_sent"
Invoke-FaxPlusRequest /v3/accounts GET
Invoke-FaxPlusRequest ('/accounts/{0}' -f 'self')
Invoke-FaxPlusRequest -Method DELETE -Path "/accounts/self/faxes/$($FaxId.Trim())"
