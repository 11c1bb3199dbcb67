BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    Connect-Emulator $emulator
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Get-FaxPlusMember' {
    BeforeEach { Clear-Emulator $emulator }

    It 'lists the members with role and quota' {
        $members = Get-FaxPlusMember
        $members | Should -BeOfType FaxPlus.Member
        $members.Email | Should -Be 'ada@example.com', 'max@example.com', 'mia@example.com'
        $members | ForEach-Object { $_.Role | Should -Not -BeNullOrEmpty; $_.Quota | Should -BeGreaterOrEqual 0 }
    }

    It 'finds single members by e-mail address, by uid and by account' {
        $mia = Get-FaxPlusMember -Email MIA@example.com
        (Get-FaxPlusMember $mia.Uid).Email | Should -Be 'mia@example.com'
        (Get-FaxPlusAccount $mia.Uid | Get-FaxPlusMember).Role | Should -Be $mia.Role
        (Get-ErrorOf { Get-FaxPlusMember -Email nobody@example.com }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
    }

    It 'binds into the cmdlets for accounts' {
        (Get-FaxPlusMember -Email mia@example.com | Get-FaxPlusAccount).Email | Should -Be 'mia@example.com'
    }
}

Describe 'Set-FaxPlusMember' {
    BeforeEach { Clear-Emulator $emulator }

    It 'changes only the specified value, and keeps the current value of the service, not that of an old object' {
        $mia = Get-FaxPlusMember -Email mia@example.com
        Set-FaxPlusMember mia@example.com -Role Member
        $after = $mia | Set-FaxPlusMember -Quota 77 -PassThru
        $after.Role | Should -Be 'Member'
        $after.Quota | Should -Be 77
    }

    It 'does not change a value to that of an object from a file' {
        $file = Join-Path $TestDrive members.xml
        Get-FaxPlusMember | Export-Clixml $file
        Set-FaxPlusMember mia@example.com -Role Member
        $stored = Import-Clixml $file
        $before = (Get-FaxPlusMember).Role
        $before | Should -Not -Be $stored.Role
        $stored | Set-FaxPlusMember -Quota 78
        (Get-FaxPlusMember).Role | Should -Be $before
        (Get-FaxPlusMember).Quota | Should -Be 78, 78, 78
        Set-FaxPlusMember -InputObject $stored -Quota 79
        (Get-FaxPlusMember).Quota | Should -Be 79, 79, 79
        (Get-ErrorOf { $stored[0] | Set-FaxPlusMember }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
    }

    It 'accepts all members' {
        Get-FaxPlusMember | Set-FaxPlusMember -Quota 5
        (Get-FaxPlusMember).Quota | Should -Be 5, 5, 5
    }

    It 'accepts rows of a table, in which an empty cell means no change' {
        $rows = "Email,Role,Quota`nmax@example.com,Manager,`nmia@example.com,,12" | ConvertFrom-Csv
        $before = Get-FaxPlusMember
        $rows | Set-FaxPlusMember
        $after = Get-FaxPlusMember
        ($after[1].Role, $after[1].Quota) | Should -Be ('Manager', $before[1].Quota)
        ($after[2].Role, $after[2].Quota) | Should -Be ($before[2].Role, 12)
    }

    It 'makes no change with -WhatIf' {
        Get-FaxPlusMember | Set-FaxPlusMember -Quota 5 -WhatIf
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'reports that no change was specified' {
        (Get-ErrorOf { Set-FaxPlusMember mia@example.com }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It 'reports the service''s own message for an unknown role' {
        $problem = Get-ErrorOf { Set-FaxPlusMember mia@example.com -Role Emperor }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        "$problem" | Should -Match 'Emperor'
    }
}

Describe 'New-FaxPlusInvitation' {
    BeforeEach { Clear-Emulator $emulator }

    It 'invites ten addresses per request, and no address twice' {
        $sent = @(1..23 | ForEach-Object { "p$_@new.example" }) + 'P1@new.example' | New-FaxPlusInvitation
        $sent.Count | Should -Be 23
        @(Get-EmulatorChange $emulator).Count | Should -Be 3
        (Get-EmulatorState $emulator).invitations.Count | Should -Be 23
    }

    It 'invites the others if one address belongs to a user, and names this address' {
        $addresses = 'a@new.example', 'max@example.com', 'b@new.example'
        $sent = $addresses | New-FaxPlusInvitation -ErrorAction SilentlyContinue -ErrorVariable problem
        $sent.Email | Should -Be 'a@new.example', 'b@new.example'
        (Get-EmulatorState $emulator).invitations | Should -Be 'a@new.example', 'b@new.example'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
        $problem[0].TargetObject | Should -Be 'max@example.com'
    }

    It 'accepts rows with an Email' {
        ("Email,Name`na@new.example,A" | ConvertFrom-Csv | New-FaxPlusInvitation).Email | Should -Be 'a@new.example'
    }

    It 'sends no invitation with -WhatIf' {
        'a@new.example' | New-FaxPlusInvitation -WhatIf | Should -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }
}
