# Tests text from the pipeline, and objects that PowerShell would convert to text.

BeforeDiscovery {
    # All commands that accept text from the pipeline, with their other arguments.
    $commands = @(
        @{ Name = 'Add-FaxPlusFile'; With = @{} }
        @{ Name = 'ConvertTo-FaxPlusNumber'; With = @{} }
        @{ Name = 'Get-FaxPlusAccount'; With = @{} }
        @{ Name = 'Get-FaxPlusArea'; With = @{} }
        @{ Name = 'Get-FaxPlusContact'; With = @{} }
        @{ Name = 'Get-FaxPlusContactGroup'; With = @{} }
        @{ Name = 'Get-FaxPlusFax'; With = @{} }
        @{ Name = 'Get-FaxPlusFaxField'; With = @{} }
        @{ Name = 'Get-FaxPlusFaxText'; With = @{} }
        @{ Name = 'Get-FaxPlusJournal'; With = @{} }
        @{ Name = 'Get-FaxPlusMember'; With = @{} }
        @{ Name = 'Get-FaxPlusNumber'; With = @{} }
        @{ Name = 'Get-FaxPlusOutbox'; With = @{} }
        @{ Name = 'Get-FaxPlusScope'; With = @{} }
        @{ Name = 'Grant-FaxPlusNumber'; With = @{ Member = 'self' } }
        @{ Name = 'New-FaxPlusContactGroup'; With = @{} }
        @{ Name = 'New-FaxPlusInvitation'; With = @{} }
        @{ Name = 'Remove-FaxPlusContact'; With = @{ Confirm = $false } }
        @{ Name = 'Remove-FaxPlusContactGroup'; With = @{ Confirm = $false } }
        @{ Name = 'Remove-FaxPlusFax'; With = @{ Confirm = $false } }
        @{ Name = 'Remove-FaxPlusWebhook'; With = @{ Confirm = $false } }
        @{ Name = 'Revoke-FaxPlusNumber'; With = @{ Member = 'self'; Confirm = $false } }
        @{ Name = 'Save-FaxPlusFax'; With = @{ Directory = 'saved' } }
        @{ Name = 'Set-FaxPlusAccount'; With = @{ Name = 'Ada' } }
        @{ Name = 'Set-FaxPlusAICustomField'; With = @{ Enabled = $false } }
        @{ Name = 'Set-FaxPlusContact'; With = @{ Notes = 'x' } }
        @{ Name = 'Set-FaxPlusContactGroup'; With = @{ Notes = 'x' } }
        @{ Name = 'Set-FaxPlusFax'; With = @{ Comment = 'x' } }
        @{ Name = 'Set-FaxPlusFaxField'; With = @{ Field = @{ a = 1 } } }
        @{ Name = 'Set-FaxPlusOutbox'; With = @{ Comment = 'x' } }
        @{ Name = 'Stop-FaxPlusFax'; With = @{} }
        @{ Name = 'Test-FaxPlusScope'; With = @{} }
    )
    $blanks = @(
        @{ Blank = 'an empty text'; Item = '' }
        @{ Blank = 'nothing'; Item = $null }
        @{ Blank = 'an object without a number'; Item = [pscustomobject]@{ Nr = '+16505550100' } }
        @{ Blank = 'a row with an empty number'; Item = [pscustomobject]@{ Number = '' } }
        @{ Blank = 'a row with no number'; Item = [pscustomobject]@{ Number = $null } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '3', '--send-seconds', '600', '--number', '+16505550100', '--number', '+16505550101'
    Connect-Emulator $emulator
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'An object is not converted to text' {
    BeforeEach { Clear-Emulator $emulator }

    It 'by <Name>: each is an error, and no request is made' -ForEach $commands {
        $items = [pscustomobject]@{ Mail = 'a@b.example' }, @{ Mail = 'a@b.example' },
            [Collections.DictionaryEntry]::new('Mail', 'a@b.example')
        $given = $items | & $Name @With -WarningAction Ignore -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -BeGreaterOrEqual $items.Count
        $given | Where-Object { $_ -isnot [bool] } | Should -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'is tested for all commands that accept text' {
        $taking = Get-Command -Module FaxPlus | Where-Object {
            $_.Parameters.Values | Where-Object {
                $_.ParameterType -in [string], [string[]] -and $_.ParameterSets.Values.ValueFromPipeline -contains $true
            }
        }
        $known = (Get-Content -LiteralPath (
            Join-Path $PSScriptRoot Pipeline.Tests.ps1)) -match "^ +@{ Name = '" -replace "^ +@{ Name = '" -replace "'.*"
        $taking.Name | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        $taking.Count | Should -BeGreaterThan 20
    }

    It 'an object for another command is reported, with the missing property' {
        $number = Get-FaxPlusNumber | Select-Object -First 1
        Clear-EmulatorRequest $emulator
        "$(Get-ErrorOf { $number | Get-FaxPlusMember })" | Should -Match "'\+16505550100' has no Uid or UserId or Email"
        "$(Get-ErrorOf { $number | Remove-FaxPlusFax -Confirm:$false })" | Should -Not -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Where-Object method -EQ GET | Should -BeNullOrEmpty
    }

    It 'an object of another kind is not accepted by its Id: <Name>' -ForEach @(
        @{ Name = 'a number'; Make = { Get-FaxPlusNumber | Select-Object -First 1 } }
        @{ Name = 'a webhook'; Make = { Set-FaxPlusWebhook https://example.com/a fax_sent -PassThru } }
        @{
            Name = 'an item of the outbox'
            Make = {
                $null = Send-FaxPlusFax +15005550001 -FaxId (Get-FaxPlusFax -First 1).Id -From +16505550100
                Get-FaxPlusOutbox | Select-Object -First 1
            }
        }
        @{ Name = 'a process'; Make = { Get-Process -Id $PID } }
        @{ Name = 'the selected properties of a process'; Make = { Get-Process -Id $PID | Select-Object Id } }
        @{ Name = 'a script block'; Make = { { 1 } } }
        @{
            Name = 'a copy of a number'
            Make = {
                [System.Management.Automation.PSSerializer]::Deserialize(
                    [System.Management.Automation.PSSerializer]::Serialize((Get-FaxPlusNumber | Select-Object -First 1)))
            }
        }
        @{ Name = 'a row with an empty FaxId'; Make = { [pscustomobject]@{ FaxId = ''; Id = '17' } } }
    ) {
        $item = & $Make
        Clear-EmulatorRequest $emulator
        $item | Remove-FaxPlusFax -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
        $item | Set-FaxPlusFax -Comment x -ErrorAction SilentlyContinue -ErrorVariable +problem
        if ($Name -ne 'a webhook') { $item | Remove-FaxPlusWebhook -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problem }
        $problem.Count | Should -BeGreaterOrEqual 2
        # In a row without a WebhookId, the Id is used.
        Get-EmulatorChange $emulator | Where-Object { $Name -notmatch 'row' -or $_.path -notmatch '/hooks/17$' } | Should -BeNullOrEmpty
    }

    It 'but rows, faxes and copies of faxes are accepted' {
        $fax = @(Get-FaxPlusFax)[0]
        class FaxOfTest { [string] $Id }
        $items = $fax, ($fax | Select-Object Id), [pscustomobject]@{ Id = $fax.Id }, [FaxOfTest]@{ Id = $fax.Id },
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($fax))
        ($items | Get-FaxPlusFax).Id | Should -Be (@($fax.Id) * 5)
    }

    It 'a fax is not used as its owner' {
        $fax = Get-FaxPlusFax -First 1
        $fax | Set-FaxPlusMember -Quota 0 -ErrorAction SilentlyContinue -ErrorVariable problem
        $fax | Set-FaxPlusAccount -Name x -ErrorAction SilentlyContinue -ErrorVariable +problem
        $problem.Count | Should -Be 2
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'a database null removes no value of an account' {
        Get-ErrorOf { Set-FaxPlusAccount -Phone ([DBNull]::Value) -CompanyName ([DBNull]::Value) -CallerIdName ([DBNull]::Value) } |
            Should -Not -BeNullOrEmpty
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'a fax that has left the outbox is reported as such' {
        $said = "$(Get-ErrorOf { Get-FaxPlusFax -First 1 | Stop-FaxPlusFax })"
        $said | Should -Match 'has no OutboxId'
        $said | Should -Match 'no longer in the outbox'
        $said | Should -Not -Match 'Wait-FaxPlusFax'
    }

    It 'a property can contain several values, and be empty before another property' {
        ([pscustomobject]@{ Number = '+16505550100', '+16505550101' } | Get-FaxPlusNumber).Number |
            Should -Be '+16505550100', '+16505550101'
        ([pscustomobject]@{ Uid = ''; Email = 'max@example.com' } | Get-FaxPlusMember).Email | Should -Be 'max@example.com'
    }

    It '<Blank> does not return all numbers' -ForEach $blanks {
        $given = @($Item; '+16505550101') | Get-FaxPlusNumber -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 1
        $given.Number | Should -Be '+16505550101'
        Get-EmulatorRequest $emulator -Path '/numbers$' | Should -BeNullOrEmpty
    }
}

Describe 'Text from the pipeline' {
    BeforeEach { Clear-Emulator $emulator }

    It 'specifies faxes to save' {
        $ids = (Get-FaxPlusFax).Id
        @($ids | Save-FaxPlusFax -Directory byid).Count | Should -Be 3
        @(Get-FaxPlusFax | Save-FaxPlusFax -Directory byobject).Name | Should -Be (Get-ChildItem byid | Sort-Object LastWriteTime).Name
    }

    It 'specifies accounts to change' {
        'self' | Set-FaxPlusAccount -Lastname Byron
        (Get-FaxPlusAccount | Set-FaxPlusAccount -Name Augusta -PassThru).Lastname | Should -Be Byron
    }

    It 'specifies scopes, in addition to commands' {
        Connect-Emulator $emulator -With @{ Scope = 'fax:fax:read' }
        'fax:fax:read' | Test-FaxPlusScope | Should -BeTrue
        'Get-FaxPlusFax', ' FAX:fax:read' | Test-FaxPlusScope | Should -BeTrue
        'Get-FaxPlusFax', 'fax:fax:edit' | Test-FaxPlusScope -WarningAction Ignore | Should -BeFalse
        'fax:fax:read', 'Send-FaxPlusFax' | Test-FaxPlusScope -WarningAction Ignore | Should -BeFalse
        Connect-Emulator $emulator
    }

    It 'specifies journals' {
        $file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
        $null = Send-FaxPlusFax -To '+14155550111' -Path $file -From '+16505550100' -Journal run.journal
        ('run.journal' | Get-FaxPlusJournal).To | Should -Be '+14155550111'
        (Get-ChildItem *.journal | Get-FaxPlusJournal).To | Should -Be '+14155550111'
    }
}
