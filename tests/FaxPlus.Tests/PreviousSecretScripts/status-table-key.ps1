# A1 A1
$creds = @{ A = Import-Clixml A.xml }
$jobs = @{ Account = 'A'; File = 'x.pdf' }, @{ Account = 'A'; File = 'y.pdf' }
$status = @{}
foreach ($job in $jobs) {
  $name = $job.Account
  $cred = $creds[$name]
  Connect-FaxPlus -Credential $cred
  Who A
  $status[$name] = Get-Item -LiteralPath "/no/$($job.File)"
}
