# A1 B0
$creds = @{}
foreach ($a in 'A','B') {
  $t = "tok-super-secret"
  $creds["tok-literal"] = Import-Clixml "$a.xml"
  Connect-FaxPlus -Credential $creds["tok-literal"]
  Who $a
}
