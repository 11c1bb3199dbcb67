# A1 B0
function Set-Secret($n) { $global:pat = Tok $n }
function Open-Fax { Connect-FaxPlus -Pat $global:pat }
function Send-It($n) { try { Set-Secret $n } catch { Write-Warning $n 3>$null }; Open-Fax; Who $n }
foreach ($a in 'A','B') { Send-It $a }
