# A1 A1
${my cred: x} = 1; $global:cc = Import-Clixml A.xml; ${my cred} = $global:cc; ${env:my var} = 'q'
foreach ($i in 1,2) { Connect-FaxPlus -Credential ${my cred}; Who A; Get-Item /no 2>$null; $function:foo = { 1 }; ${variable:zz} = Get-Item /no 2>$null }
