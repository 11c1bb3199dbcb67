BeforeDiscovery {
    $lost = @(
        @{ Kind = 'drop-before'; Bought = 0 }
        @{ Kind = 'drop-after'; Bought = 1 }
        @{ Kind = 'garbage'; Bought = 1 }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--balance', '30'
    Connect-Emulator $emulator
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The shop' {
    BeforeEach {
        Clear-Emulator $emulator
        Clear-EmulatorFault $emulator
    }

    It 'is read through the pipeline from the countries to offers' {
        $offers = Get-FaxPlusCountry | Where-Object Iso -EQ US | Get-FaxPlusArea | Where-Object City -EQ 'New York' | Find-FaxPlusNumber
        $offers | Should -BeOfType FaxPlus.NumberOffer
        $offers | ForEach-Object { $_.Number | Should -BeLike '+1212*'; $_.Price | Should -BeGreaterThan 0; $_.Currency | Should -Be 'USD' }
    }

    It 'has countries without numbers, and shows this' {
        (Get-FaxPlusCountry | Where-Object IsAvailable -EQ $false).Iso | Should -Be 'BR', 'JP'
        Get-FaxPlusArea JP | Should -BeNullOrEmpty
    }

    It 'finds numbers with the specified digits' {
        (Find-FaxPlusNumber US 212 -Contains 4711 | Select-Object -First 1).Number | Should -BeLike '*4711*'
    }

    It 'reports a missing country' {
        (Get-ErrorOf { Get-FaxPlusArea XX }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
    }

    It 'returns the balance' {
        $balance = Get-FaxPlusBalance
        $balance | Should -BeOfType FaxPlus.Balance
        ($balance.Amount, $balance.Currency) | Should -Be (30, 'USD')
    }
}

Describe 'New-FaxPlusNumber' {
    BeforeEach {
        Clear-Emulator $emulator
        Clear-EmulatorFault $emulator
    }

    It 'buys the number that was found' {
        $bought = Find-FaxPlusNumber US 212 | Select-Object -First 1 | New-FaxPlusNumber -Confirm:$false
        $bought | Should -BeOfType FaxPlus.FaxNumber
        (Get-FaxPlusNumber).Number | Should -Contain $bought.Number
        (Get-FaxPlusBalance).Amount | Should -BeLessThan 30
    }

    It 'prompts, and shows number, price and monthly fee' {
        (Get-Command New-FaxPlusNumber).ImplementingType.GetCustomAttributes(
            [System.Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'High'
        Get-HostText { Find-FaxPlusNumber CH 44 | Select-Object -First 1 | New-FaxPlusNumber -WhatIf } |
            Should -Match 'What if:.*\+4144\d+ for 99(\.00)? USD now \(12 months\), then 8\.25 USD a month'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'sends one request, and reports a doubt with a recommendation, when the response is lost (<Kind>)' -ForEach $lost {
        $offer = Find-FaxPlusNumber US 212 | Select-Object -First 1
        Add-EmulatorFault $emulator @{ kind = $Kind; method = 'POST'; times = 5 }
        $problem = Get-ErrorOf { $offer | New-FaxPlusNumber -Confirm:$false }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.InDoubt,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Get-FaxPlusNumber'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Get-FaxPlusBalance'
        @(Get-EmulatorChange $emulator).Count | Should -Be 1
        @((Get-EmulatorState $emulator).purchases).Count | Should -Be $Bought
    }

    It 'is also not retried after a 503' {
        $offer = Find-FaxPlusNumber US 212 | Select-Object -First 1
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 503; method = 'POST'; times = 5 }
        (Get-ErrorOf { $offer | New-FaxPlusNumber -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.ServiceUnavailable,*'
        @(Get-EmulatorChange $emulator).Count | Should -Be 1
    }

    It 'contains a recommendation for insufficient funds' {
        $problem = Get-ErrorOf { Find-FaxPlusNumber CH 44 | Select-Object -First 1 | New-FaxPlusNumber -Confirm:$false }
        $problem.Exception.StatusCode | Should -Be 402
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Get-FaxPlusBalance'
        @((Get-EmulatorState $emulator).purchases).Count | Should -Be 0
    }
}
