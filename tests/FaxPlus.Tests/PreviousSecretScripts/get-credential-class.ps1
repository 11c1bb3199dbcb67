# A1 B A1 B
class Store { [hashtable] $c = @{}
  [pscredential] Get([string] $n) { if (-not $this.c.ContainsKey($n)) { $this.c[$n] = Import-Clixml "$PSScriptRoot/$n.xml" -ErrorAction Stop }; return $this.c[$n] } }
$store = [Store]::new()
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $cred = $store.Get($a); Connect-FaxPlus -Credential $cred; Who $a } catch { $a } } }
