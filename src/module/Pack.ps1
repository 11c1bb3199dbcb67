#requires -Version 7.4
<#
.SYNOPSIS
    Makes the packages of what ./build.ps1 has built: the module for a gallery and for Azure Automation, the .NET packages, the emulator
    as a .NET tool, the bill of materials and the checksums.
.DESCRIPTION
    The same commit gives the same bytes, wherever the repository lies: entries are sorted, and their time is that of the commit
    (or SOURCE_DATE_EPOCH). The zips' compression is that of the .NET version that runs this.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Root,

    # The folder to write to. The module's package for a gallery is the only file in its subfolder gallery. Packages of an earlier run are
    # removed.
    [Parameter(Mandatory)] [string] $Destination
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$utf8 = [System.Text.UTF8Encoding]::new($false)

function Get-PackTime {
    $seconds = $env:SOURCE_DATE_EPOCH
    if (-not $seconds) { $seconds = git -C $Root log -1 --format=%ct 2>$null }
    # Without a commit, the earliest time that a zip file can contain.
    if (-not $seconds) { $seconds = 315532800 }
    [DateTimeOffset]::FromUnixTimeSeconds($seconds)
}

function Get-Sha256([byte[]] $Content) { [Convert]::ToHexStringLower([System.Security.Cryptography.SHA256]::HashData($Content)) }

# Entries is a table of names and bytes.
function Write-Zip([string] $Path, [System.Collections.IDictionary] $Entries, [DateTimeOffset] $Time) {
    [string[]] $names = $Entries.Keys
    [array]::Sort($names, [StringComparer]::Ordinal)
    $zip = [System.IO.Compression.ZipArchive]::new([System.IO.File]::Create($Path), 'Create')
    try {
        foreach ($name in $names) {
            $entry = $zip.CreateEntry($name, 'Optimal')
            $entry.LastWriteTime = $Time
            # -rw-r--r--, whatever the permissions of the files on this disk are.
            $entry.ExternalAttributes = 0x81A4 -shl 16
            $stream = $entry.Open()
            $stream.Write($Entries[$name], 0, $Entries[$name].Length)
            $stream.Dispose()
        }
    }
    finally {
        $zip.Dispose()
    }
}

function Read-Zip([string] $Path) {
    $entries = @{}
    $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
    try {
        foreach ($entry in $zip.Entries) {
            $memory = [System.IO.MemoryStream]::new()
            $stream = $entry.Open()
            $stream.CopyTo($memory)
            $stream.Dispose()
            $entries[$entry.FullName] = $memory.ToArray()
        }
    }
    finally {
        $zip.Dispose()
    }
    $entries
}

# NuGet gives the core properties a new name and the relations new ids at each run.
function Repair-Package([string] $Path, [string] $To, [DateTimeOffset] $Time) {
    $entries = Read-Zip $Path
    $random = @($entries.Keys) -like '*.psmdcp'
    $entries["$coreProperties"] = $entries[$random[0]]
    $entries.Remove($random[0])
    $relations = [xml]$utf8.GetString($entries['_rels/.rels']).TrimStart([char]0xFEFF)
    foreach ($relation in $relations.Relationships.Relationship) {
        $isCore = $relation.Target -like '*.psmdcp'
        if ($isCore) { $relation.Target = "/$coreProperties" }
        $relation.Id = if ($isCore) { 'R2' } else { 'R1' }
    }
    $entries['_rels/.rels'] = $utf8.GetBytes($relations.OuterXml)
    Write-Zip $To $entries $Time
}

# The section of the changelog for this version, or for unreleased changes.
function Get-ReleaseNote([string] $Version) {
    $sections = [System.IO.File]::ReadAllText("$Root/CHANGELOG.md") -replace '\r' -split '(?m)^## '
    foreach ($heading in "[$Version]", '[Unreleased]') {
        $section = $sections | Where-Object { $_.StartsWith($heading, [StringComparison]::OrdinalIgnoreCase) } | Select-Object -First 1
        if ($section) { return ($section -split '\n', 2)[1].Trim() }
    }
    throw "CHANGELOG.md has neither a section [$Version] nor [Unreleased]."
}

