# A1 B0
foreach ($a in 'A','B') { try { $cred = Import-Clixml "$a.xml" } catch {}; $go = { Connect-FaxPlus -Credential $cred }.GetNewClosure(); & $go; Who $a }
