# A1 A1 A1
$config = @{ Path = "$PSScriptRoot/A.xml"; From = '+16505550100' }
$cred = Import-Clixml $config.Path
foreach ($file in 'x','y','z') {
  Connect-FaxPlus -Credential $cred -DefaultFrom $config.From
  Who A
  $config.Last = Get-Item -LiteralPath "/no/$file"
}
