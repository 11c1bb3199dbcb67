# A1 0 A1 0
$script:calls = 0
$list = [Collections.SortedList]::new()
$list[1] = 'a'
$tool = [pscustomobject]@{ Name = 'A' } | Add-Member ScriptProperty Token { $script:calls++; Tok 'A' } -PassThru
foreach ($round in 1, 2) {
  try { $token = if ($list.Bar) { 'none' } else { $tool.Token } } catch { $token = Tok 'A' }
  $script:calls = 0
  Connect-FaxPlus -Pat $token
  Who A
  $script:calls
}
