BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:own = '+16505550100'
    $script:second = '+16505550101'
    $script:emulator = Open-Emulator '--number', $own, '--number', $second, '--member-pat', 'member-token'
    Connect-Emulator $emulator

    function Get-AssignedTo([string] $Number) { ((Get-EmulatorState $emulator).numbers | Where-Object number -EQ $Number).assigned_to }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Get-FaxPlusNumber' {
    BeforeAll { Clear-Emulator $emulator }

    It 'lists the numbers, and returns single ones by argument, by text and by object' {
        (Get-FaxPlusNumber).Number | Should -Be $own, $second
        (Get-FaxPlusNumber '+1 650 555-0101').Number | Should -Be $second
        ($own, $second | Get-FaxPlusNumber).Number | Should -Be $own, $second
        (Get-FaxPlusNumber | Get-FaxPlusNumber).Number | Should -Be $own, $second
        Get-FaxPlusNumber | Should -BeOfType FaxPlus.FaxNumber
    }

    It 'returns the numbers of each member from the pipeline' {
        $max = Get-FaxPlusMember -Email max@example.com
        $max | Get-FaxPlusNumber | Should -BeNullOrEmpty
        Grant-FaxPlusNumber $second $max
        ($max | Get-FaxPlusNumber).Number | Should -Be $second
        (Get-FaxPlusAccount $max.Uid | Get-FaxPlusNumber).Number | Should -Be $second
    }

    It 'returns no numbers for an argument that is not a number' {
        "$(Get-ErrorOf { Get-FaxPlusNumber (Get-FaxPlusAccount) })" |
            Should -Match 'has no Number. To list a member''s numbers, specify -UserId'
    }

    It 'reports each missing number, and returns the others' {
        $found = Get-FaxPlusNumber '+19995550000', $own -ErrorAction SilentlyContinue -ErrorVariable problem
        $found.Number | Should -Be $own
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
    }
}

Describe 'Grant-FaxPlusNumber and Revoke-FaxPlusNumber' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:max = Get-FaxPlusMember -Email max@example.com
        $script:mia = Get-FaxPlusMember -Email mia@example.com
        $script:before = @(Get-AssignedTo $own)
        Clear-EmulatorRequest $emulator
    }

    It 'accept the member by uid, e-mail address, member and account' {
        foreach ($member in $max.Uid, 'max@example.com', $max, (Get-FaxPlusAccount $max.Uid)) {
            Grant-FaxPlusNumber $own $member
            Get-AssignedTo $own | Should -Be ($before + $max.Uid)
            Revoke-FaxPlusNumber $own $member -Confirm:$false
            Get-AssignedTo $own | Should -Be $before
        }
    }

    It 'accept several numbers and several members' {
        Get-FaxPlusNumber | Grant-FaxPlusNumber -Member $max, 'mia@example.com'
        foreach ($number in $own, $second) { Get-AssignedTo $number | Should -Be ($before + $max.Uid + $mia.Uid) }
        @(Get-EmulatorRequest $emulator GET '/accounts$').Count | Should -Be 1 -Because 'addresses are looked up once'
    }

    It 'accept members and rows of a table from the pipeline' {
        $max, $mia | Grant-FaxPlusNumber -Number $second
        "Number,Member`n$own,mia@example.com" | ConvertFrom-Csv | Grant-FaxPlusNumber
        Get-AssignedTo $second | Should -Be ($before + $max.Uid + $mia.Uid)
        Get-AssignedTo $own | Should -Be ($before + $mia.Uid)
        $max, $mia | Revoke-FaxPlusNumber -Number $second -Confirm:$false
        Get-AssignedTo $second | Should -Be $before
    }

    It 'keep the number in the account, and the assignments to others' {
        Grant-FaxPlusNumber $own $max, $mia
        Revoke-FaxPlusNumber $own $max -Confirm:$false
        (Get-FaxPlusNumber).Number | Should -Be $own, $second
        Get-AssignedTo $own | Should -Be ($before + $mia.Uid)
    }

    It 'return the number only with -PassThru' {
        Grant-FaxPlusNumber $own $max | Should -BeNullOrEmpty
        (Grant-FaxPlusNumber $own $mia -PassThru).AssignedTo | Should -Contain $mia.Uid
    }

    It 'make no change with -WhatIf, and revoking prompts and states that the account keeps the number' {
        Grant-FaxPlusNumber $own $max -WhatIf
        Revoke-FaxPlusNumber $own self -WhatIf
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        $type = (Get-Command Revoke-FaxPlusNumber).ImplementingType
        $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'High'
        Get-HostText { Revoke-FaxPlusNumber '+16505550100' max@example.com -WhatIf } |
            Should -Match 'What if:.*the account keeps the number.*\+16505550100.*max@example\.com'
    }

    It 'report a missing member, and continue with the next' {
        $problem = Get-ErrorOf { Grant-FaxPlusNumber $own nobody@example.com, $max }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        "$problem" | Should -Match 'nobody@example\.com'
        Get-AssignedTo $own | Should -Contain $max.Uid
    }

    It 'are refused to a member who is not an administrator' {
        Connect-Emulator $emulator member-token
        try { (Get-ErrorOf { Grant-FaxPlusNumber $own $mia.Uid }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Forbidden,*' }
        finally { Connect-Emulator $emulator }
    }
}
