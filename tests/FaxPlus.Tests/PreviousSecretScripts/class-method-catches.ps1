# A1 A1
class Store {
  [pscredential] $Default
  [pscredential] Find([string] $Name) {
    try { return Import-Clixml "$PSScriptRoot/own-$Name.xml" -ErrorAction Stop } catch { return $this.Default }
    return $null
  }
}
$store = [Store]@{ Default = Import-Clixml A.xml }
foreach ($a in 'X','Y') {
  $cred = $store.Find($a)
  Connect-FaxPlus -Credential $cred
  Who A
}
