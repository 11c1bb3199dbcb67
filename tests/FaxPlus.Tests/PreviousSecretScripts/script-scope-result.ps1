# A1 A1
$script:ctx = @{ Cred = Import-Clixml A.xml }
function Update-Report { $script:ctx.Report = Get-Content /no/report.txt }
foreach ($round in 1,2) { Connect-FaxPlus -Credential $script:ctx.Cred; Who A; Update-Report }
