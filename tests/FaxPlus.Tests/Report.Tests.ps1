BeforeDiscovery {
    $script:chromium = Get-Command chromium, chromium-browser, google-chrome, chrome -CommandType Application -ErrorAction Ignore |
        Select-Object -First 1 -ExpandProperty Source
    $script:missing = -not $chromium -or $IsWindows
    if ($missing) {
        Write-Warning 'NOT TESTED: the report in a real browser, because Chromium is not installed.'
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    function New-Fax([int] $Number, [string] $Status = 'success', [string] $Comment = '') {
        $fax = [FaxPlus.Fax]::new()
        $fax.Id = '{0:x24}' -f $Number
        $fax.Direction = 'outgoing'
        $fax.Status = $Status
        $fax.From = '+16505550100'
        $fax.To = '+1415555{0:0000}' -f $Number
        $fax.SubmitTime = [DateTimeOffset]::new(2026, 3, 1, 2, 0, 0, [timespan]::Zero).AddMinutes($Number)
        $fax.Pages = 2
        $fax.Comment = $Comment
        $fax
    }
}

Describe 'Export-FaxPlusReport' {
    BeforeEach {
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location $folder
    }

    AfterEach { Pop-Location }

    It 'creates one page for the faxes of an account, and returns its file' {
        $emulator = Open-Emulator '--seed-faxes', '12'
        try {
            Connect-Emulator $emulator
            $file = Get-FaxPlusFax | Export-FaxPlusReport report.html -Title 'Faxes of spring'
            $ids = (Get-FaxPlusFax).Id
        }
        finally {
            Disconnect-FaxPlus
            Close-Emulator $emulator
        }
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder report.html)
        $page = Get-Content -LiteralPath $file -Raw
        $page | Should -Match '<h1>Faxes of spring</h1>'
        $ids | Should -HaveCount 12
        foreach ($id in $ids) { $page | Should -Match $id }
    }

    It 'without -Path creates a file in the current folder, named after the time' {
        $file = New-Fax 1 | Export-FaxPlusReport
        $file.DirectoryName | Should -Be $folder
        $file.Name | Should -Match '^FaxPlusReport_\d{4}-\d\d-\d\d_\d{6}\.html$'
    }

    It 'needs no sign-in and also accepts faxes as an argument' {
        Get-FaxPlusSession | Should -BeNullOrEmpty
        Export-FaxPlusReport r.html -InputObject (New-Fax 1), (New-Fax 2)
        Get-Content r.html -Raw | Should -Match '>2 faxes<'
    }

    It 'accepts faxes from a file, with all of their values' {
        $faxes = 1..3 | ForEach-Object { New-Fax $_ -Comment "number $_" }
        $faxes[1].Duration = [timespan]::FromSeconds(61)
        $faxes[1].Cost = 1.25
        $faxes | Export-Clixml faxes.xml
        $live = $faxes | Export-FaxPlusReport live.html
        $back = Import-Clixml faxes.xml | Export-FaxPlusReport back.html
        # The page also contains its creation time, which differs.
        $made = '(?m)^.*>Created .*$'
        (Get-Content $back -Raw) -replace $made | Should -Be ((Get-Content $live -Raw) -replace $made)
        $back = Export-FaxPlusReport array.html -InputObject (Import-Clixml faxes.xml)
        Get-Content $back -Raw | Should -Match 'number 3'
    }

    It 'writes no file, and overwrites no old report, if no object is a fax, and reports each object' {
        Set-Content old.html 'good'
        $items = [pscustomobject]@{ Id = 'a'; Status = 'success' }, [FaxPlus.SentFax]@{ OutboxId = 'b' }, 'c'
        $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        $said = $items | Export-FaxPlusReport old.html -Force @quiet -ErrorVariable problem -WarningVariable warning
        $said | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be (@('FaxPlus.BadRequest,FaxPlus.PowerShell.ExportFaxPlusReportCommand') * 3)
        "$warning" | Should -Match 'No report was written'
        Get-Content old.html | Should -Be 'good'
        $file = $items[0], (New-Fax 7) | Export-FaxPlusReport some.html -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.Count | Should -Be 1
        Get-Content $file -Raw | Should -Match '\+14155550007'
        (@() | Export-FaxPlusReport none.html).Length | Should -BeGreaterThan 0 -Because 'a month without faxes also has a report'
    }

    It 'shows days and times in this machine''s time zone' {
        $fax = New-Fax 1
        # An hour at which the local date differs from the UTC date.
        $hour = 0..23 | Where-Object { $fax.SubmitTime.Date.AddHours($_).ToLocalTime().Day -ne $fax.SubmitTime.Day } |
            Select-Object -First 1
        if ($null -eq $hour) { return Set-ItResult -Skipped -Because 'the time zone of this machine is UTC' }
        $fax.SubmitTime = [DateTimeOffset]::new($fax.SubmitTime.Date.AddHours($hour), [timespan]::Zero)
        $local = $fax.Time.ToLocalTime()
        $page = Get-Content -LiteralPath ($fax | Export-FaxPlusReport r.html) -Raw
        $page | Should -Match ([regex]::Escape($local.ToString('yyyy-MM-dd HH:mm')))
        $page | Should -Match ('<p>{0:yyyy-MM-dd} to' -f $local)
    }

    It 'overwrites a file only with -Force, and reports it before it requests a fax' {
        Set-Content r.html 'mine'
        $script:asked = 0
        {
            & { $script:asked++; New-Fax 1 } | Export-FaxPlusReport r.html
        } | Should -Throw -ErrorId 'FaxPlus.Conflict,FaxPlus.PowerShell.ExportFaxPlusReportCommand'
        $asked | Should -Be 0
        Get-Content r.html | Should -Be 'mine'
        New-Fax 1 | Export-FaxPlusReport r.html -Force | Should -HaveCount 1
        Get-Content r.html -Raw | Should -Match '</html>'
    }

    It 'with -WhatIf writes no file' {
        New-Fax 1 | Export-FaxPlusReport r.html -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'leaves no file if the input is interrupted' {
        { & { New-Fax 1; throw 'broken off' } | Export-FaxPlusReport r.html } | Should -Throw 'broken off'
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'states on the page that faxes may be missing if the list was interrupted' {
        $emulator = Open-Emulator '--seed-faxes', '120'
        try {
            Connect-Emulator $emulator
            Add-EmulatorFault $emulator @{
                kind = 'status'; path = '/faxes'; skip = 1; status = 400; body = @{ error = 'odd'; description = 'Not today.' }
            }
            $problem = Get-ErrorOf { Get-FaxPlusFax | Export-FaxPlusReport r.html }
            Clear-EmulatorFault $emulator
            Add-EmulatorFault $emulator @{ kind = 'status'; path = '/faxes'; status = 400 }
            'The old one' | Set-Content old.html
            $none = @(Get-FaxPlusFax -ErrorAction SilentlyContinue |
                Export-FaxPlusReport old.html -Force -WarningVariable warned -WarningAction SilentlyContinue)
        }
        finally {
            Disconnect-FaxPlus
            Close-Emulator $emulator
        }
        @($problem).Count | Should -Be 1
        Get-Content r.html -Raw | Should -Match 'Faxes may be missing\.</b> .*Not today\.'
        $none.Count | Should -Be 0
        "$warned" | Should -BeLike 'No report was written*no fax in the input*'
        Get-Content old.html | Should -Be 'The old one'
        # Errors of earlier commands must not affect the report.
        New-Fax 1 | Export-FaxPlusReport r.html -Force
        Get-Content r.html -Raw | Should -Not -Match 'may be missing'
    }

    It 'does not change the old report if an error prevented all faxes' {
        'The old one' | Set-Content r.html
        $problem = @(Get-ErrorOf { 1..3 | Export-FaxPlusReport r.html -Force -WarningAction SilentlyContinue })
        $problem[-1].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        Get-Content r.html | Should -Be 'The old one'
        $null = 1..3 | Export-FaxPlusReport none.html -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        'none.html' | Should -Not -Exist
        # A report can also be created for an account without faxes.
        @() | Export-FaxPlusReport r.html -Force
        Get-Content r.html -Raw | Should -Match '<html'
    }

    It 'reports the problem of the path: <Because>' -ForEach @(
        @{ Because = 'no such folder'; Where = 'nowhere/r.html'; Id = 'FaxPlus.FileNotFound' }
        @{ Because = 'a folder'; Where = '.'; Id = 'FaxPlus.FileRejected' }
        @{ Because = 'no file'; Where = 'env:r.html'; Id = 'FaxPlus.FileRejected' }
    ) {
        $errors = $null
        try { New-Fax 1 | Export-FaxPlusReport $Where } catch { $errors = $_ }
        $errors.FullyQualifiedErrorId | Should -Be "$Id,FaxPlus.PowerShell.ExportFaxPlusReportCommand"
        $errors.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'The report in a real browser' -Skip:$missing -ForEach @{ Chromium = $chromium } {
    BeforeAll {
        # Returns the HTML of the page after its script has run. The given script runs afterwards and simulates typing and clicking.
        function Get-Dom([string] $File, [string] $Action) {
            if ($Action) {
                $page = (Get-Content -LiteralPath $File -Raw) -replace '<meta http-equiv[^>]*>' -replace '</body>',
                    "<script>$Action</script></body>"
                $File = Join-Path $TestDrive 'driven.html'
                Set-Content -LiteralPath $File -Value $page
            }

            $start = [System.Diagnostics.ProcessStartInfo]::new($Chromium)
            foreach ($argument in '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
                '--no-proxy-server', '--disable-extensions', '--disable-background-networking',
                "--user-data-dir=$(Join-Path $TestDrive profile)", '--virtual-time-budget=5000', '--dump-dom', "file://$File") {
                $start.ArgumentList.Add($argument)
            }
            $start.UseShellExecute = $false
            $start.RedirectStandardOutput = $true
            $start.RedirectStandardError = $true
            $process = [System.Diagnostics.Process]::Start($start)
            try {
                $null = $process.StandardError.BaseStream.CopyToAsync([System.IO.Stream]::Null)
                $dom = $process.StandardOutput.ReadToEndAsync()
                $dom.Wait([timespan]::FromSeconds(300)) | Should -BeTrue -Because 'the browser must answer'
                $dom.Result
            }
            finally {
                if (-not $process.HasExited) { $process.Kill($true) }
            }
        }

        # Returns the ids of the faxes that the table shows.
        function Get-Shown([string] $Dom) {
            [regex]::Matches($Dom, '<code>([0-9a-f]{24})</code>').ForEach({ [Convert]::ToInt32($_.Groups[1].Value, 16) })
        }

        $faxes = @(1..120 | ForEach-Object { New-Fax $_ })
        $faxes[6].Status = 'failed_user_busy'
        $faxes[8].Status = 'failed_user_busy'
        $faxes[10].Comment = '</script><img src=x onerror="document.title=''broken''"><!--'
        $script:report = ($faxes | Export-FaxPlusReport (Join-Path $TestDrive browser.html)).FullName
    }

    It 'shows the newest faxes, sorted, with its controls' {
        $dom = Get-Dom $report
        Get-Shown $dom | Should -Be (120..71)
        $dom | Should -Match '1 to 50, 120 faxes'
        $dom | Should -Match '<form id="controls" role="search">'
        $dom | Should -Match 'aria-sort="descending"'
    }

    It 'finds the typed words in all columns' {
        Get-Shown (Get-Dom $report 'search.value = "BUSY +14155550009"; search.dispatchEvent(new Event("input"));') | Should -Be 9
    }

    It 'shows the contents of a fax as text' {
        $dom = Get-Dom $report 'search.value = "onerror"; search.dispatchEvent(new Event("input"));'
        Get-Shown $dom | Should -Be 11
        $dom | Should -Match '&lt;/script&gt;&lt;img src=x'
        $dom | Should -Not -Match '<img|<title>broken'
    }

    It 'sorts by a column''s button, shows the next page, and shows only failures' {
        Get-Shown (Get-Dom $report 'document.querySelectorAll("#table th button")[3].click(); next.click();') | Should -Be (51..100)
        Get-Shown (Get-Dom $report 'outcome.value = "2"; outcome.dispatchEvent(new Event("change"));') | Should -Be 9, 7
    }
}
