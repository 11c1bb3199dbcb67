# Tests the packages from ./build.ps1 Test or, if there are none, packages that are created from the build output.

BeforeDiscovery {
    $dependencies = Join-Path (Get-Item $PSScriptRoot).Parent.Parent.FullName src FaxPlus.Client obj project.assets.json
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $packable = (Test-Path -LiteralPath $dependencies) -and (Test-DotNetSdk)
    $getter = Find-InstalledModule Microsoft.PowerShell.PSResourceGet
    if (-not $getter) {
        Write-Warning 'NOT TESTED: finding, installing and publishing the packages with PSResourceGet, because it is not installed.'
    }
    if (-not $packable) {
        Write-Warning ('NOT TESTED: the packages, because the .NET SDK or a build of this repository is missing. ' +
            'Build first: dotnet build -c Release')
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:root = (Get-Item $PSScriptRoot).Parent.Parent.FullName
    $script:manifest = Import-PowerShellDataFile (Join-Path $root FaxPlus.psd1)
    $script:version = "$($manifest.ModuleVersion)-$($manifest.PrivateData.PSData.Prerelease)"

    function Get-ZipText([string] $Path, [string] $Name) {
        $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try {
            $reader = [System.IO.StreamReader]::new($zip.GetEntry($Name).Open())
            $reader.ReadToEnd()
        }
        finally {
            $zip.Dispose()
        }
    }

    function Get-ZipName([string] $Path) {
        $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try { $zip.Entries.FullName } finally { $zip.Dispose() }
    }

    # Runs a program with a timeout, and returns its exit code and its output.
    function Invoke-Program([string] $Program, [string[]] $Arguments, [string] $Folder = $TestDrive, [int] $Seconds = 600) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
        $start.WorkingDirectory = $Folder
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.UseShellExecute = $false
        foreach ($name in 'DOTNET_CLI_TELEMETRY_OPTOUT', 'DOTNET_NOLOGO', 'DOTNET_SKIP_FIRST_TIME_EXPERIENCE') {
            $start.Environment[$name] = '1'
        }
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit($Seconds * 1000)) {
            $process.Kill($true)
            throw "$Program $Arguments did not end within $Seconds seconds."
        }
        [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.GetAwaiter().GetResult() + $errors.GetAwaiter().GetResult() }
    }

    # Runs a script with PSResourceGet, in a process with a separate home folder.
    function Invoke-PSResourceGet([string] $Script, [string] $HomeFolder) {
        $getter = Find-InstalledModule Microsoft.PowerShell.PSResourceGet
        # If .local/share and .config do not exist, .NET returns empty paths, and PSResourceGet would write to the current folder.
        $data = (New-Item -ItemType Directory -Force -Path (Join-Path $HomeFolder .local share)).FullName
        $settings = (New-Item -ItemType Directory -Force -Path (Join-Path $HomeFolder .config)).FullName
        $child = Invoke-ChildPowerShell "`$ErrorActionPreference = 'Stop'; `$gallery = `$env:TEST_GALLERY; `$drive = `$env:TEST_DRIVE; $Script" -Environment @{
            TEST_GALLERY    = $galleryFolder
            TEST_DRIVE      = $TestDrive
            HOME            = $HomeFolder
            XDG_DATA_HOME   = $data
            XDG_CONFIG_HOME = $settings
            PSModulePath    = Join-ModulePath (Get-Item -LiteralPath $getter.ModuleBase).Parent.Parent.FullName
        }
        $child.Error | Should -BeNullOrEmpty
        $child.Output
    }

    # Writes a NuGet configuration whose only source is the folder of packages.
    function Add-NuGetConfiguration([string] $Folder) {
        $null = New-Item -ItemType Directory -Force -Path $Folder
        $path = Join-Path $Folder nuget.config
        Set-Content -LiteralPath $path ('<configuration><packageSources><clear />' +
            "<add key=""packed"" value=""$([System.Security.SecurityElement]::Escape($packages))"" />" +
            '</packageSources></configuration>')
        $path
    }
}

