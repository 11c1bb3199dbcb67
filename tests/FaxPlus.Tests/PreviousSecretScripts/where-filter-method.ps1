# A1 B0
('A','B').ForEach({ $cred = Import-Clixml "$_.xml"; Connect-FaxPlus -Credential $cred; Who $_ })
