BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:emulator = Open-Emulator '--send-seconds', '0.5'
    foreach ($name in 'offer.pdf', 'invoice.pdf', 'terms.pdf') { $null = Add-TestPdf (Join-Path $TestDrive $name) -Text $name }
}

AfterAll { Close-Emulator $emulator }

Describe 'The script of a user' {
    BeforeAll {
        $rows = foreach ($number in 1..20) {
            [pscustomobject]@{
                To      = '+141555502{0:00}' -f (30 + $number)
                Path    = Join-Path $TestDrive ('offer.pdf', 'invoice.pdf', 'terms.pdf')[$number % 3]
                From    = ''
                Comment = if ($number % 2) { "Row $number" } else { '' }
            }
        }
        $rows | Export-Csv -LiteralPath (Join-Path $TestDrive list.csv)
        $script:child = Invoke-ChildPowerShell -Environment @{
            FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; TEST_FOLDER = "$TestDrive" } -Script {
            $ErrorActionPreference = 'Stop'
            Import-Module $env:FAXPLUS_MODULE
            Connect-FaxPlus -FromEnvironment
            Import-Csv (Join-Path $env:TEST_FOLDER list.csv) | Send-FaxPlusFax | Wait-FaxPlusFax -Timeout 300 |
                Save-FaxPlusFax -Report -Directory (Join-Path $env:TEST_FOLDER reports) | ForEach-Object FullName
        }
        $script:requests = Get-EmulatorRequest $emulator
        $script:reports = @(Get-ChildItem -LiteralPath (Join-Path $TestDrive reports) -Force -ErrorAction Ignore)
    }

    It 'succeeds' {
        $child.Ended | Should -BeTrue
        $child.Error | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
    }

    It 'has only the requested output' {
        @($child.Output.Trim() -split '\r?\n').Count | Should -Be 20
        $child.Output.Trim() -split '\r?\n' | Sort-Object | Should -Be ($reports.FullName | Sort-Object)
    }

    It 'leaves 20 valid PDF reports, and no other file' {
        $reports.Count | Should -Be 20
        foreach ($report in $reports) { Get-PdfFault $report.FullName | Should -BeNullOrEmpty -Because $report.Name }
    }

    It 'contains the report of each fax once' {
        $reports.Count | Should -Be 20
        $texts = $reports | ForEach-Object { [IO.File]::ReadAllText($_.FullName, [Text.Encoding]::Latin1) }
        foreach ($fax in (Get-EmulatorState $emulator).faxes) { @($texts -match $fax.id).Count | Should -Be 1 }
    }

    It 'made exactly 20 sends' {
        @($requests | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/v3/accounts/self/outbox' }).Count | Should -Be 20
    }

    It 'made one upload for each different file' {
        @($requests | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/v3/accounts/self/files' }).Count | Should -Be 3
    }

    It 'sent the file of each row, with its comment, to its number' {
        $faxes = (Get-EmulatorState $emulator).faxes
        $faxes.Count | Should -Be 20
        foreach ($row in Import-Csv -LiteralPath (Join-Path $TestDrive list.csv)) {
            $fax = @($faxes | Where-Object to -EQ $row.To)
            $fax.Count | Should -Be 1
            $fax[0].file_name | Should -Be (Split-Path $row.Path -Leaf)
            "$($fax[0].comment)" | Should -Be $row.Comment
        }
    }
}
