# A1 B A1 B A1 B
$script:cache = @{}
function Get-AccountCredential($Name) {
  if (-not $script:cache.ContainsKey($Name)) { $script:cache[$Name] = Import-Clixml "$PSScriptRoot/$Name.xml" -ErrorAction Stop }
  $script:cache[$Name]
}
foreach ($round in 1..3) {
  foreach ($a in 'A','B') {
    try {
      $cred = Get-AccountCredential $a
      Connect-FaxPlus -Credential $cred -ErrorAction Stop
      Who $a
    } catch { "$a" }
  }
}
