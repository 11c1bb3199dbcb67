BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator
    $script:module = Get-TestModulePath
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The shared back-off' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
    }

    It 'a wait that the service requests is shown only by -Verbose' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 429; retryAfter = 1; times = 2 }
        $all = Get-FaxPlusAccount -Verbose *>&1
        $all | Where-Object { $_ -is [FaxPlus.Account] } | Should -HaveCount 1
        @($all | Where-Object { $_ -isnot [FaxPlus.Account] -and $_ -isnot [System.Management.Automation.VerboseRecord] }) |
            Should -BeNullOrEmpty
        @($all -match '429; trying again in 1 s; all requests of this session wait until then') | Should -HaveCount 2
        @(Get-EmulatorRequest $emulator).status | Should -Be 429, 429, 200
    }

    It 'other runspaces with the session also wait' {
        $session = Get-FaxPlusSession
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 429; retryAfter = 2; times = 1 }
        $first = Start-ThreadJob { Import-Module $using:module; Get-FaxPlusAccount -Session $using:session }
        Wait-Until { @(Get-EmulatorRequest $emulator | Where-Object status -EQ 429).Count -eq 1 } 'the refusal'
        $rest = 1..3 | ForEach-Object { Start-ThreadJob { Import-Module $using:module; Get-FaxPlusAccount -Session $using:session } }
        @($first, $rest | ForEach-Object { $_ } | Receive-Job -Wait -AutoRemoveJob).Count | Should -Be 4
        $requests = @(Get-EmulatorRequest $emulator)
        $requests.status | Should -Be 429, 200, 200, 200, 200
        $requests[1..4] | ForEach-Object { ([datetime]$_.time - [datetime]$requests[0].time).TotalSeconds | Should -BeGreaterThan 1.9 }
    }

    It 'a wait above the limit of the session is an error immediately, and the next command is sent' {
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 503; retryAfter = 3600; times = 1 }
        $problem = Get-ErrorOf { Get-FaxPlusAccount }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.ServiceUnavailable*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*3600 seconds*'
        (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
    }
}
