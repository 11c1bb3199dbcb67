# Needs: fax:file:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
Get-Item -LiteralPath $Pdf | Add-FaxPlusFile
