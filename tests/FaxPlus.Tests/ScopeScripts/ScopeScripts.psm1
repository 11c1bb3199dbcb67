# Returns the scripts in this folder. The first line of each script lists the scopes that it needs. For each script, the emulator has a
# token with exactly these scopes, and further tokens that each lack one of them.

# No script needs this scope. Every token has it, because a token needs at least one scope.
$script:Spare = 'fax:ai_settings:read'

function Get-ScopeScript {
    foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.ps1) {
        $needs = (Get-Content -LiteralPath $file -TotalCount 1) -replace '^# Needs: ' -split ', '
        @{ Name = $file.BaseName; Path = $file.FullName; Needs = $needs; Token = "exact-$($file.BaseName)" }
    }
}

# Returns each script once per scope, with a token that lacks this scope.
function Get-ShortOfScope {
    foreach ($item in Get-ScopeScript) {
        foreach ($without in $item.Needs) {
            @{
                Name = $item.Name
                Path = $item.Path
                Without = $without
                Has = @($item.Needs -ne $without)
                Token = "short-$($item.Name)-$without"
            }
        }
    }
}

# Returns the emulator's arguments for the tokens of all scripts.
function Get-ScopeTokenOption {
    foreach ($item in Get-ScopeScript) { '--pat', "$($item.Token)=$($item.Needs + $Spare -join ',')" }
    foreach ($item in Get-ShortOfScope) { '--pat', "$($item.Token)=$($item.Has + $Spare -join ',')" }
}
