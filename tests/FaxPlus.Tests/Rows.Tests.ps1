BeforeDiscovery {
    # Each parameter that takes a column and is not text, a row without it, and what it cannot be.
    $script:columns = @(
        @{ Command = 'New-FaxPlusAICustomField'; Name = 'Enabled'; Row = @{ Name = 'a'; Instructions = 'b' }; Wrong = 'maybe', ([datetime]'2031-01-01'); Right = 'false' }
        @{ Command = 'Send-FaxPlusFax'; Name = 'SendTime'; Row = @{ To = '+14155550111'; Path = 'a.pdf' }; Wrong = 'tomorrow', '31.01.2037 08:00', '32'; Right = '2037-01-31 08:00' }
        @{ Command = 'Send-FaxPlusFax'; Name = 'RetryCount'; Row = @{ To = '+14155550111'; Path = 'a.pdf' }; Wrong = 'many', '1.5', '99999999999', 99999999999, '4'; Right = '3' }
        @{ Command = 'Send-FaxPlusFax'; Name = 'RetryDelay'; Row = @{ To = '+14155550111'; Path = 'a.pdf' }; Wrong = 'long', '1,5', '31'; Right = '30' }
        @{ Command = 'Set-FaxPlusMember'; Name = 'Quota'; Row = @{ Member = 'mia@example.com'; Role = 'Member' }; Wrong = 'lots', '1.000', '99999999999'; Right = '1000' }
    )
    $cells = $columns | ForEach-Object { $column = $_; $column.Wrong | ForEach-Object { $column + @{ Cell = $_ } } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600'
    Connect-Emulator $emulator
    Push-Location $TestDrive
    $null = Add-TestPdf a.pdf
}

AfterAll {
    Pop-Location
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The columns of a row' {
    BeforeEach { Clear-Emulator $emulator }

    It 'are all tried below, where they are not text' -ForEach @{ Tried = $columns | ForEach-Object { "$($_.Command) $($_.Name)" } } {
        $typed = foreach ($command in Get-Command -Module FaxPlus) {
            $command.Parameters.Values |
                Where-Object { $_.ParameterType -notin [string], [string[]] -and $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true } |
                ForEach-Object { "$($command.Name) $($_.Name)" }
        }
        $typed | Sort-Object | Should -Be ($Tried | Sort-Object)
    }

    It '<Command>: <Cell> as <Name> is an error that names it, and nothing is done for the row' -ForEach $cells {
        $told = @(Get-ErrorOf { [pscustomobject]($Row + @{ $Name = $Cell }) | & $Command })
        $told.Count | Should -Be 1
        $told[0].FullyQualifiedErrorId | Should -BeLike 'Parameter*Error*,*'
        $told[0].Exception.Message | Should -Match "'$Name'"
        $told[0].Exception.Message | Should -Match ([regex]::Escape($Cell))
        Get-EmulatorChange $emulator | Should -BeNullOrEmpty
    }

    It '<Command>: <Right> and an empty cell as <Name> are fine, after a row that is not' -ForEach $columns {
        $rows = $Wrong[0], $Right, '', ' ' | ForEach-Object { [pscustomobject]($Row + @{ $Name = $_ }) }
        @(Get-ErrorOf { $rows | & $Command -Confirm:$false } | Where-Object FullyQualifiedErrorId -Like 'Parameter*').Count | Should -Be 1
        @(Get-EmulatorChange $emulator | Where-Object path -NotLike '*/files').Count | Should -Be 3
    }

    It 'that say false are heeded' {
        'Name,Instructions,Enabled', 'a,b,False', 'c,d,TRUE', 'e,f,' | ConvertFrom-Csv | New-FaxPlusAICustomField | ForEach-Object Enabled | Should -Be $false, $true, $true
    }
}
