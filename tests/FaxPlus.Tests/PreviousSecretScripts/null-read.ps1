# A1 A1
$accounts = @([pscustomobject]@{ Name = 'A'; Cred = (Import-Clixml A.xml) })
foreach ($round in 1, 2) {
  $cred = ($accounts | Where-Object { $null -ne $_.Cred }).Cred
  Connect-FaxPlus -Credential $cred
  Who A
  $null = New-Item -ItemType Directory -Path $PSScriptRoot
}