Describe 'The packages' -Skip:(-not $packable) {
    BeforeAll {
        $script:packages = Get-TestPackage (Join-Path $TestDrive packages)
        $script:galleryFolder = Join-Path $packages gallery
        $script:gallery = Join-Path $galleryFolder "FaxPlus.$version.nupkg"
        $script:zip = Join-Path $packages FaxPlus.zip
    }

    It 'are identical when they are created again, in another time zone' -Tag Slow {
        $again = Join-Path $TestDrive again
        $child = Invoke-ChildPowerShell '& $env:TEST_PACK -Root $env:TEST_ROOT -Destination $env:TEST_AGAIN' -Environment @{
            TZ = 'Asia/Tokyo'; TEST_PACK = Join-Path $root src module Pack.ps1; TEST_ROOT = $root; TEST_AGAIN = $again
        }
        $child.ExitCode | Should -Be 0 -Because "$($child.Output) $($child.Error)"
        $hashes = {
            param($folder) Get-ChildItem -LiteralPath $folder -File -Recurse | ForEach-Object {
                "$([IO.Path]::GetRelativePath($folder, $_.FullName)) $((Get-FileHash $_.FullName).Hash)"
            }
        }
        & $hashes $again | Should -Be (& $hashes $packages)
    }

    It 'have one version, which the manifest and the .NET projects contain' {
        $properties = ([xml](Get-Content (Join-Path $root Directory.Build.props) -Raw)).Project.PropertyGroup
        "$($properties.VersionPrefix)-$($properties.VersionSuffix)" | Should -Be $version
        (Get-ChildItem -LiteralPath $packages -Filter *.nupkg).Name | Sort-Object | Should -Be (
            "FaxPlus.Abstractions.$version.nupkg", "FaxPlus.Client.$version.nupkg", "FaxPlus.Emulator.$version.nupkg" | Sort-Object)
    }

    It 'have only the module''s package in the folder that is registered as a repository' {
        (Get-ChildItem -LiteralPath $galleryFolder).Name | Should -Be "FaxPlus.$version.nupkg"
    }

    It 'are listed with their checksums' {
        $sums = Get-Content (Join-Path $packages SHA256SUMS)
        $sums.Count | Should -Be @(Get-ChildItem -LiteralPath $packages -File -Recurse | Where-Object Name -NE SHA256SUMS).Count
        foreach ($line in $sums) {
            $hash, $name = $line -split '  '
            (Get-FileHash (Join-Path $packages $name)).Hash | Should -Be $hash -Because $name
        }
    }

    Context 'of the module' {
        It 'contain all necessary files, and no information about the build' {
            $names = @(Get-ZipName $zip)
            foreach ($name in 'FaxPlus.psd1', 'FaxPlus.PowerShell.dll', 'FaxPlus.Abstractions.dll', 'FaxPlus.Views.psd1',
                'FaxPlus.Format.ps1xml', 'FaxPlus.Types.ps1xml', 'core/FaxPlus.Loader.dll', 'core/FaxPlus.Client.dll',
                'desktop/FaxPlus.Client.dll', 'en-US/FaxPlus.PowerShell.dll-Help.xml', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'CHANGELOG.md',
                    'FaxPlus.cdx.json', 'icon.png') {
                $names | Should -Contain "FaxPlus/$name"
            }
            $names | Where-Object { $_ -match '\.(pdb|ps1|psm1|deps\.json)$|[Tt]ests|xunit|Emulator|PowerShellStandard' -or
                $_ -match '(core|desktop)/.*\.xml$' } | Should -BeNullOrEmpty
        }

        It 'contain for Windows PowerShell the files beside the client''s netstandard2.0 build' {
            $target = Join-Path $TestDrive unzipped
            [System.IO.Compression.ZipFile]::ExtractToDirectory($zip, $target)
            $hashes = {
                param($folder) Get-ChildItem (Join-Path $folder *.dll) -Exclude FaxPlus.Abstractions.dll | Sort-Object Name |
                    ForEach-Object { "$($_.Name) $((Get-FileHash $_.FullName).Hash)" }
            }
            & $hashes (Join-Path $target FaxPlus desktop) |
                Should -Be (& $hashes (Join-Path $root src FaxPlus.Client bin Release netstandard2.0))
        }

        It 'contain in the zip a folder with the module''s name, without a version folder, with short paths, as Azure Automation requires' {
            $names = @(Get-ZipName $zip)
            $names -notmatch '^FaxPlus/' | Should -BeNullOrEmpty
            $names -match '\\|^FaxPlus/\d' | Should -BeNullOrEmpty
            ($names | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 140
        }

        It 'contain the same files for the gallery as for Azure Automation' {
            $inGallery = @(Get-ZipName $gallery) -notmatch '^(FaxPlus\.nuspec|\[Content_Types\]\.xml|_rels/.*|package/.*)$'
            $inGallery | Sort-Object | Should -Be (@(Get-ZipName $zip) -replace '^FaxPlus/' | Sort-Object)
        }

        It 'describe the changes, in the manifest and for the gallery' {
            $file = Join-Path $TestDrive FaxPlus.psd1
            Set-Content -LiteralPath $file (Get-ZipText $zip FaxPlus/FaxPlus.psd1)
            $notes = (Import-PowerShellDataFile $file).PrivateData.PSData.ReleaseNotes
            $nuspec = ([xml](Get-ZipText $gallery FaxPlus.nuspec)).package.metadata
            # Windows PowerShell would decode other characters with the machine's code page.
            Get-Content -LiteralPath $file -Raw | Should -Not -Match '[^\x00-\x7F]'
            $lines = Get-Content (Join-Path $root CHANGELOG.md) | Where-Object { $_ -like '- *' }
            $notes.Contains($lines[0]) | Should -BeTrue
            $nuspec.releaseNotes.ReplaceLineEndings() | Should -Be $notes.ReplaceLineEndings()
        }

        It 'have a nuspec that matches the manifest' {
            $nuspec = ([xml](Get-ZipText $gallery FaxPlus.nuspec)).package.metadata
            $nuspec.id | Should -Be FaxPlus
            $nuspec.version | Should -Be $version
            $nuspec.authors | Should -Be $manifest.Author
            $nuspec.description | Should -Be $manifest.Description
            $tags = $nuspec.tags -split ' '
            foreach ($tag in @('PSModule') + $manifest.PrivateData.PSData.Tags) { $tags | Should -Contain $tag }
            $nuspec.licenseUrl | Should -Be $manifest.PrivateData.PSData.LicenseUri
            Get-ZipName $gallery | Should -Contain LICENSE
        }
    }

    # On Windows, PSResourceGet registers repositories and installs modules for the user who runs the tests, regardless of HOME.
    Context 'with PSResourceGet' -Skip:(-not $getter -or $IsWindows) {
        BeforeAll {
            $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive published), (Join-Path $TestDrive asis),
                (Join-Path $TestDrive both), (Join-Path $TestDrive older)
            [System.IO.Compression.ZipFile]::ExtractToDirectory($zip, (Join-Path $TestDrive source))
            Copy-Item (Join-Path $TestDrive source FaxPlus) (Join-Path $TestDrive older) -Recurse
            $file = Join-Path $TestDrive older FaxPlus FaxPlus.psd1
            (Get-Content -LiteralPath $file -Raw) -replace "(ModuleVersion\s*=\s*)'[^']*'",
                "`$1'0.0.1'" -replace "(Prerelease\s*=\s*)'[^']*'", "`$1'preview1'" | Set-Content -LiteralPath $file
            Copy-Item -LiteralPath $gallery (Join-Path $TestDrive both)

            # All checks use one process, because loading PSResourceGet takes seconds.
            $script:got = Invoke-PSResourceGet -HomeFolder (New-Item -ItemType Directory -Path (Join-Path $TestDrive home)).FullName @'
Register-PSResourceRepository packed -Uri $gallery -Trusted
foreach ($name in 'published', 'asis', 'both') { Register-PSResourceRepository $name -Uri "$drive/$name" -Trusted }
$found = @(
    Find-PSResource FaxPlus -Repository packed -Prerelease
    Find-PSResource -Tag Alohi -Repository packed -Prerelease
    Find-PSResource * -Repository packed -Prerelease
    Find-PSResource FaxPlus -Version '[0.1,1.0)' -Prerelease -Repository packed
) | Where-Object Name -EQ FaxPlus |
    Select-Object Name, @{ n = 'Version'; e = { "$($_.Version)-$($_.Prerelease)" } }, Tags, Author, CompanyName, Copyright,
        Description, ReleaseNotes, @{ n = 'Type'; e = { "$($_.Type)" } }, @{ n = 'LicenseUri'; e = { "$($_.LicenseUri)" } }
Publish-PSResource -Path "$drive/source/FaxPlus" -Repository published
Publish-PSResource -NupkgPath (Get-ChildItem -LiteralPath $gallery).FullName -Repository asis
Publish-PSResource -Path "$drive/older/FaxPlus" -Repository both
Install-PSResource FaxPlus -Version 0.0.1-preview1 -Prerelease -Repository both
$before = "$((Get-InstalledPSResource FaxPlus).Version)"
Update-PSResource FaxPlus -Prerelease -Repository both
@{ Found = @($found); Before = $before; After = "$((Get-InstalledPSResource FaxPlus).Version | Sort-Object)" } | ConvertTo-Json -Depth 3
'@ | ConvertFrom-Json
        }

        It 'are found by name, by tag, among all and by a range of versions, with the values of the manifest' {
            $got.Found.Count | Should -Be 4
            foreach ($one in $got.Found) {
                $one.Name | Should -Be FaxPlus
                $one.Version | Should -Be $version
                $one.Type | Should -Be Module
                foreach ($name in 'Author', 'CompanyName', 'Copyright', 'Description') {
                    $one.$name | Should -Be $manifest.$name -Because $name
                }
                $one.Tags | Should -Be $manifest.PrivateData.PSData.Tags
                $one.LicenseUri | Should -Be $manifest.PrivateData.PSData.LicenseUri
                $one.ReleaseNotes | Should -Match 'Connect-FaxPlus'
            }
        }

        It 'contain the same files and values as the packages of Publish-PSResource' {
            $published = Join-Path $TestDrive published "FaxPlus.$version.nupkg"
            $files = { param($path) @(Get-ZipName $path) -notlike '*.psmdcp' | Sort-Object }
            & $files $gallery | Should -Be (& $files $published)
            $theirs = ([xml](Get-ZipText $published FaxPlus.nuspec)).package.metadata
            $ours = ([xml](Get-ZipText $gallery FaxPlus.nuspec)).package.metadata
            foreach ($field in $theirs.ChildNodes | Where-Object Name -NE tags) {
                $ours.($field.Name).ReplaceLineEndings() | Should -Be $field.InnerText.ReplaceLineEndings() -Because $field.Name
            }
            foreach ($tag in $theirs.tags -split ' ') { $ours.tags -split ' ' | Should -Contain $tag }
        }

        It 'are published unchanged, byte for byte' {
            (Get-FileHash (Join-Path $TestDrive asis "FaxPlus.$version.nupkg")).Hash | Should -Be (Get-FileHash $gallery).Hash
        }

        It 'update an installed module' {
            $got.Before | Should -Be '0.0.1'
            $got.After | Should -Be "0.0.1 $($manifest.ModuleVersion)"
        }
    }

    Context 'installed from the folder into an empty module path' {
        BeforeAll {
            $script:modules = Join-Path $TestDrive modules
            if (Find-InstalledModule Microsoft.PowerShell.PSResourceGet) {
                $repository = "packed-$([guid]::NewGuid().ToString('N'))"
                $emptyHome = (New-Item -ItemType Directory -Path (Join-Path $TestDrive emptyhome)).FullName
                # The target folder can be changed only through the home folder, and not at all on Windows.
                $get = if ($IsWindows) {
                    "Save-PSResource FaxPlus -Version '[0.1,1.0)' -Repository $repository -Prerelease " +
                        "-Path $(ConvertTo-Literal $modules)"
                } else {
                    "Install-PSResource FaxPlus -Version '[0.1,1.0)' -Repository $repository -Prerelease"
                }
                if ($IsWindows) {
                    $null = New-Item -ItemType Directory -Path $modules
                } else {
                    $modules = Join-Path $emptyHome .local share powershell Modules
                }
                $null = Invoke-PSResourceGet -HomeFolder $emptyHome (
                    "Register-PSResourceRepository $repository -Uri `$gallery -Trusted; " +
                    "try { $get } finally { Unregister-PSResourceRepository $repository }")
            }
            else {
                Write-Warning 'PSResourceGet is not installed, so the package is unpacked into the layout that PSResourceGet would create.'
                $target = Join-Path $modules FaxPlus $manifest.ModuleVersion
                [System.IO.Compression.ZipFile]::ExtractToDirectory($gallery, $target)
                foreach ($part in 'FaxPlus.nuspec', '[Content_Types].xml', '_rels', 'package') {
                    Remove-Item -LiteralPath (Join-Path $target $part) -Recurse -Force
                }
            }
            $script:emulator = Open-Emulator '--send-seconds', '0.2'
            $script:pdf = Add-TestPdf (Join-Path $TestDrive offer.pdf)
            $script:child = Invoke-ChildPowerShell -Environment @{
                FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; TEST_PDF = $pdf.FullName; TEST_MODULES = $modules
            } -Script @'
Import-Module Microsoft.PowerShell.Utility
$env:PSModulePath = $env:TEST_MODULES
$ErrorActionPreference = 'Stop'
Connect-FaxPlus -FromEnvironment
$fax = Send-FaxPlusFax -To +14155550123 -Path $env:TEST_PDF -Wait
$commands = Get-Command -Module FaxPlus
@{
    Fax      = "$($fax.Status) $($fax.To)"
    Base     = (Get-Module FaxPlus).ModuleBase
    Commands = @($commands.Name)
    Helpless = @($commands | Where-Object { -not (Get-Help $_.Name).examples.example }).Name
} | ConvertTo-Json
'@
            $script:said = $child.Output | ConvertFrom-Json
        }

        AfterAll { Close-Emulator $emulator }

        It 'the module sends its first fax in a new process, found by the command''s name' {
            $child.Error | Should -BeNullOrEmpty
            $said.Fax | Should -Be 'success +14155550123'
            $said.Base | Should -BeLike "$([WildcardPattern]::Escape($modules))*"
        }

        It 'every command exists, with its help' {
            $said.Commands | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
            $said.Helpless | Should -BeNullOrEmpty
        }
    }

    Context 'with their bill of materials' {
        BeforeAll {
            $script:text = Get-ZipText $zip FaxPlus/FaxPlus.cdx.json
            $script:bill = ConvertFrom-Json $text -DateKind String
            $script:foreign = @($bill.components | Where-Object name -NotLike 'FaxPlus.*')
        }

        It 'it is also in the folder of the packages' {
            Get-Content (Join-Path $packages FaxPlus.cdx.json) -Raw | Should -BeExactly $text
        }

        It 'it contains the fields that CycloneDX 1.6 and its readers require' {
            $bill.bomFormat | Should -BeExactly 'CycloneDX'
            $bill.specVersion | Should -BeExactly '1.6'
            $bill.serialNumber | Should -Match '^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            $bill.version | Should -Be 1
            $bill.metadata.timestamp | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
            $bill.metadata.component.version | Should -Be $version
            foreach ($component in $bill.components) {
                foreach ($field in 'type', 'bom-ref', 'publisher', 'name', 'version') {
                    $component.$field | Should -Not -BeNullOrEmpty -Because "$($component.name) $field"
                }
                $component.licenses.license.id | Should -BeIn 'MIT', 'BSD-3-Clause', 'Apache-2.0' -Because $component.name
            }
            foreach ($component in $foreign) {
                $component.purl | Should -BeExactly "pkg:nuget/$($component.name)@$($component.version)"
                $component.hashes[0].content | Should -Match '^[0-9a-f]{128}$'
            }
            $references = @($bill.components.'bom-ref') + $bill.metadata.component.'bom-ref'
            ($references | Sort-Object -Unique).Count | Should -Be $references.Count
            $bill.dependencies.ref | Sort-Object | Should -Be ($references | Sort-Object)
            $bill.dependencies.dependsOn | Where-Object { $_ -notin $references } | Should -BeNullOrEmpty
            ($bill.dependencies | Where-Object ref -EQ "FaxPlus.Client/$version").dependsOn -replace '/.*' | Should -Contain Polly.Core
        }

        It 'it lists every shipped assembly, with its hash, and no other' {
            $target = Join-Path $TestDrive billed
            [System.IO.Compression.ZipFile]::ExtractToDirectory($zip, $target)
            $shipped = Get-ChildItem (Join-Path $target FaxPlus) -Filter *.dll -Recurse | ForEach-Object {
                $file = [IO.Path]::GetRelativePath((Join-Path $target FaxPlus), $_.FullName).Replace('\', '/')
                "$file $((Get-FileHash $_.FullName).Hash.ToLowerInvariant())"
            }
            $bill.components.components | ForEach-Object { "$($_.name) $($_.hashes[0].content)" } | Sort-Object |
                Should -Be ($shipped | Sort-Object)
        }

        It 'the notices name every third-party library, under its licence, and no library that is not shipped' {
            $sections = (Get-ZipText $zip FaxPlus/THIRD-PARTY-NOTICES.md) -split '(?m)^## ' | Select-Object -Skip 1
            $words = @{ 'MIT' = 'The MIT License'; 'BSD-3-Clause' = 'BSD 3-Clause'; 'Apache-2.0' = 'Apache License' }
            foreach ($component in $foreign) {
                $of = @($sections | Where-Object { (($_ -split '\n')[0].Trim() -split ', ') | Where-Object { $component.name -like $_ } })
                $of.Count | Should -Be 1 -Because $component.name
                $of[0].Contains($words[$component.licenses[0].license.id]) | Should -BeTrue -Because $component.name
            }
            foreach ($name in $sections | ForEach-Object { ($_ -split '\n')[0].Trim() -split ', ' }) {
                $foreign.name -like $name | Should -Not -BeNullOrEmpty -Because $name
            }
        }
    }

    Context 'for .NET' {
        It '<_> has its README, licence, icon, documentation and release notes' -ForEach 'FaxPlus.Client', 'FaxPlus.Abstractions',
            'FaxPlus.Emulator' {
            $path = Join-Path $packages "$_.$version.nupkg"
            $nuspec = ([xml](Get-ZipText $path "$_.nuspec")).package.metadata
            $nuspec.license.'#text' | Should -Be MIT
            $nuspec.description | Should -Not -BeNullOrEmpty
            foreach ($name in $nuspec.readme, $nuspec.icon, 'LICENSE', 'CHANGELOG.md') { Get-ZipName $path | Should -Contain $name }
        }

        It 'the client has both frameworks, with documentation and separate symbols' {
            $names = Get-ZipName (Join-Path $packages "FaxPlus.Client.$version.nupkg")
            $symbols = Get-ZipName (Join-Path $packages "FaxPlus.Client.$version.snupkg")
            foreach ($framework in 'net8.0', 'netstandard2.0') {
                $names | Should -Contain "lib/$framework/FaxPlus.Client.dll"
                $names | Should -Contain "lib/$framework/FaxPlus.Client.xml"
                $symbols | Should -Contain "lib/$framework/FaxPlus.Client.pdb"
            }
        }

        Context 'in use' -Tag Slow {
            BeforeAll {
                $folder = Join-Path $TestDrive tool
                $configuration = Add-NuGetConfiguration $folder
                $script:installed = Invoke-Program dotnet @(
                    'tool', 'install', 'FaxPlus.Emulator', '--version', $version, '--tool-path', $folder, '--configfile', $configuration)
                $script:tool = Get-ChildItem -Path (Join-Path $folder 'faxplus-emulator*') -File | Select-Object -First 1
            }

            It 'the emulator installs as a .NET tool, and the program of the client''s README runs against it' {
                $installed.ExitCode | Should -Be 0 -Because $installed.Output
                $start = [System.Diagnostics.ProcessStartInfo]::new($tool.FullName)
                foreach ($argument in '--port', '0', '--pat', 'my-token', '--send-seconds', '0.2') { $start.ArgumentList.Add($argument) }
                $start.RedirectStandardOutput = $true
                $start.UseShellExecute = $false
                $process = [System.Diagnostics.Process]::Start($start)
                try {
                    $line = $process.StandardOutput.ReadLineAsync()
                    $line.Wait([timespan]::FromSeconds(300)) | Should -BeTrue
                    $line.Result | Should -Match '^Listening on http://127\.0\.0\.1:\d+$'
                    $address = $line.Result -replace '^Listening on '

                    $folder = Join-Path $TestDrive program
                    $null = Add-NuGetConfiguration $folder
                    $code = [regex]::Match((Get-ZipText (Join-Path $packages "FaxPlus.Client.$version.nupkg") README.md),
                        '(?s)```csharp\r?\n(.*?)```').Groups[1].Value
                    $code.Contains('http://127.0.0.1:8090') | Should -BeTrue
                    Set-Content -LiteralPath (Join-Path $folder Program.cs) $code.Replace('http://127.0.0.1:8090', $address)
                    $null = Add-TestPdf (Join-Path $folder offer.pdf)
                    # Other packages come from the package cache of this machine. The packages of this build are read from the folder, so
                    # that packages of an earlier run in the cache are not used.
                    $local = @((Get-Content (Join-Path $root src FaxPlus.Client obj project.assets.json) -Raw |
                        ConvertFrom-Json -AsHashtable).packageFolders.Keys)[0]
                    Set-Content -LiteralPath (Join-Path $folder program.csproj) @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <UseAppHost>false</UseAppHost>
    <RestorePackagesPath>packages</RestorePackagesPath>
    <RestoreFallbackFolders>$local</RestoreFallbackFolders>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="FaxPlus.Client" Version="$version" />
  </ItemGroup>
</Project>
"@
                    $restored = Invoke-Program dotnet 'restore' $folder
                    $foreignMissing = $restored.Output -split '\n' -match 'NU1101|NU1102|NU1301' -notmatch 'FaxPlus\.(Client|Abstractions)'
                    if ($foreignMissing) {
                        Write-Warning ("The program of the client's README was not run: its packages cannot be restored here. " +
                            $foreignMissing[0])
                        Set-ItResult -Skipped -Because 'the packages that the client needs cannot be restored here'
                        return
                    }
                    $restored.ExitCode | Should -Be 0 -Because $restored.Output
                    $run = Invoke-Program dotnet 'run', '--no-restore' $folder
                    $run.ExitCode | Should -Be 0 -Because $run.Output
                    $run.Output | Should -Match 'Handed in: from \+\d+ to \+14155550123'
                    Join-Path $folder report.pdf | Should -Exist
                }
                finally {
                    if (-not $process.HasExited) { $process.Kill($true) }
                }
            }
        }
    }
}
