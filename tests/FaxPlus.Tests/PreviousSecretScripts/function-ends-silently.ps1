# A1 B0
function Get-Tok2 { [CmdletBinding()] param($n) if ($n -eq 'B') { $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([Exception]::new('no'), 'NoSecret', 'ObjectNotFound', $n)) }; Tok $n }
foreach ($a in 'A','B') { $pat = Get-Tok2 $a -ErrorAction SilentlyContinue; if ($pat) { Connect-FaxPlus -Pat $pat }; Who $a }
