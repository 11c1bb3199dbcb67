# Tests that the folders of the client and of the cmdlets import each other in one direction only.


Describe 'Layers' {
    BeforeAll {
        $script:root = (Resolve-Path "$PSScriptRoot/../..").ProviderPath
        function Show-Layers([string[]] $Project) {
            $arguments = @{}
            if ($Project) { $arguments.Project = $Project }
            $lines = & "$root/tools/Show-Layers.ps1" @arguments
            [pscustomobject]@{ Text = $lines -join "`n"; ExitCode = $LASTEXITCODE }
        }
    }

    It 'no folders import each other in a circle, and docs/architecture.md shows the order' {
        $layers = Show-Layers
        $layers.Text | Should -Not -Match 'CIRCLE'
        $layers.ExitCode | Should -Be 0
        $page = (Get-Content -LiteralPath "$root/docs/architecture.md" -Raw) -replace '\r'
        $page.Contains($layers.Text) | Should -BeTrue -Because "the page must contain the output of tools/Show-Layers.ps1:`n$($layers.Text)"
    }

    It 'a circle is detected: <Name>' -ForEach @(
        @{
            Name = 'by using directives'
            B = "using P.A;`nnamespace P.B;`ninternal class Two { One one; }"
            A = "using P.B;`nnamespace P.A;`ninternal class One { Two two; }"
        }
        @{
            Name = 'with an enclosing namespace'
            Inner = "namespace P.A.Inner;`ninternal class Two { One one; }"
            A = "using P.A.Inner;`nnamespace P.A;`ninternal class One { Two two; }"
        }
    ) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder/P/A/Inner, $folder/P/B
        Set-Content $folder/P/A/One.cs $A
        if ($_['B']) { Set-Content $folder/P/B/Two.cs $B } else { Set-Content $folder/P/A/Inner/Two.cs $Inner }
        $layers = Show-Layers $folder/P
        $layers.Text | Should -Match 'CIRCLE: A -> '
        $layers.ExitCode | Should -Be 1
    }

    It 'namespaces follow folders in <_>' -ForEach 'FaxPlus.Client', 'FaxPlus.PowerShell' {
        $project = $_
        $wrong = foreach ($file in Get-ChildItem "$root/src/$project" -Recurse -File -Filter *.cs |
            Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]') {
            $text = Get-Content -LiteralPath $file.FullName -Raw
            $namespace = [regex]::Match($text, '(?m)^namespace ([\w.]+);').Groups[1].Value
            $folder = [IO.Path]::GetRelativePath("$root/src/$project", $file.DirectoryName)
            $expected = $folder -eq '.' ? $project : "$project.$($folder -replace '[\\/]', '.')"
            # Cmdlets and public types have short namespaces, because error ids and scripts contain the namespaces.
            $isCmdlet = $text -match '(?m)^\[Cmdlet\(|^public sealed partial class \w+Command$'
            if ($project -eq 'FaxPlus.PowerShell' -and ($namespace -eq 'FaxPlus' -or ($isCmdlet -and $namespace -eq $project))) {
                continue
            }
            if ($namespace -ne $expected) { "$($file.Name): $namespace" }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'no source file is longer than 300 lines' {
        Get-ChildItem "$root/src" -Recurse -File -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]' |
            ForEach-Object {
                $lines = [IO.File]::ReadAllLines($_.FullName).Count; if ($lines -gt 300) { "$($_.Name): $lines" }
            } | Should -BeNullOrEmpty
    }

    It 'no command or parameter of the module is named in <_>' -ForEach 'FaxPlus.Abstractions', 'FaxPlus.Client' {
        $found = Get-ChildItem "$root/src/$_" -Recurse -File -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]' |
            Select-String -CaseSensitive '\b[A-Z][a-z]+-(FaxPlus|Voipex)[A-Z]|(?<=[\s("])-[A-Z][a-z]\w+|FaxPlus-PowerShell' |
                ForEach-Object { "$($_.Filename):$($_.LineNumber): $($_.Line.Trim())" }
        $found | Should -BeNullOrEmpty
    }
}
