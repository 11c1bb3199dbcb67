BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    function Get-ScopeOf([string] $Script) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content $path $Script
        $script:warnings = $null
        @((Get-FaxPlusScope -Path $path -WarningVariable script:warnings -WarningAction SilentlyContinue).Scope)
    }
}

Describe 'A definition with the name of a cmdlet' {
    It 'does not hide the cmdlet if it may not be in effect: <Script>' -ForEach @(
        @{ Script = 'param([switch] $Dry) if ($Dry) { function Remove-FaxPlusFax { } }; Remove-FaxPlusFax 1' }
        @{ Script = 'if (-not (Get-Command Remove-FaxPlusFax -ErrorAction Ignore)) { function Remove-FaxPlusFax { } }; Remove-FaxPlusFax 1' }
        @{ Script = 'Remove-FaxPlusFax 1; function Remove-FaxPlusFax { }' }
        @{ Script = 'Remove-FaxPlusFax 1; Set-Alias Remove-FaxPlusFax Get-Date' }
        @{ Script = 'if ($Dry) { Set-Alias Remove-FaxPlusFax Get-Date }; Remove-FaxPlusFax 1' }
        @{ Script = 'function f { Set-Alias Remove-FaxPlusFax Get-Date }; f; Remove-FaxPlusFax 1' }
        @{ Script = 'function f { function Remove-FaxPlusFax { } }; f; Remove-FaxPlusFax 1' }
        @{ Script = '& { Set-Alias Remove-FaxPlusFax Get-Date }; Remove-FaxPlusFax 1' }
        @{ Script = '1 | ForEach-Object { function Remove-FaxPlusFax { } }; Remove-FaxPlusFax 1' }
        @{ Script = 'Start-Job { function Remove-FaxPlusFax { } }; Remove-FaxPlusFax 1' }
        @{ Script = 'Set-Alias Remove-FaxPlusFax Get-Date; Remove-Alias Remove-FaxPlusFax; Remove-FaxPlusFax 1' }
        @{ Script = 'set-alias Remove-FaxPlusFax Get-Date; remove-alias Remove-FaxPlusFax; Remove-FaxPlusFax 1' }
        @{ Script = 'Set-Alias weg Remove-FaxPlusFax; weg 1; function Remove-FaxPlusFax { }' }
    ) {
        Get-ScopeOf $Script | Should -Contain 'fax:fax:edit'
    }

    It 'replaces the cmdlet if the same script defines it before, outside all blocks: <Script>' -ForEach @(
        @{ Script = 'function Remove-FaxPlusFax { }; Remove-FaxPlusFax 1' }
        @{ Script = 'Set-Alias Remove-FaxPlusFax Get-Date; Remove-FaxPlusFax 1' }
    ) {
        Get-ScopeOf $Script | Should -BeNullOrEmpty
    }

    It 'in one script does not hide the cmdlet in another' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive several)
        Set-Content "$folder/nightly.ps1" 'Remove-FaxPlusFax 1'
        Set-Content "$folder/test.ps1" 'function Remove-FaxPlusFax { }; Set-Alias Remove-FaxPlusFax Write-Host'

        (Get-FaxPlusScope -Path "$folder/*.ps1" -WarningAction SilentlyContinue).Scope | Should -Contain 'fax:fax:edit'
    }

    It 'in the session does not hide the cmdlet' {
        Set-Alias Remove-FaxPlusFax Get-Date
        Get-ScopeOf 'Remove-FaxPlusFax 1' | Should -Contain 'fax:fax:edit'
    }
}

Describe 'A member that is known only at run time' {
    It 'counts as one that is specified by e-mail address: <Script>' -ForEach @(
        @{ Script = 'param($who) Grant-FaxPlusNumber -Number +16505550100 -Member $who' }
        @{ Script = 'Grant-FaxPlusNumber -Number +16505550100 -Member $env:WHO' }
        @{ Script = 'Grant-FaxPlusNumber -Number +16505550100 -Member "max@$env:DOMAIN"' }
        @{ Script = '$h = @{ Number = "+16505550100"; Member = $env:WHO }; Grant-FaxPlusNumber @h' }
        @{ Script = 'Import-Csv list.csv | Grant-FaxPlusNumber' }
        @{ Script = 'Set-FaxPlusMember $env:WHO -Role Admin -Quota 3' }
    ) {
        Set-Content (Join-Path $TestDrive list.csv) "Number,Member`n+16505550100,max@example.com"
        Push-Location $TestDrive
        try { Get-ScopeOf $Script | Should -Contain 'fax:member:read' } finally { Pop-Location }
    }

    It 'does not count if its id is constant' {
        Get-ScopeOf 'Grant-FaxPlusNumber -Number +16505550100 -Member 58fe0000000000000000000000000000' |
            Should -Not -Contain 'fax:member:read'
    }
}

Describe 'What the analysis shows' {
    It 'contains no token of the script' {
        $text = Get-HostText {
            Set-Content "$TestDrive/token.ps1" @'
[My.Vault]::Login('alohi_pat_SEKRET99')
& ("$x" + 'alohi_pat_SEKRET99')
Set-Content out.ps1 'alohi_pat_SEKRET99'
'@
            Get-FaxPlusScope -Path "$TestDrive/token.ps1"
            Get-FaxPlusScope -Command 'Conect-FaxPlus -Pat alohi_pat_SEKRET99' -ErrorAction SilentlyContinue
        }
        $text | Should -Not -Match SEKRET99
        $Error.ForEach({ "$_ $($_.Exception.Message) $($_.ErrorDetails)" }) | Should -Not -Match SEKRET99
    }

    It 'is a warning for the manifest of a module' {
        Set-Content "$TestDrive/m.psd1" "@{ ModuleVersion = '1.0'; RootModule = 'm.psm1' }"
        Get-FaxPlusScope -Path "$TestDrive/m.psd1" -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*manifest*'
    }

    It 'is a warning for a file after <_>, in lower case too' -ForEach 'Set-Location', 'push-location' {
        Set-Content "$TestDrive/there.ps1" 'Get-Date'
        Set-Content "$TestDrive/moves.ps1" "$_ sub; ./there.ps1"
        $null = Get-FaxPlusScope -Path "$TestDrive/moves.ps1" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*depends on the folder*'
    }

    It 'is a warning for a file that has the same name in the current folder' {
        $null = New-Item -ItemType Directory "$TestDrive/sub"
        Set-Content "$TestDrive/lib.ps1" 'Remove-FaxPlusFax 1'
        Set-Content "$TestDrive/sub/lib.ps1" 'Get-Date'
        Set-Content "$TestDrive/sub/main.ps1" './lib.ps1'
        Push-Location $TestDrive
        try {
            $null = Get-FaxPlusScope -Path sub/main.ps1 -WarningVariable warnings -WarningAction SilentlyContinue
        }
        finally { Pop-Location }
        "$warnings" | Should -BeLike '*lib.ps1*not counted*'
    }
}
