# A1 B0
foreach ($a in 'A','B') {
  try { $options = @{ DefaultFrom = '+16505550100'; Pat = Tok $a } } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus @options
  Who $a
}
