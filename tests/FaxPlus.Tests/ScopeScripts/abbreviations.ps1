# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

connect-faxplus -fromenv
set-faxplusfax -id $FaxId -com 'Filed' -isr $true
