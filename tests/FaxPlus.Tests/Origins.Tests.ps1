# Tests the types from which a command reads an id, a member or a number. Objects of all other types are rejected before any request.

BeforeDiscovery {
    $members = 'Account.Uid', 'Member.Uid'
    $faxes = 'Fax.Id', 'FaxField.FaxId', 'FaxText.FaxId', 'WebhookEvent.FaxId'
    $waiting = 'OutboxFax.Id', 'SentFax.OutboxId'
    $numbers = 'FaxNumber.Number', 'NumberOffer.Number'
    $commands = @(
        @{ Name = 'Get-FaxPlusAccount'; With = @{}; Accepts = $members }
        @{ Name = 'Get-FaxPlusContact'; With = @{}; Accepts = 'Contact.Id' }
        @{ Name = 'Get-FaxPlusContactGroup'; With = @{}; Accepts = $members }
        @{ Name = 'Get-FaxPlusFax'; With = @{}; Accepts = $faxes }
        @{ Name = 'Get-FaxPlusFaxField'; With = @{}; Accepts = $faxes }
        @{ Name = 'Get-FaxPlusFaxText'; With = @{}; Accepts = $faxes }
        @{ Name = 'Get-FaxPlusMember'; With = @{}; Accepts = $members }
        @{ Name = 'Get-FaxPlusNumber'; With = @{}; Accepts = $members + $numbers }
        @{ Name = 'Get-FaxPlusOutbox'; With = @{}; Accepts = $waiting }
        @{ Name = 'Grant-FaxPlusNumber'; With = @{ Member = 'self'; SkipNumberCheck = $true }; Accepts = $numbers }
        @{ Name = 'Grant-FaxPlusNumber'; With = @{ Number = '+16505550100' }; Accepts = $members }
        @{ Name = 'Remove-FaxPlusContact'; With = @{ Confirm = $false }; Accepts = 'Contact.Id' }
        @{ Name = 'Remove-FaxPlusContactGroup'; With = @{ Confirm = $false }; Accepts = 'ContactGroup.Id' }
        @{ Name = 'Remove-FaxPlusFax'; With = @{ Confirm = $false }; Accepts = $faxes }
        @{ Name = 'Remove-FaxPlusWebhook'; With = @{ Confirm = $false }; Accepts = 'Webhook.Id' }
        @{ Name = 'Revoke-FaxPlusNumber'; With = @{ Member = 'self'; SkipNumberCheck = $true; Confirm = $false }; Accepts = $numbers }
        @{ Name = 'Revoke-FaxPlusNumber'; With = @{ Number = '+16505550100'; Confirm = $false }; Accepts = $members }
        @{ Name = 'Save-FaxPlusFax'; With = @{ Directory = 'saved' }; Accepts = $faxes }
        @{ Name = 'Set-FaxPlusAccount'; With = @{ Name = 'Ada' }; Accepts = $members }
        @{ Name = 'Set-FaxPlusAICustomField'; With = @{ Enabled = $false }; Accepts = 'AICustomField.Id' }
        @{ Name = 'Set-FaxPlusContact'; With = @{ Notes = 'x' }; Accepts = 'Contact.Id' }
        @{ Name = 'Set-FaxPlusContactGroup'; With = @{ Notes = 'x' }; Accepts = 'ContactGroup.Id' }
        @{ Name = 'Set-FaxPlusFax'; With = @{ Comment = 'x' }; Accepts = $faxes }
        @{ Name = 'Set-FaxPlusFaxField'; With = @{ Field = @{ a = 1 } }; Accepts = $faxes }
        @{ Name = 'Set-FaxPlusMember'; With = @{ Quota = 1 }; Accepts = $members }
        @{ Name = 'Set-FaxPlusOutbox'; With = @{ Comment = 'x' }; Accepts = $waiting }
        @{ Name = 'Stop-FaxPlusFax'; With = @{}; Accepts = $waiting }
        @{ Name = 'Wait-FaxPlusFax'; With = @{ WhatIf = $true }; Accepts = $faxes + $waiting }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    Connect-Emulator $emulator
    Push-Location $TestDrive

    # Creates an object of a type. Each text in it contains the names of its type and property.
    function New-Sample([type] $Type) {
        $sample = switch ($Type.Name) {
            Member { $Type::new([FaxPlus.Account]@{ Uid = 'Member.Uid'; Email = 'Member.Email' }) }
            Invitation { $Type::new('someone@example.com', '') }
            default { [Activator]::CreateInstance($Type, $true) }
        }
        foreach ($property in $Type.GetProperties() | Where-Object { $_.PropertyType -eq [string] -and $_.CanWrite }) {
            $property.SetValue($sample, "$($Type.Name).$($property.Name)")
        }
        $sample
    }

    $types = Get-Command -Module FaxPlus | ForEach-Object OutputType | ForEach-Object Type | Where-Object Namespace -EQ FaxPlus |
        Sort-Object Name -Unique
    $script:samples = @($types | Where-Object Name -NotMatch 'Session$|^Scope' | ForEach-Object { New-Sample $_ })
}

AfterAll {
    Pop-Location
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The objects of this module' {
    BeforeEach { Clear-EmulatorRequest $emulator }

    It 'that <Name> accepts from the pipeline have a suitable property' -ForEach $commands {
        $with = $With
        $taken, $others = $samples.Where({ $sample = $_; $Accepts | Where-Object { $_.Split('.')[0] -eq $sample.GetType().Name } }, 'Split')
        if ($Name -eq 'Wait-FaxPlusFax') { $with = @{ Timeout = 1 }; $taken = @() }
        $null = $others | & $Name @with -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction Ignore
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        $problems.Count | Should -BeGreaterOrEqual $others.Count
        if (-not $taken) { return }
        $null = $taken | & $Name @with -ErrorAction SilentlyContinue -ErrorVariable problems
        $asked = (Get-EmulatorRequest $emulator | ForEach-Object { [uri]::UnescapeDataString($_.path + $_.query) }) + $problems +
            $problems.TargetObject -join ' '
        foreach ($value in $Accepts) { $asked | Should -Match ([regex]::Escape($value)) }
    }

    It 'are tested with all commands that accept an id, a member or a number by property name' {
        $taking = Get-Command -Module FaxPlus | Where-Object {
            $_.Parameters.Values | Where-Object {
                $_.Attributes.Where({ $_.GetType().Name -eq 'FromPropertyAttribute' -and $_.Owners.Count -gt 0 }) -and
                    $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true
            }
        }
        $known = (Get-Content -LiteralPath (
            Join-Path $PSScriptRoot Origins.Tests.ps1)) -match "^ +@{ Name = '" -replace "^ +@{ Name = '" -replace "'.*"
        $taking.Name | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        $taking.Count | Should -BeGreaterThan 15
    }

    It 'cause an error that describes the expected input for contacts' {
        $contact = $samples.Where({ $_ -is [FaxPlus.Contact] })[0]
        foreach ($action in { $contact | Get-FaxPlusMember }, { $contact | Get-FaxPlusAccount },
            { $contact | Grant-FaxPlusNumber -Number '+16505550100' }, { Grant-FaxPlusNumber '+16505550100' $contact },
            { $contact | Revoke-FaxPlusNumber -Number '+16505550100' -Confirm:$false }) {
            "$(Get-ErrorOf $action)" | Should -Match 'the output of Get-FaxPlusMember or Get-FaxPlusAccount'
        }
        "$(Get-ErrorOf { $contact | Wait-FaxPlusFax -Timeout 1 })" | Should -Match 'cannot be waited for'
    }

    It 'are recognized by their original type after a copy' {
        $contact = $samples.Where({ $_ -is [FaxPlus.Contact] })[0]
        $copies = ($contact | Select-Object *),
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($contact))
        $null = $copies | Get-FaxPlusMember -ErrorAction SilentlyContinue -ErrorVariable problems
        $null = $copies | Revoke-FaxPlusNumber -Number '+16505550100' -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
        $null = $copies | Wait-FaxPlusFax -Timeout 1 -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.Count | Should -Be 6
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }
}
