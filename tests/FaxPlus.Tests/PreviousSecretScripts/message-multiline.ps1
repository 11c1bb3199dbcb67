# A1 B0
$p = @{}
foreach ($a in 'A','B') {
  $p[(
     "Creden" +
     "tial")] = Import-Clixml "$a.xml"
  Connect-FaxPlus @p
  Who $a
}
