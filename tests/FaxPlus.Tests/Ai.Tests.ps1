BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--ai-seconds', '0.2', '--ai-credits', '20'
    Connect-Emulator $emulator

    function Get-Reading { @(Get-EmulatorChange $emulator | Where-Object path -Match '/ai/') }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Fax AI' {
    BeforeEach {
        Clear-Emulator $emulator
        $null = Receive-EmulatorFax $emulator @{ count = 3 }
        $script:fax = Get-FaxPlusFax -First 1
        Clear-EmulatorRequest $emulator
    }

    It 'reads the text of faxes from the pipeline, and waits for it' {
        $texts = Get-FaxPlusFax | Get-FaxPlusFaxText
        $texts | Should -BeOfType FaxPlus.FaxText
        $texts.Count | Should -Be 3
        $texts | ForEach-Object { $_.Text | Should -Match "Fax: $($_.FaxId)" }
        (Get-FaxPlusAICredit).CreditsRemaining | Should -Be 17
    }

    It 'does not charge for a fax that was read before' {
        $null = $fax | Get-FaxPlusFaxText
        $null = $fax | Get-FaxPlusFaxText
        (Get-Reading).Count | Should -Be 1
        ((Get-FaxPlusAICredit).Usage | Where-Object Feature -EQ ocr).CreditsUsed | Should -Be 1
    }

    It 'does not charge with -WhatIf' {
        $fax | Get-FaxPlusFaxText -WhatIf | Should -BeNullOrEmpty
        $fax | Get-FaxPlusFaxField -WhatIf | Should -BeNullOrEmpty
        Get-Reading | Should -BeNullOrEmpty
    }

    It 'reports that the service could not read a fax, and continues with the next' {
        $fax | Set-FaxPlusFax -Comment 'ai:failed'
        $texts = Get-FaxPlusFax | Get-FaxPlusFaxText -ErrorAction SilentlyContinue -ErrorVariable problem
        $texts.Count | Should -Be 2
        $problem[0].Exception.ErrorCode | Should -Be 'failed'
        $problem[0].TargetObject | Should -Be $fax.Id
    }

    It 'reports that the policy of the service refuses a fax' {
        $fax | Set-FaxPlusFax -Comment 'ai:content_filtering_policy'
        $problem = Get-ErrorOf { $fax | Get-FaxPlusFaxText }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Forbidden,*'
        "$problem" | Should -Match 'policy'
    }

    It 'ends after -Timeout, and reports that the extraction continues' {
        $fax | Set-FaxPlusFax -Comment 'ai:pending'
        $problem = Get-ErrorOf { $fax | Get-FaxPlusFaxText -Timeout 1 }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-Timeout'
        (Get-Reading).Count | Should -Be 1
    }

    It 'makes no further request after the pipeline has ended' {
        $null = Get-FaxPlusFax | Get-FaxPlusFaxText | Select-Object -First 1
        (Get-Reading).Count | Should -Be 1
        Get-LateRequest $emulator | Should -BeNullOrEmpty
    }

    It 'reads fields, including custom fields, and corrects them' {
        $null = New-FaxPlusAICustomField invoice_number 'The number of the invoice'
        $fields = $fax | Get-FaxPlusFaxField
        $fields | Should -BeOfType FaxPlus.FaxField
        $fields.Field.Keys | Should -Contain 'invoice_number'
        $after = $fields | Set-FaxPlusFaxField -Field @{ invoice_number = '4711' } -PassThru
        $after.Field.invoice_number | Should -Be '4711'
        $after.Field.sender | Should -Be $fields.Field.sender
        (Get-Reading | Where-Object method -EQ PATCH).Count | Should -Be 1
    }

    It 'makes no correction with -WhatIf' {
        $fax | Set-FaxPlusFaxField -Field @{ sender = 'x' } -WhatIf
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }
}

Describe 'Custom fields' {
    BeforeEach { Clear-Emulator $emulator }

    It 'are created, found by name, and changed in part' {
        $made = "Name,Instructions`ninvoice,The invoice number`nclient,The client's name" | ConvertFrom-Csv | New-FaxPlusAICustomField
        $made | Should -BeOfType FaxPlus.AICustomField
        (Get-FaxPlusAICustomField inv*).Id | Should -Be $made[0].Id
        $after = Get-FaxPlusAICustomField client | Set-FaxPlusAICustomField -Enabled $false -PassThru
        ($after.Name, $after.Instructions, $after.Enabled) | Should -Be ('client', "The client's name", $false)
        (Get-FaxPlusAICustomField invoice).Enabled | Should -BeTrue
    }

    It 'are not created or changed with -WhatIf' {
        New-FaxPlusAICustomField a b -WhatIf | Should -BeNullOrEmpty
        Set-FaxPlusAICustomField someid -Name b -WhatIf
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'cause an error for a duplicate name, and if no change was specified' {
        $null = New-FaxPlusAICustomField a b
        (Get-ErrorOf { New-FaxPlusAICustomField a b }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
        (Get-ErrorOf { Set-FaxPlusAICustomField someid }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
    }
}
