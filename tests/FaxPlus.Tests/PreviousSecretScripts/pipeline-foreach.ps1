# A1 B0 C1
'A','B','C' | ForEach-Object { $cred = Import-Clixml "$_.xml"; Connect-FaxPlus -Credential $cred; Who $_ }
