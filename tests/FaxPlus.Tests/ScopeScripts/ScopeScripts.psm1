# The scripts beside this file. The first line of each names the scopes that it needs; the emulator is given a token with just
# those for each script, and one for each scope left out.

# No script needs this scope. Every token has it, so that each has at least one scope.
$script:Spare = 'fax:ai_settings:read'

function Get-ScopeScript {
    foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.ps1) {
        $needs = (Get-Content -LiteralPath $file -TotalCount 1) -replace '^# Needs: ' -split ', '
        @{ Name = $file.BaseName; Path = $file.FullName; Needs = $needs; Token = "exact-$($file.BaseName)" }
    }
}

# Each script once for each of its scopes, with a token that lacks that one.
function Get-ShortOfScope {
    foreach ($item in Get-ScopeScript) {
        foreach ($without in $item.Needs) {
            @{ Name = $item.Name; Path = $item.Path; Without = $without; Has = @($item.Needs -ne $without); Token = "short-$($item.Name)-$without" }
        }
    }
}

# The emulator's arguments for all these tokens.
function Get-ScopeTokenOption {
    foreach ($item in Get-ScopeScript) { '--pat', "$($item.Token)=$($item.Needs + $Spare -join ',')" }
    foreach ($item in Get-ShortOfScope) { '--pat', "$($item.Token)=$($item.Has + $Spare -join ',')" }
}
