BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    Connect-Emulator $emulator
    $script:file = Join-Path $TestDrive a.pdf
    Add-TestPdf $file
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'A value of a row keeps all its digits' {
    It 'if it is a <Type> of 16 digits' -ForEach @(
        @{ Type = 'decimal'; Value = [decimal]2026113000000001; Text = '2026113000000001' }
        @{ Type = 'decimal with decimal places'; Value = [decimal]::Parse('2026113000000001.00', [cultureinfo]::InvariantCulture); Text = '2026113000000001' }
        @{ Type = 'double'; Value = [double]2026113000000001; Text = '2026113000000001' }
        @{ Type = 'long'; Value = [long]2026113000000001; Text = '2026113000000001' }
        @{ Type = 'decimal of 20 digits'; Value = [decimal]'12345678901234567890'; Text = '12345678901234567890' }
    ) {
        $sent = [pscustomobject]@{ To = '+14155550123'; Path = $file; Tag = $Value; Key = $Value } | Send-FaxPlusFax

        $sent.Key | Should -BeExactly $Text
        $sent.Tags | Should -Contain $Text
    }

    It 'or is refused, if a floating-point number has lost them' {
        $sent = [pscustomobject]@{ To = '+14155550123'; Path = $file; Key = 1e17 } |
            Send-FaxPlusFax -ErrorVariable errors -ErrorAction SilentlyContinue

        $sent | Should -BeNullOrEmpty
        $errors[0].Exception.Message | Should -BeLike '*last digits are lost*'
        $errors[0].Exception.RecommendedAction | Should -BeLike '*as text*'
    }

    It 'if it is a key that ConvertFrom-Json has converted to a time' {
        $rows = '[{"Key":"2027-01-02T03:04:05.121Z"},{"Key":"2027-01-02T03:04:05.122Z"}]' | ConvertFrom-Json |
            Select-Object Key, @{ Name = 'To'; Expression = { '+14155550123' } }, @{ Name = 'Path'; Expression = { $file } }

        ($rows | Send-FaxPlusFax).Key | Should -Be '2027-01-02T03:04:05.121Z', '2027-01-02T03:04:05.122Z'
    }
}

Describe 'A cover page with lost characters' {
    It 'is refused if it is <Form>' -ForEach @(
        @{ Form = 'a hashtable'; Page = { @{ NameTo = "M$([char]0xFFFD)ller"; NameFrom = 'B'; Subject = 'S' } } }
        @{ Form = 'changed after its creation'; Page = { $page = New-FaxPlusCoverPage -NameTo A -NameFrom B -Subject S; $page.Message = "M$([char]0xFFFD)"; $page } }
    ) {
        { Send-FaxPlusFax +14155550123 $file -CoverPage (& $Page) -ErrorAction Stop } | Should -Throw '*cover page has lost characters*'
    }
}

Describe 'Nested values' {
    It 'that contain themselves are refused' {
        $circular = @{ a = 1 }
        $circular.self = $circular

        { Set-FaxPlusAccount -Change @{ x = $circular } -Confirm:$false -ErrorAction Stop } | Should -Throw '*contains itself*'
    }

    It 'with lost characters are refused' {
        { Set-FaxPlusAccount -Change @{ name = "M$([char]0xFFFD)ller" } -Confirm:$false -ErrorAction Stop } | Should -Throw '*lost characters*'
    }

    It 'with a name twice are refused' {
        $change = @{ 1 = 'a' }
        $change['1'] = 'b'
        { Set-FaxPlusAccount -Change $change -Confirm:$false -ErrorAction Stop } | Should -Throw '*twice*'
        { Set-FaxPlusAccount -Name Ada -Change @{ name = 'Bob' } -Confirm:$false -ErrorAction Stop } | Should -Throw '*by another parameter*'
    }

    It 'without a method are refused' {
        { Invoke-FaxPlusRequest /hooks -Method $null -ErrorAction Stop } | Should -Throw '*not an HTTP method*'
    }
}
