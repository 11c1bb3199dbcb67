# A1 C1
$vault = 'Main'
function Get-Tok($name, $vault) { ConvertTo-SecureString "tok$name" -AsPlainText -Force }
foreach ($a in 'A', 'C') {
  try { $vault = Get-Content "$a.vault" -ErrorAction Stop } catch { Write-Verbose 'no override' }
  $pat = Get-Tok $a $vault
  Connect-FaxPlus -Pat $pat
  Who $a
}
