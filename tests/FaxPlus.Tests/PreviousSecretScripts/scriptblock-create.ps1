# A1 B0
$go = [scriptblock]::Create('param($c) Connect-FaxPlus -Credential $c')
foreach ($a in 'A','B') { try { $cred = Import-Clixml "$a.xml" } catch {}; & $go $cred; Who $a }
