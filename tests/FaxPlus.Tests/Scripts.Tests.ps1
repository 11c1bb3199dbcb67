BeforeDiscovery {
    $root = (Get-Item $PSScriptRoot).Parent.Parent.FullName
    # The scripts in ScopeScripts and PreviousSecretScripts are test input and intentionally unusual.
    $scripts = @(Get-ChildItem $root -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
            Where-Object { $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj|out|\.git|ScopeScripts|PreviousSecretScripts)[\\/]' } |
            ForEach-Object { @{ Name = [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/'); Path = $_.FullName } })
    # Scripts that Windows PowerShell may read. Windows PowerShell decodes a file without a byte order mark with the code page of the
    # machine.
    $desktopScripts = @($scripts |
        Where-Object { $_.Name -match '^(FaxPlus\.psd1|samples/.*|src/module/.*\.psd1|tests/FaxPlus\.Tests/Test-Desktop\.ps1)$' })
    $analyzer = Get-Module -ListAvailable PSScriptAnalyzer
    if (-not $analyzer) {
        Write-Warning 'NOT TESTED: the scripts with PSScriptAnalyzer, because it is not installed: Install-PSResource PSScriptAnalyzer'
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Examples Yaml.psm1) -Force
}

Describe 'The scripts of the repository' {
    It '<Name>: PSScriptAnalyzer finds nothing' -ForEach $scripts -Skip:(-not $analyzer) {
        $found = Invoke-ScriptAnalyzer -Path $Path -Settings (Join-Path $PSScriptRoot PSScriptAnalyzerSettings.psd1)
        $found | ForEach-Object { "line $($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }

    It '<Name>: Windows PowerShell decodes it correctly' -ForEach $desktopScripts {
        [IO.File]::ReadAllText($Path) -match '[^\x00-\x7F]' | Should -BeFalse
    }
}

Describe 'The workflows of the repository' {
    It '<_> can be read, and so can the scripts of its steps' -ForEach @(Get-ChildItem (
        Join-Path (Get-Item $PSScriptRoot).Parent.Parent.FullName .github) -Recurse -File -Filter *.yml | ForEach-Object FullName) {
        $read = ConvertFrom-PlainYaml (Get-Content -LiteralPath $_ -Raw)
        if (-not $read.Contains('jobs')) { return }
        foreach ($step in $read.jobs.Values.steps | Where-Object { $_.Contains('run') -and $_['shell'] -in 'pwsh', 'powershell' }) {
            $faults = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($step.run, [ref]$null, [ref]$faults)
            $faults | Should -BeNullOrEmpty
        }
    }
}

Describe 'The test on Windows PowerShell' {
    It 'succeeds on this PowerShell' {
        $child = Invoke-ChildPowerShell '& $env:TEST_SCRIPT -ModulePath $env:FAXPLUS_MODULE -EmulatorPath $env:TEST_EMULATOR' -Environment @{ TEST_SCRIPT = Join-Path $PSScriptRoot Test-Desktop.ps1; TEST_EMULATOR = Get-TestEmulatorPath }
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -Match 'All went well\.'
    }
}
