# A1 B0
class Store {
  [pscredential] Find([string] $Name) { return Import-Clixml "$PSScriptRoot/$Name.xml" -ErrorAction Stop }
}
$store = [Store]::new()
foreach ($a in 'A','B') {
  try { $cred = $store.Find($a) } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
