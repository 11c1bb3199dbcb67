# A stand-in for PSResourceGet, for recipes that install modules. A repository is a folder; PSGallery is the folder in TEST_GALLERY. A
# package or module folder from the repository is installed in the first folder of the module path.

$Repositories = @{ PSGallery = $env:TEST_GALLERY }

function Register-PSResourceRepository {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Name, [Parameter(Mandatory, Position = 1)] [string] $Uri, [switch] $Trusted)

    if (-not $Trusted) { throw 'The repository is not trusted, and there is no user to confirm it: -Trusted.' }
    $Repositories[$Name] = (Resolve-Path -LiteralPath $Uri).ProviderPath
}

function Install-PSResource {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string[]] $Name, [string] $Repository = 'PSGallery', [switch] $Prerelease,
        [switch] $TrustRepository)

    if (-not $TrustRepository -and $Repository -eq 'PSGallery') { throw 'The gallery is not trusted, and there is no user to confirm it: -TrustRepository.' }
    $modules = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
    foreach ($module in $Name) {
        $package = Get-ChildItem -LiteralPath $Repositories[$Repository] -Filter "$module.*.nupkg" |
            Where-Object Name -Match "^$([regex]::Escape($module))\.\d" | Select-Object -Last 1
        if ($package) {
            $version = $package.BaseName.Substring($module.Length + 1)
            if ($version.Contains('-') -and -not $Prerelease) { throw "$module has only a prerelease: -Prerelease." }
            $target = Join-Path $modules $module ($version -replace '-.*')
            [System.IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $target)
            foreach ($part in "$module.nuspec", '[Content_Types].xml', '_rels', 'package') {
                Remove-Item -LiteralPath (Join-Path $target $part) -Recurse -Force
            }
        }
        else { Copy-Item -LiteralPath (Join-Path $Repositories[$Repository] $module) -Destination $modules -Recurse }
    }
}
