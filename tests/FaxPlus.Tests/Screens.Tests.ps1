# Compares the output of each view at 80 and 120 columns with the files in Screens. After an intended change, run with
# FAXPLUS_WRITE_SCREENS=1 to update the files, and review the difference.

BeforeDiscovery {
    $script:screens = Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot Screens) -Filter *.txt |
        ForEach-Object { @{ Screen = $_.BaseName; Name = ($_.BaseName -split '\.')[0]; Width = [int] ($_.BaseName -split '\.')[1] } }

    # The purpose of each view. Tells is text that the view shows and PowerShell's default view does not show. Spares is text that the view
    # omits. Upto is the width up to which both apply.
    $script:merits = @(
        @{ Name = 'Fax'; Tells = '2026-03-01 14:05 out', 'failed: busy' }
        @{ Name = 'SavedFile'; Tells = '43\.9 KB'; Spares = 'staff' }
        @{ Name = 'OutboxFax'; Tells = '\+14155550111 \+2' }
        @{ Name = 'SentFax'; Spares = '\{' }
        @{ Name = 'JournalItem'; Tells = '\+14155550111 \+1', 'offer\.pdf, terms\.pdf *(2026.*)?\n' }
        @{ Name = 'JournalSummary'; Tells = ' 33\.3 ', ' 01:53:01' }
        @{ Name = 'FaxNumber'; Tells = '2025-12-01 2026-05-30' }
        @{ Name = 'Contact'; Tells = 'Vendors, Analytical'; Spares = 'OtherFields' }
        @{ Name = 'ContactGroup'; Spares = 'OtherFields' }
        @{ Name = 'Account'; Tells = 'Ada Lovelace'; Spares = 'FaxPlus\.AccountData' }
        @{ Name = 'Member'; Tells = 'Ada Lovelace' }
        @{ Name = 'Invitation'; Tells = 'first page'; Upto = 80 }
        @{ Name = 'Balance'; Spares = 'OtherFields' }
        @{ Name = 'Country'; Spares = 'OtherField' }
        @{ Name = 'Area'; Spares = 'OtherFields' }
        @{ Name = 'NumberOffer'; Tells = ' 5\.00 ' }
        @{ Name = 'AICredit'; Tells = '2026-03-01 14:05'; Spares = 'OtherFields' }
        @{ Name = 'FaxText'; Tells = 'the offer is' }
        @{ Name = 'FaxField'; Tells = 'invoice_number=4711, total=12\.50' }
        @{ Name = 'AICustomField'; Spares = 'OtherFields' }
        @{ Name = 'UploadedFile'; Tells = '1\.2 MB' }
        @{ Name = 'CoverPage'; Tells = 'urgent, confidential\n' }
        @{ Name = 'FaxPlusSession'; Tells = '2030-01-31' }
        @{ Name = 'VoipexSession'; Tells = '2026-03-01 15:05' }
        @{ Name = 'ScopeInfo'; Spares = '\{GET' }
        @{ Name = 'ScopeNeed'; Tells = 'only with -Wait' }
        @{ Name = 'ScopeResult'; Tells = 'fax:fax:read opens\.'; Upto = 80 }
        @{ Name = 'Webhook'; Tells = '2f1c4d5e6a7b8c9d'; Upto = 80 }
        @{ Name = 'WebhookEvent'; Tells = 'failed: not in' }
    ) | ForEach-Object {
        foreach ($width in 80, 120) {
            if (-not $_.Upto -or $width -le $_.Upto) { @{ Name = $_.Name; Width = $width; Tells = @($_.Tells); Spares = @($_.Spares) } }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:expected = Join-Path $PSScriptRoot Screens
    & (Join-Path $expected Show-Screens.ps1) (Get-TestModulePath) $TestDrive
    $script:shown, $script:coloured, $script:wide = 'plain', 'coloured', 'wide' | ForEach-Object { Join-Path $TestDrive $_ }
    if ($env:FAXPLUS_WRITE_SCREENS) { Get-ChildItem -LiteralPath $shown -Filter *.txt | Copy-Item -Destination $expected }

    function Get-Screen([string] $Folder, [string] $Screen) {
        (Get-Content -LiteralPath (Join-Path $Folder "$Screen.txt") -Raw) -replace '\r'
    }
}

Describe 'The screen <Screen>' -ForEach $screens {
    BeforeAll { $script:text = Get-Screen $shown $Screen }

    It 'matches its file' {
        $text | Should -BeExactly (
            Get-Screen $expected $Screen) -Because 'if the change is intended, FAXPLUS_WRITE_SCREENS=1 updates the files'
    }

    It 'fits its width, of which PowerShell leaves the last column empty' {
        [regex]::Matches($text, ".{$Width,}").Value | Should -BeNullOrEmpty
    }

    It 'breaks no word, and the list shows truncated values completely' {
        $whole = Get-Screen $wide $Name
        $broken = [System.Collections.Generic.HashSet[string]]::new([string[]] ($text -split '\s+'))
        $broken.ExceptWith([string[]] ($whole -split '\s+'))
        $broken | Where-Object { -not ($_.EndsWith('…') -and $whole.Contains($_.TrimEnd('…'))) } | Should -BeNullOrEmpty
    }

    It 'has the same positions with colours' {
        (Get-Screen $coloured $Screen) -replace '\e\[[0-9;]*m' -replace '(?m) +$' | Should -BeExactly $text
    }
}

Describe 'The view of <Name> at <Width> columns' -ForEach $merits {
    It 'shows the text for its purpose, and omits the rest' {
        # A file contains the table, an empty line, and the list.
        $table = ((Get-Screen $shown "$Name.$Width") -split '\n\n(?=[\w\- ]+ : )')[0] + "`n"
        foreach ($told in $Tells) { $table | Should -Match $told }
        foreach ($spared in $Spares | Where-Object { $_ }) { $table | Should -Not -Match $spared }
    }
}

Describe 'The screens' {
    It 'cover each existing view' -ForEach @(@{ Asked = $merits.Name }) {
        $views = ([xml] (Get-Content -LiteralPath (
            Join-Path (Split-Path (Get-TestModulePath)) FaxPlus.Format.ps1xml) -Raw)).Configuration.ViewDefinitions.View.
            ViewSelectedBy.TypeName -replace '^FaxPlus\.' | Sort-Object -Unique
        $files = foreach ($view in $views) { foreach ($width in 80, 120) { "$view.$width.txt" } }
        (Get-ChildItem -LiteralPath $expected -Filter *.txt).Name | Sort-Object | Should -Be ($files | Sort-Object)
        $asked | Sort-Object -Unique | Should -Be $views -Because 'each view must have a purpose in this list'
    }

    It 'show a status in colour, and the same words without colour: <Status>' -ForEach @(
        @{ Status = 'success'; Colour = 32; Words = 'success' }
        @{ Status = 'failed_user_busy'; Colour = 31; Words = 'failed: busy' }
        @{ Status = 'insufficient_credit'; Colour = 31; Words = 'credit too low' }
        @{ Status = 'in_progress'; Colour = 33; Words = 'in progress' }
        @{ Status = 'failed_new_word'; Colour = 31; Words = 'failed: new word' }
    ) {
        [FaxPlus.PowerShell.Formatting.FormatHelpers]::Status($Status) | Should -BeExactly "`e[${Colour}m$Words`e[0m"
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

    It 'also have colours in the table' {
        Get-Content -LiteralPath (Join-Path $coloured Fax.80.txt) -Raw | Should -Match "\e\[31mfailed: busy\e\[0m"
    }

    It 'have no colours with NO_COLOR' {
        # PowerShell reads this variable only when it starts, so a separate process is used.
        $start = New-PowerShellStartInfo '-NoProfile', '-Command',
            'Import-Module $env:FAXPLUS_MODULE; $null = Get-FaxPlusSession; [FaxPlus.Fax] @{ Status = "failed" }'
        $start.Environment['FAXPLUS_MODULE'] = Get-TestModulePath
        $start.Environment['NO_COLOR'] = '1'
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $output | Should -Match 'failed'
        $output | Should -Not -Match '\e'
    }

    It 'name every documented status in 18 characters or fewer' {
        [FaxPlus.FaxStatus]::Known | Where-Object { [FaxPlus.FaxStatus]::Shorten($_).Length -gt 18 } | Should -BeNullOrEmpty
    }
}
