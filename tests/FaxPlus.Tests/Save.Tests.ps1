BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '60', '--send-seconds', '0.2'
    Connect-Emulator $emulator
    $script:faxes = @(Get-FaxPlusFax)
    function Get-Content8($Path) { [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($Path)) }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Save-FaxPlusFax' {
    BeforeEach {
        Clear-Emulator $emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory -Path $folder
    }

    Context 'Names' {
        It 'contain the local time, the direction, the other party''s number and the id' {
            foreach ($direction in 'incoming', 'outgoing') {
                $fax = $faxes | Where-Object Direction -EQ $direction | Select-Object -First 1
                $file = $fax | Save-FaxPlusFax -Directory $folder
                $number = if ($direction -eq 'incoming') { $fax.From } else { $fax.To }
                $file.Name | Should -Match ([regex]::Escape($fax.Time.ToLocalTime().ToString('yyyy-MM-dd')))
                $file.Name | Should -Match ([regex]::Escape($number.TrimStart('+')))
                $file.Name | Should -Match $fax.Id
                $file.Extension | Should -Be '.pdf'
            }
        }

        It 'are unique for each fax, and contain only characters that every system accepts' {
            $files = $faxes | Save-FaxPlusFax -Directory $folder
            $files.Count | Should -Be 60
            @($files.FullName | Sort-Object -Unique).Count | Should -Be 60
            (Get-ChildItem -LiteralPath $folder -Force).Count | Should -Be 60
            $files.Name | Where-Object { $_ -notmatch '^[\w.-]+$' } | Should -BeNullOrEmpty
        }

        It 'sort by time' {
            $files = $faxes | Save-FaxPlusFax -Directory $folder
            $times = $files.Name | Sort-Object | ForEach-Object { $_.Substring(0, 17) }
            $times | Should -Be ($faxes | Sort-Object Time | ForEach-Object { $_.Time.ToLocalTime().ToString('yyyy-MM-dd_HHmmss') })
        }
    }

    Context 'Output' {
        It 'is the file object, which can be piped on' {
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory $folder
            $file | Should -BeOfType System.IO.FileInfo
            $file | Should -Exist
            ($file | Get-Item).FullName | Should -Be $file.FullName
            ($file | Get-FileHash).Path | Should -Be $file.FullName
        }

        It 'is a valid PDF' {
            Get-PdfFault (Save-FaxPlusFax -FaxId $faxes[0].Id -Directory $folder).FullName | Should -BeNullOrEmpty
        }

        It 'equals the sent file, byte for byte' {
            $sent = Add-TestPdf (Join-Path $folder sent.pdf) -Pages 3
            $fax = Send-FaxPlusFax -To '+14155550111' -Path $sent.FullName -Wait
            $saved = $fax | Save-FaxPlusFax -Directory $folder
            (Get-FileHash $saved).Hash | Should -Be (Get-FileHash $sent).Hash
        }

        It 'with -Format Tiff is a TIFF' {
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory $folder -Format Tiff
            $file.Extension | Should -BeIn '.tiff', '.tif'
            (Get-Content8 $file.FullName).Substring(0, 2) | Should -BeIn 'II', 'MM'
        }

        It 'with -Report is the confirmation report, a PDF in addition to the fax' {
            $fax = $faxes | Where-Object IsOutgoing | Select-Object -First 1
            $files = @(($fax | Save-FaxPlusFax -Directory $folder), ($fax | Save-FaxPlusFax -Directory $folder -Report))
            $files[1].Name | Should -Not -Be $files[0].Name
            $files[1].Name | Should -Match 'report'
            Get-PdfFault $files[1].FullName | Should -BeNullOrEmpty
            Get-Content8 $files[1].FullName | Should -Match $fax.Id
        }

        It 'a name of another format is refused before any request: <Name>' -ForEach @(
            @{ Name = 'a.tif'; Command = { Save-FaxPlusFax -FaxId $faxes[0].Id -Path a.tif } }
            @{ Name = 'a.TIFF'; Command = { Save-FaxPlusFax -FaxId $faxes[0].Id -Path a.TIFF -Report } }
            @{ Name = 'a.pdf'; Command = { Save-FaxPlusFax -FaxId $faxes[0].Id -Path a.pdf -Format Tiff } }
            @{ Name = 'a.csv'; Command = { $faxes[0] | Export-FaxPlusReport -Path a.csv } }
            @{ Name = 'a.pdf'; Command = { $faxes[0] | Export-FaxPlusReport -Path a.pdf } }
        ) {
            Push-Location $folder
            try {
                (Get-ErrorOf $Command).Exception.Message |
                    Should -Match "'$Name' has the extension \.$($Name.Split('.')[1])"
            } finally {
                Pop-Location
            }
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'a report as TIFF is refused before any request' {
            (Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Directory $folder -Report -Format Tiff }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.BadRequest,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'of a piped fax takes one request' {
            $null = $faxes[0] | Save-FaxPlusFax -Directory $folder
            @(Get-EmulatorRequest $emulator).Count | Should -Be 1
        }
    }

    Context 'Target' {
        It '-Directory is created if it does not exist' {
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory (Join-Path $folder new deeper)
            $file | Should -Exist
            $file.Directory.Name | Should -Be 'deeper'
        }

        It '-Directory is relative to the current location' {
            Push-Location -LiteralPath $folder
            try { $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory . } finally { Pop-Location }
            $file.DirectoryName | Should -Be $folder
        }

        It '-Directory with brackets is the folder of this name' {
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory (Join-Path $folder 'in [2026]')
            $file.Directory.Name | Should -Be 'in [2026]'
            [IO.File]::Exists($file.FullName) | Should -BeTrue
        }

        It '-Path is the file of this name' {
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Path (Join-Path $folder my.pdf)
            $file.FullName | Should -Be (Join-Path $folder my.pdf)
            Get-PdfFault $file.FullName | Should -BeNullOrEmpty
        }

        It '-Path for several faxes keeps the first and recommends -Directory' {
            $files = $faxes[0..1] | Save-FaxPlusFax -Path (
                Join-Path $folder my.pdf) -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            @($files).Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -Match '-Directory'
        }

        It 'a fax that occurs twice is reported' {
            $files = $faxes[0], $faxes[0] | Save-FaxPlusFax -Directory $folder -ErrorAction SilentlyContinue -ErrorVariable problem
            @($files).Count | Should -Be 1
            $problem.Count | Should -Be 1
            $problem[0].Exception.Message | Should -Match "$($faxes[0].Id) was specified more than once"
            $problem[0].ErrorDetails.RecommendedAction | Should -Not -Match '-Directory'
        }

        It '-Path in a missing folder is reported before the download' {
            (Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Path (Join-Path $folder no such.pdf) }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileNotFound,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It '-Path that is a folder is refused' {
            (Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Path $folder }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileRejected,*'
        }
    }

    Context 'An existing file' {
        It 'is a Conflict, does not change, and causes no download' {
            $path = Join-Path $folder mine.pdf
            Set-Content -LiteralPath $path -Value 'mine'
            $problem = Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Path $path }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-Force'
            Get-Content -LiteralPath $path | Should -Be 'mine'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'in -Directory is also a Conflict, and the other faxes are saved' {
            $first = $faxes[0] | Save-FaxPlusFax -Directory $folder
            Set-Content -LiteralPath $first.FullName -Value 'mine'
            $files = $faxes[0..2] | Save-FaxPlusFax -Directory $folder -ErrorAction SilentlyContinue -ErrorVariable problem
            @($files).Count | Should -Be 2
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            Get-Content -LiteralPath $first.FullName | Should -Be 'mine'
        }

        It 'that is a link without a target is a Conflict, and its target is not created' -Skip:$IsWindows {
            $outside = Join-Path $TestDrive outside.pdf
            $file = ($faxes[0] | Save-FaxPlusFax -Directory $folder).FullName
            Remove-Item -LiteralPath $file
            $null = New-Item -ItemType SymbolicLink -Path $file -Target $outside
            foreach ($save in { $faxes[0] | Save-FaxPlusFax -Directory $folder }, { Save-FaxPlusFax -FaxId $faxes[0].Id -Path $file }) {
                (Get-ErrorOf $save).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            }
            $outside | Should -Not -Exist
        }

        It 'of the same fax is an error with advice that can be followed, shown once for all faxes' {
            $null = $faxes[0..2] | Save-FaxPlusFax -Directory $folder
            $problem = @(Get-ErrorOf { $faxes[0..2] | Save-FaxPlusFax -Directory $folder })
            $problem.Count | Should -Be 3
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -Match '-Force.*-IsRead'
            $problem[0].ErrorDetails.RecommendedAction | Should -Not -Match 'another name'
            foreach ($later in $problem[1, 2]) {
                $later.ErrorDetails.RecommendedAction | Should -BeNullOrEmpty
                $later.Exception.RecommendedAction | Should -Match '-IsRead'
            }
        }

        It 'is overwritten with -Force' {
            $path = Join-Path $folder mine.pdf
            Set-Content -LiteralPath $path -Value 'mine'
            $null = Save-FaxPlusFax -FaxId $faxes[0].Id -Path $path -Force
            Get-PdfFault $path | Should -BeNullOrEmpty
        }
    }

    Context 'A truncated download' {
        It 'is retried once, and the file is complete' {
            Add-EmulatorFault $emulator @{ path = '/files/'; method = 'GET'; kind = 'truncate'; bytes = 100; times = 1 }
            $file = Save-FaxPlusFax -FaxId $faxes[0].Id -Directory $folder
            Get-PdfFault $file.FullName | Should -BeNullOrEmpty
            @(Get-EmulatorRequest $emulator GET '/files/').Count | Should -Be 2
        }

        It 'that is truncated each time is an error and leaves no file' {
            Add-EmulatorFault $emulator @{ path = '/files/'; method = 'GET'; kind = 'truncate'; bytes = 100 }
            $problem = Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Path (Join-Path $folder cut.pdf) }
            $problem.FullyQualifiedErrorId | Should -Match '^FaxPlus\.(Network|InvalidResponse),'
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }

        It 'does not change the existing file, even with -Force' {
            $path = Join-Path $folder mine.pdf
            Set-Content -LiteralPath $path -Value 'mine'
            Add-EmulatorFault $emulator @{ path = '/files/'; method = 'GET'; kind = 'status'; status = 400 }
            $null = Get-ErrorOf { Save-FaxPlusFax -FaxId $faxes[0].Id -Path $path -Force }
            Get-Content -LiteralPath $path | Should -Be 'mine'
            (Get-ChildItem -LiteralPath $folder -Force).Count | Should -Be 1
        }

        It 'of a missing fax leaves no file' {
            (Get-ErrorOf { Save-FaxPlusFax -FaxId ffffffffffffffffffffffff -Path (Join-Path $folder x.pdf) }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.NotFound,*'
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }
    }
}
