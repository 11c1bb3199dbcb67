# A1 B0
foreach ($a in 'A','B') { $ErrorActionPreference = 'SilentlyContinue'; $cred = Import-Clixml "$a.xml"; Connect-FaxPlus -Credential $cred; Who $a }
