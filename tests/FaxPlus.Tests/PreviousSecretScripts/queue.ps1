# A1 B0
$queue = [System.Collections.Queue]::new(@('A','B'))
while ($queue.Count) { $a = $queue.Dequeue(); $cred = Import-Clixml "$a.xml"; Connect-FaxPlus -Credential $cred; Who $a }
