# A1 B A1 B
$t = @{ A = 'tokA' }; Set-StrictMode -Version 3
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $env:FAXPLUS_PAT = $t.$a } catch { $a; continue }; Connect-FaxPlus -FromEnvironment; Who $a } }
