# What each view shows at 80 and 120 columns, against the files in Screens; *.before.txt has what PowerShell shows of the same objects without the
# view. After a change that is meant, FAXPLUS_WRITE_SCREENS=1 writes both anew, and the difference is for the reader of the change.

BeforeDiscovery {
    $folder = Join-Path $PSScriptRoot Screens
    $script:screens = Get-ChildItem -LiteralPath $folder -Filter *.txt | Where-Object Name -NotLike *.before.txt | ForEach-Object { @{ Screen = $_.BaseName; Name = ($_.BaseName -split '\.')[0]; Width = [int] ($_.BaseName -split '\.')[1] } }
    # On Windows, PowerShell shows files in another way.
    $script:befores = Get-ChildItem -LiteralPath $folder -Filter *.before.txt | Where-Object { -not $IsWindows -or $_.Name -notlike 'SavedFile.*' } | ForEach-Object { @{ Screen = $_.BaseName } }

    # What each view is for: it takes fewer lines, tells something, or spares something; at both widths, or only where lines are short.
    $script:merits = @(
        @{ Name = 'Fax'; Shorter = $true; Tells = '2026-03-01 14:05 out', 'failed: busy' }
        @{ Name = 'SavedFile'; Tells = '43\.9 KB'; Spares = 'staff' }
        @{ Name = 'OutboxFax'; Shorter = $true; Tells = '\+14155550111 \+2' }
        @{ Name = 'SentFax'; Shorter = $true; Spares = '\{' }
        @{ Name = 'JournalItem'; Shorter = $true; Tells = '\+14155550111 \+1', 'offer\.pdf, terms\.pdf *(2026.*)?\n' }
        @{ Name = 'FaxNumber'; Shorter = $true; Tells = '2025-12-01 2026-05-30' }
        @{ Name = 'Account'; Shorter = $true; Tells = 'Ada Lovelace'; Spares = 'FaxPlus\.AccountData' }
        @{ Name = 'Member'; Shorter = $true; Tells = 'Ada Lovelace' }
        @{ Name = 'Invitation'; Tells = 'first page'; Upto = 80 }
        @{ Name = 'Balance'; Spares = 'OtherFields' }
        @{ Name = 'Country'; Spares = 'OtherField' }
        @{ Name = 'Area'; Shorter = $true; Spares = 'OtherFields' }
        @{ Name = 'NumberOffer'; Shorter = $true; Tells = ' 5\.00 ' }
        @{ Name = 'AICredit'; Tells = '2026-03-01 14:05'; Spares = 'OtherFields' }
        @{ Name = 'FaxText'; Tells = 'the offer is' }
        @{ Name = 'FaxField'; Tells = 'invoice_number=4711, total=12\.50' }
        @{ Name = 'AICustomField'; Shorter = $true; Spares = 'OtherFields' }
        @{ Name = 'UploadedFile'; Tells = '1\.2 MB' }
        @{ Name = 'CoverPage'; Shorter = $true; Tells = 'urgent, confidential\n' }
        @{ Name = 'FaxPlusSession'; Shorter = $true; Tells = '2030-01-31' }
        @{ Name = 'VoipexSession'; Shorter = $true; Tells = '2026-03-01 15:05' }
        @{ Name = 'ScopeInfo'; Spares = '\{GET' }
        @{ Name = 'ScopeNeed'; Shorter = $true; Tells = 'only with -Wait' }
        @{ Name = 'ScopeResult'; Tells = 'fax:fax:read opens\.'; Upto = 80 }
        @{ Name = 'Webhook'; Tells = '2f1c4d5e6a7b8c9d'; Upto = 80 }
        @{ Name = 'WebhookEvent'; Shorter = $true; Tells = 'failed: not in' }
    ) | ForEach-Object {
        foreach ($width in 80, 120) {
            $counts = -not $_.Upto -or $width -le $_.Upto
            @{ Name = $_.Name; Width = $width; Shorter = $counts -and $_.Shorter; Tells = @($_.Tells | Where-Object { $_ -and $counts }); Spares = @($_.Spares | Where-Object { $_ -and $counts }); Counts = $counts }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:expected = Join-Path $PSScriptRoot Screens

    function Get-Screen([string] $Folder, [string] $Screen) { (Get-Content -LiteralPath (Join-Path $Folder "$Screen.txt") -Raw) -replace '\r' }

    # A screen has the table first, then an empty line and the list.
    function Get-Table([string] $Folder, [string] $Screen) { ((Get-Screen $Folder $Screen) -split '\n\n(?=[\w\- ]+ : )')[0] + "`n" }

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

    It 'fits its width, the last column of which PowerShell leaves free' {
        Get-Content -LiteralPath (Join-Path $shown "$Screen.txt") | Where-Object Length -GE $Width | Should -BeNullOrEmpty
    }

    It 'breaks no word, and what it cuts is whole in the list' {
        $whole = Get-Content -LiteralPath (Join-Path $shown wide "$Name.txt") -Raw
        $words = [System.Collections.Generic.HashSet[string]]::new([string[]] ($whole -split '\s+'))
        $broken = (Get-Screen $shown $Screen) -split '\s+' | Where-Object { -not $words.Contains($_) -and -not ($_.EndsWith('…') -and $whole.Contains($_.TrimEnd('…'))) }
        $broken -join ' ' | Should -BeNullOrEmpty
    }

    It 'stands in the same places with colours' {
        (Get-Content -LiteralPath (Join-Path $coloured "$Screen.txt") -Raw) -replace '\e\[[0-9;]*m' -replace '(?m) +$' | Should -BeExactly (Get-Content -LiteralPath (Join-Path $shown "$Screen.txt") -Raw)
    }
}

Describe 'Before the view, the screen <Screen>' -ForEach $befores {
    It 'is as PowerShell shows these objects by itself' {
        Get-Screen $shown $Screen | Should -BeExactly (Get-Screen $expected $Screen) -Because 'if the change is meant, FAXPLUS_WRITE_SCREENS=1 writes the files anew'
    }
}

Describe 'The view of <Name> at <Width> columns' -ForEach $merits {
    BeforeAll {
        $script:before = Get-Screen $shown "$Name.$Width.before"
        $script:after = Get-Table $shown "$Name.$Width"
    }

    It 'shows something else than PowerShell by itself, and is there for something' {
        $after | Should -Not -BeExactly $before
        -not $Counts -or $Shorter -or $Tells -or $Spares | Should -BeTrue
        if ($Shorter) { ($after -split '\n').Count | Should -BeLessThan ($before -split '\n').Count }
        foreach ($told in $Tells) {
            $after | Should -Match $told
            $before | Should -Not -Match $told
        }
        foreach ($spared in $Spares) {
            $before | Should -Match $spared
            $after | Should -Not -Match $spared
        }
    }
}

Describe 'The screens' {
    It 'are those of each view that there is, before and after' -ForEach @(@{ Asked = $merits.Name }) {
        $views = ([xml] (Get-Content -LiteralPath (Join-Path (Split-Path (Get-TestModulePath)) FaxPlus.Format.ps1xml) -Raw)).Configuration.ViewDefinitions.View.ViewSelectedBy.TypeName -replace '^FaxPlus\.' | Sort-Object -Unique
        $files = foreach ($view in $views) { foreach ($width in 80, 120) { "$view.$width.txt"; "$view.$width.before.txt" } }
        (Get-ChildItem -LiteralPath $expected -Filter *.txt).Name | Sort-Object | Should -Be ($files | Sort-Object)
        $asked | Sort-Object -Unique | Should -Be $views -Because 'each view is there for something'
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
        $program, [string[]] $leading = Get-PowerShellCommand
        $output = & { $env:NO_COLOR = '1'; try { & $program @leading -NoProfile -Command "Import-Module '$module'; `$null = Get-FaxPlusSession; [FaxPlus.Fax] @{ Status = 'failed' }" } finally { Remove-Item Env:NO_COLOR } } | Out-String
        $output | Should -Match 'failed'
        $output | Should -Not -Match '\e'
    }

    It 'name every documented status in 18 characters or fewer' {
        [FaxPlus.FaxStatus]::Known | Where-Object { [FaxPlus.FaxStatus]::Shorten($_).Length -gt 18 } | Should -BeNullOrEmpty
    }
}
