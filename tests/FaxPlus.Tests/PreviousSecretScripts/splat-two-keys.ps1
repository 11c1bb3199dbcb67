# A1 B0
$p = @{}
foreach ($a in 'A','B') {
  $p.DefaultFrom = '+16505550100'
  $p.Credential = Import-Clixml "$a.xml"
  Connect-FaxPlus @p
  Who $a
}
