# What each view shows at 80 and 120 columns, against the files in Screens. After a change that is meant, FAXPLUS_WRITE_SCREENS=1 writes
# them anew, and the difference is for the reader of the change.

BeforeDiscovery {
    $script:screens = Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot Screens) -Filter *.txt | ForEach-Object { @{ Screen = $_.BaseName; Width = [int] ($_.BaseName -split '\.')[1] } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:expected = Join-Path $PSScriptRoot Screens

    function New-Screen([string] $Name, [string] $Colour) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive $Name)).FullName
        $child = Invoke-ChildPowerShell "& '$expected/Show-Screens.ps1' `$env:FAXPLUS_MODULE '$folder'" -Environment @{ TZ = 'UTC'; DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1'; FAXPLUS_SCREENS_COLOUR = $Colour }
        $child.Error | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $folder
    }

    $script:shown = New-Screen plain ''
    $script:coloured = New-Screen coloured '1'
    if ($env:FAXPLUS_WRITE_SCREENS) { Get-ChildItem -LiteralPath $shown -Filter *.txt | Copy-Item -Destination $expected }
}

Describe 'The screen <Screen>' -ForEach $screens {
    It 'is as it was looked at' {
        $was = @(Get-Content -LiteralPath (Join-Path $expected "$Screen.txt"))
        $is = @(Get-Content -LiteralPath (Join-Path $shown "$Screen.txt"))
        $difference = @(Compare-Object $was $is -SyncWindow 3 | ForEach-Object { "$($_.SideIndicator -replace '<=', '-' -replace '=>', '+') $($_.InputObject)" })
        $difference -join "`n" | Should -BeNullOrEmpty -Because 'if the change is meant, FAXPLUS_WRITE_SCREENS=1 writes the files anew'
        $is -join "`n" | Should -BeExactly ($was -join "`n")
    }

    It 'fits its width' {
        Get-Content -LiteralPath (Join-Path $shown "$Screen.txt") | Where-Object Length -GT $Width | Should -BeNullOrEmpty
    }

    It 'stands in the same places with colours' {
        (Get-Content -LiteralPath (Join-Path $coloured "$Screen.txt") -Raw) -replace '\e\[[0-9;]*m' -replace '(?m) +$' | Should -BeExactly (Get-Content -LiteralPath (Join-Path $shown "$Screen.txt") -Raw)
    }
}

Describe 'The screens' {
    It 'are those of each view that there is' {
        $views = ([xml] (Get-Content -LiteralPath (Join-Path (Split-Path (Get-TestModulePath)) FaxPlus.Format.ps1xml) -Raw)).Configuration.ViewDefinitions.View.ViewSelectedBy.TypeName -replace '^FaxPlus\.' | Sort-Object -Unique
        # A session of Voipex takes a sign-in.
        $views | Where-Object { $_ -ne 'VoipexSession' -and -not (Test-Path (Join-Path $expected "$_.80.txt")) } | Should -BeNullOrEmpty
    }

    It 'show a status in colour, and its words without: <Status>' -ForEach @(
        @{ Status = 'success'; Colour = 32; Words = 'success' }
        @{ Status = 'failed_user_busy'; Colour = 31; Words = 'failed: busy' }
        @{ Status = 'insufficient_credit'; Colour = 31; Words = 'credit too low' }
        @{ Status = 'in_progress'; Colour = 33; Words = 'in progress' }
        @{ Status = 'failed_new_word'; Colour = 31; Words = 'failed: new word' }
    ) {
        [FaxPlus.PowerShell.Screen]::Status($Status) | Should -BeExactly "`e[${Colour}m$Words`e[0m"
        $fax = [FaxPlus.Fax] @{ Status = $Status }
        $null = Get-FaxPlusSession
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $fax | Out-String -Width 80 | Should -Match ([regex]::Escape($Words))
            $fax | Out-String -Width 80 | Should -Not -Match '\e'
        }
        finally { $PSStyle.OutputRendering = $before }
    }

    It 'have their colours in the table too' {
        Get-Content -LiteralPath (Join-Path $coloured Fax.80.txt) -Raw | Should -Match "\e\[31mfailed: busy\e\[0m"
    }

    It 'have no colour with NO_COLOR' {
        $module = Get-TestModulePath
        $output = & { $env:NO_COLOR = '1'; try { & (Get-Process -Id $PID).Path -NoProfile -Command "Import-Module '$module'; `$null = Get-FaxPlusSession; [FaxPlus.Fax] @{ Status = 'failed' }" } finally { Remove-Item Env:NO_COLOR } } | Out-String
        $output | Should -Match 'failed'
        $output | Should -Not -Match '\e'
    }

    It 'name every documented status in 18 characters or fewer' {
        [FaxPlus.FaxStatus]::Known | Where-Object { [FaxPlus.FaxStatus]::Shorten($_).Length -gt 18 } | Should -BeNullOrEmpty
    }
}
