# A1 A1
$cred = Import-Clixml A.xml
foreach ($a in 'main','north') {
  try { $options = if ($a -eq 'main') { @{ DefaultFrom = '+16505550100' } } else { throw 'no options' } } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred @options
  Who A
}