# The files of the module by their names in it. Adds the release notes to the manifest.
function Get-ModuleFile([string] $Notes) {
    $folder = "$Root/out/FaxPlus"
    $files = @{}
    foreach ($file in Get-ChildItem $folder -File -Recurse) {
        $files[[System.IO.Path]::GetRelativePath($folder, $file.FullName).Replace('\', '/')] = [System.IO.File]::ReadAllBytes($file.FullName)
    }

    $manifest = $utf8.GetString($files['FaxPlus.psd1'])
    $line = [regex]'(?m)^(\s*ReleaseNotes\s*=\s*).*$'
    if ($line.Matches($manifest).Count -ne 1) { throw 'FaxPlus.psd1 has no line ReleaseNotes to put the release notes in.' }
    $files['FaxPlus.psd1'] = $utf8.GetBytes($line.Replace($manifest, { param($match) $match.Groups[1].Value + "'" + $Notes.Replace("'", "''") + "'" }))
    $files
}

# A bill of materials (CycloneDX 1.6) of the assemblies among these files: the package, version and licence of each.
function Get-Bill([System.Collections.IDictionary] $Files, [string] $Version, [DateTimeOffset] $Time) {
    $assets = Get-Content "$Root/src/FaxPlus.Client/obj/project.assets.json" -Raw | ConvertFrom-Json -AsHashtable
    $packageFolder = @($assets.packageFolders.Keys)[0]
    $components = [System.Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    $needs = [System.Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)

    function Add-Component([string] $Ref, [scriptblock] $Make) {
        if (-not $components.ContainsKey($Ref)) {
            $components[$Ref] = & $Make
            $needs[$Ref] = [System.Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
        }
    }

    foreach ($name in $Files.Keys | Where-Object { $_ -like '*.dll' } | Sort-Object -Culture '') {
        $folder, $leaf = if ($name.Contains('/')) { $name -split '/' } else { '', $name }
        $framework = @($assets.targets.Keys) -match $(if ($folder -eq 'core') { '^net8' } else { 'standard' }) | Select-Object -First 1
        $libraries = $assets.targets[$framework]
        $origin = $libraries.Keys | Where-Object { $libraries[$_].type -eq 'package' -and $libraries[$_]['runtime'] -and (@($libraries[$_].runtime.Keys) -like "*/$leaf") } | Select-Object -First 1
        if ($folder -and $origin) {
            $ref = $origin
            $id, $packageVersion = $origin -split '/'
            Add-Component $ref {
                $nuspec = [xml](Get-Content (Get-ChildItem "$packageFolder/$($assets.libraries[$origin].path)" -Filter *.nuspec).FullName -Raw)
                $license = $nuspec.package.metadata.SelectSingleNode('*[local-name()="license" and @type="expression"]')
                if (-not $license) { throw "The package $origin does not name its licence by an SPDX expression: see what it is under, and teach Pack.ps1." }
                [ordered]@{
                    type = 'library'; 'bom-ref' = $ref; publisher = $nuspec.package.metadata.authors; name = $id; version = $packageVersion
                    hashes = @([ordered]@{ alg = 'SHA-512'; content = [Convert]::ToHexStringLower([Convert]::FromBase64String($assets.libraries[$origin].sha512)) })
                    licenses = @(@{ license = @{ id = $license.InnerText } }); purl = "pkg:nuget/$ref" -replace '/(?=[^/]+$)', '@'; components = @()
                }
            }
            $direct = if ($libraries[$origin]['dependencies']) { @($libraries[$origin].dependencies.Keys) } else { @() }
        }
        elseif ($leaf -like 'FaxPlus.*') {
            $id = $leaf -replace '\.dll$'
            $ref = "$id/$Version"
            Add-Component $ref {
                [ordered]@{ type = 'library'; 'bom-ref' = $ref; publisher = $authors; name = $id; version = $Version; licenses = @(@{ license = @{ id = 'MIT' } }); components = @() }
            }
            $direct = switch ($id) {
                'FaxPlus.PowerShell' { 'FaxPlus.Abstractions' }
                'FaxPlus.Client' { $assets.projectFileDependencyGroups[$framework] -replace ' .*' }
            }
        }
        else {
            throw "No package says that it brings $name."
        }

        $components[$ref].components += [ordered]@{ type = 'file'; name = $name; hashes = @([ordered]@{ alg = 'SHA-256'; content = Get-Sha256 $Files[$name] }) }
        foreach ($other in $direct) {
            $needed = if ($other -like 'FaxPlus.*') { "$other/$Version" } else { $libraries.Keys | Where-Object { $_ -like "$other/*" } }
            $null = $needs[$ref].Add($needed)
        }
    }

    # A package may depend on a package without an assembly for the framework, of which nothing is shipped.
    $dependencies = @([ordered]@{ ref = "FaxPlus/$Version"; dependsOn = @($components.Keys -like 'FaxPlus.*') })
    $dependencies += foreach ($ref in $needs.Keys) { [ordered]@{ ref = $ref; dependsOn = @($needs[$ref] | Where-Object { $components.ContainsKey($_) }) } }
    $bill = [ordered]@{
        bomFormat    = 'CycloneDX'
        specVersion  = '1.6'
        serialNumber = ''
        version      = 1
        metadata     = [ordered]@{
            timestamp = $Time.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
            component = [ordered]@{ type = 'library'; 'bom-ref' = "FaxPlus/$Version"; publisher = $authors; name = 'FaxPlus'; version = $Version; licenses = @(@{ license = @{ id = 'MIT' } }) }
        }
        components   = @($components.Values)
        dependencies = $dependencies
    }
    # The serial number must be unique, so it is derived from the content.
    $content = $utf8.GetBytes((ConvertTo-Json $bill -Depth 8 -Compress))
    $bill.serialNumber = "urn:uuid:$([guid]::new([byte[]][System.Security.Cryptography.SHA256]::HashData($content)[0..15]))"
    $utf8.GetBytes((ConvertTo-Json $bill -Depth 8).Replace("`r", '') + "`n")
}

# A package for galleries, as Publish-PSResource would create it: the files of the module, a nuspec and the OPC parts.
function Get-GalleryEntry([System.Collections.IDictionary] $Files, $Manifest, [string] $Version, [DateTimeOffset] $Time) {
    $entries = @{}
    foreach ($name in $Files.Keys) { $entries[$name] = $Files[$name] }
    $text = { param($value) [System.Security.SecurityElement]::Escape($value) }
    $data = $Manifest.PrivateData.PSData
    $tags = 'PSModule PSIncludes_Cmdlet ' + ($data.Tags -join ' ')
    $entries['FaxPlus.nuspec'] = $utf8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>FaxPlus</id>
    <version>$Version</version>
    <authors>$(& $text $Manifest.Author)</authors>
    <owners>$(& $text $Manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <licenseUrl>$(& $text $data.LicenseUri)</licenseUrl>
    <description>$(& $text $Manifest.Description)</description>
    <releaseNotes>$(& $text $data.ReleaseNotes)</releaseNotes>
    <copyright>$(& $text $Manifest.Copyright)</copyright>
    <tags>$(& $text $tags)</tags>
  </metadata>
</package>

"@.Replace("`r", ''))
    $entries[$coreProperties] = $utf8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:creator>$(& $text $Manifest.Author)</dc:creator>
  <dc:description>$(& $text $Manifest.Description)</dc:description>
  <dc:identifier>FaxPlus</dc:identifier>
  <version>$Version</version>
  <keywords>$(& $text $tags)</keywords>
</coreProperties>

"@.Replace("`r", ''))
    $entries['_rels/.rels'] = $utf8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/FaxPlus.nuspec" Id="R1" />
  <Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/$coreProperties" Id="R2" />
</Relationships>

"@.Replace("`r", ''))
    $types = foreach ($name in $entries.Keys) {
        $extension = [System.IO.Path]::GetExtension($name).TrimStart('.')
        switch ($extension) {
            '' { "  <Override PartName=""/$name"" ContentType=""application/octet"" />" }
            'rels' { '  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />' }
            'psmdcp' { '  <Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />' }
            default { "  <Default Extension=""$extension"" ContentType=""application/octet"" />" }
        }
    }
    $entries['[Content_Types].xml'] = $utf8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
$(($types | Sort-Object -Unique -Culture '') -join "`n")
</Types>

"@.Replace("`r", ''))
    $entries
}

$coreProperties = 'package/services/metadata/core-properties/core.psmdcp'
$source = Import-PowerShellDataFile "$Root/FaxPlus.psd1"
$authors = $source.Author
$prerelease = $source.PrivateData.PSData['Prerelease']
$version = $source.ModuleVersion + $(if ($prerelease) { "-$prerelease" })
$time = Get-PackTime
$null = New-Item -ItemType Directory -Force -Path $Destination
$Destination = (Get-Item -LiteralPath $Destination).FullName
$galleryFolder = (New-Item -ItemType Directory -Force -Path "$Destination/gallery").FullName
Get-ChildItem -LiteralPath $Destination, $galleryFolder -File | Where-Object Name -Match '^(FaxPlus\..*(nupkg|zip|cdx\.json)|SHA256SUMS)$' | Remove-Item

$files = Get-ModuleFile (Get-ReleaseNote $version)
[byte[]] $bill = Get-Bill $files $version $time
$files['FaxPlus.cdx.json'] = $bill
$gallery = @{}
foreach ($name in $files.Keys) { $gallery["FaxPlus/$name"] = $files[$name] }
Write-Zip "$Destination/FaxPlus.zip" $gallery $time
[System.IO.File]::WriteAllBytes("$Destination/FaxPlus.cdx.json", $bill)

$made = Join-Path ([System.IO.Path]::GetTempPath()) "faxplus-pack-$([System.IO.Path]::GetRandomFileName())"
try {
    $null = New-Item -ItemType Directory -Path $made
    $manifestFile = "$made/FaxPlus.psd1"
    [System.IO.File]::WriteAllBytes($manifestFile, $files['FaxPlus.psd1'])
    # In a separate folder, which can be registered as a repository: PSResourceGet would offer the .NET packages as modules, too.
    Write-Zip "$galleryFolder/FaxPlus.$version.nupkg" (Get-GalleryEntry $files (Import-PowerShellDataFile $manifestFile) $version $time) $time

    dotnet pack "$Root/FaxPlus.sln" -c Release --no-build --nologo -v quiet -o $made
    if ($LASTEXITCODE -ne 0) { throw "dotnet pack ended with exit code $LASTEXITCODE." }
    foreach ($package in Get-ChildItem $made/*.*nupkg) { Repair-Package $package.FullName "$Destination/$($package.Name)" $time }
}
finally {
    Remove-Item $made -Recurse -Force -ErrorAction Ignore
}

$sums = Get-ChildItem -LiteralPath $Destination, $galleryFolder -File | Where-Object Name -Like 'FaxPlus.*' | ForEach-Object { [System.IO.Path]::GetRelativePath($Destination, $_.FullName).Replace('\', '/') } |
    Sort-Object -Culture '' | ForEach-Object { "$(Get-Sha256 ([System.IO.File]::ReadAllBytes("$Destination/$_")))  $_`n" }
[System.IO.File]::WriteAllText("$Destination/SHA256SUMS", -join $sums, $utf8)
