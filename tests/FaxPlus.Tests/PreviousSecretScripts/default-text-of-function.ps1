# A1 A1 C1
$default = Get-Content A.txt
function Get-Own($Name) { $path = "$PSScriptRoot/$Name.txt"; if (-not (Test-Path $path)) { Write-Error "no $path" -ErrorAction Continue 2>$null; return $default }; Get-Content $path }
foreach ($a in 'X','Y','C') {
  $text = Get-Own $a
  Connect-FaxPlus -Pat (ConvertTo-SecureString $text -AsPlainText -Force)
  Who ($a -eq 'C' ? 'C' : 'A')
}
