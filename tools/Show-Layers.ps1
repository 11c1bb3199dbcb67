#requires -Version 7.4
<#
.SYNOPSIS
    Prints the folders of a project with the folders that they import, and fails if there is a circular import.
.DESCRIPTION
    A folder imports another folder if one of its files has a using directive for the namespace of the other folder, or uses a type of
    an enclosing namespace, which needs no using directive. Each folder is printed after the folders that it imports. If there is a
    circular import, the exit code is 1.
.EXAMPLE
    tools/Show-Layers.ps1 src/FaxPlus.Client
#>
[CmdletBinding()]
param(
    # The folders of the projects.
    [string[]] $Project = @("$PSScriptRoot/../src/FaxPlus.Client", "$PSScriptRoot/../src/FaxPlus.PowerShell")
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Get-Import([string] $Root) {
    $files = foreach ($file in Get-ChildItem $Root -Recurse -File -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]') {
        $text = [IO.File]::ReadAllText($file.FullName)
        $folder = [IO.Path]::GetRelativePath($Root, $file.DirectoryName).Replace('\', '/')
        [pscustomobject]@{
            Folder    = $folder -eq '.' ? '(root)' : $folder
            Namespace = [regex]::Match($text, '(?m)^namespace ([\w.]+);').Groups[1].Value
            Usings    = [string[]][regex]::Matches($text, '(?m)^using (?:static )?([\w.]+);').ForEach({ $_.Groups[1].Value })
            Types     = [string[]][regex]::Matches($text,
                '(?m)^(?:public|internal)[^\n(;=]*?\b(?:class|struct|interface|enum|record|delegate \w+) (\w+)').ForEach(
                { $_.Groups[1].Value })
            # Comments, and strings without interpolation, may contain type names but do not use these types.
            Words     = [Collections.Generic.HashSet[string]]::new([string[]][regex]::Matches(
                ($text -replace '//.*' -replace '(?<!\$)"(\\.|[^"\\\n])*"'), '(?<![.\w])[A-Z]\w*\b(?! *=>| [{=] )').Value)
        }
    }
    $folders = @{}
    foreach ($file in $files) { $folders[$file.Folder] ??= [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal) }
    $byNamespace = $files | Group-Object Namespace -AsHashTable -AsString
    # Cmdlet types are in the root namespace, regardless of their folder.
    $foldersOf = @{}
    $declared = @{}
    foreach ($file in $files) {
        $foldersOf[$file.Namespace] = @($foldersOf[$file.Namespace]; $file.Folder) | Select-Object -Unique
        foreach ($type in $file.Types) { $declared["$($file.Namespace).$type"] = $file.Folder }
    }
    foreach ($file in $files) {
        foreach ($using in $file.Usings) {
            foreach ($other in $foldersOf[$using] | Where-Object { $_ }) { $null = $folders[$file.Folder].Add($other) }
        }
        for ($space = $file.Namespace; $space; $space = $space.Contains('.') ? $space.Substring(0, $space.LastIndexOf('.')) : '') {
            foreach ($word in $file.Words) {
                if ($declared["$space.$word"]) { $null = $folders[$file.Folder].Add($declared["$space.$word"]) }
            }
        }
    }
    foreach ($folder in @($folders.Keys)) { $null = $folders[$folder].Remove($folder) }
    $folders
}

$isCircular = $false
foreach ($root in $Project) {
    $root = (Resolve-Path $root).ProviderPath
    $left = Get-Import $root
    Write-Output "$(Split-Path $root -Leaf)"
    while ($left.Count) {
        $ready = @($left.Keys | Where-Object { -not ($left[$_] | Where-Object { $left.ContainsKey($_) }) } | Sort-Object)
        if (-not $ready) {
            $isCircular = $true
            foreach ($folder in $left.Keys | Sort-Object) {
                Write-Output "  CIRCLE: $folder -> $(@($left[$folder] | Where-Object { $left.ContainsKey($_) }) -join ', ')"
            }
            break
        }
        foreach ($folder in $ready) { Write-Output "  $folder$($left[$folder].Count ? " -> $($left[$folder] -join ', ')" : '')" }
        foreach ($folder in $ready) { $left.Remove($folder) }
    }
}
exit [int]$isCircular
