# A1 A1
function Main {
  $config = @{ Cred = 'A.xml' }
  $cred = Import-Clixml $config.Cred
  foreach ($i in 1,2) {
    Connect-FaxPlus -Credential $cred; Who A
    try { $item = Get-Item "/no/$i" -ErrorAction Stop } catch { Write-Verbose "$_" }
  }
}
Main
