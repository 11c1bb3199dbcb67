BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    # Faxes stay in the outbox for the entire duration of these tests.
    $script:emulator = Open-Emulator '--send-seconds', '600', '--seed-faxes', '5', '--number', '+16505550100', '--pat', 'other-token'
    $script:several = Open-Emulator '--send-seconds', '600', '--number', '+16505550100', '--number', '+16505550101'
    $script:quick = Open-Emulator '--send-seconds', '0.3'

    $script:a = (Add-TestPdf (Join-Path $TestDrive a.pdf) -Text A).FullName
    $script:b = (Add-TestPdf (Join-Path $TestDrive b.pdf) -Pages 2 -Text B).FullName

    function Get-Outbox { @((Get-EmulatorState $emulator).outbox) }
    function Get-FileName($Item) { @($Item.file_changes[0].files.file_name) }
    function Get-Upload($At = $emulator) { @(Get-EmulatorRequest $At POST '/files$') }
    function Get-Post($At = $emulator) { @(Get-EmulatorRequest $At POST '/outbox$') }
}

AfterAll {
    Disconnect-FaxPlus
    $emulator, $several, $quick | ForEach-Object { Close-Emulator $_ }
}

Describe 'Send-FaxPlusFax' {
    BeforeEach {
        Clear-Emulator $emulator
        Connect-Emulator $emulator
    }

    Context 'One fax' {
        It 'takes one upload and one send, and one SentFax with all values for tracking is emitted' {
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $a
            @($sent).Count | Should -Be 1
            $sent | Should -BeOfType FaxPlus.SentFax
            $item = Get-Outbox
            $item.Count | Should -Be 1
            $sent.OutboxId | Should -Be $item[0].id
            $sent.To | Should -Be '+14155550111'
            $sent.From | Should -Be '+16505550100'
            $sent.Status | Should -Be 'submitted'
            $sent.Files | Should -Be 'a.pdf'
            $item[0].to | Should -Be '+14155550111'
            Get-FileName $item[0] | Should -Be 'a.pdf'
            $item[0].should_enhance | Should -BeTrue
            (Get-Upload).Count | Should -Be 1
            (Get-Post).Count | Should -Be 1
        }

        It 'needs no parameter names for the destination and the file' {
            $null = Send-FaxPlusFax '+14155550111' $a
            (Get-Outbox).to | Should -Be '+14155550111'
        }

        It 'accepts a path relative to the current location' {
            Push-Location $TestDrive
            try { $null = Send-FaxPlusFax -To '+14155550111' -Path ./a.pdf } finally { Pop-Location }
            Get-FileName (Get-Outbox)[0] | Should -Be 'a.pdf'
        }

        It 'accepts a path on a PowerShell drive' {
            $null = New-PSDrive -Name Letters -PSProvider FileSystem -Root $TestDrive -Scope Script
            $null = Send-FaxPlusFax -To '+14155550111' -Path Letters:/a.pdf
            Get-FileName (Get-Outbox)[0] | Should -Be 'a.pdf'
        }

        It 'keeps the characters of a file name: <Name>' -ForEach @(
            @{ Name = 'Angebot für Zoë – 報価.pdf' }, @{ Name = "it's 100% ok & done.pdf" }) {
            $file = Add-TestPdf (Join-Path $TestDrive names $Name)
            $null = Send-FaxPlusFax -To '+14155550111' -LiteralPath $file.FullName
            Get-FileName (Get-Outbox)[0] | Should -Be $Name
        }

        It 'does not prompt' {
            $ConfirmPreference = 'High'
            { Send-FaxPlusFax -To '+14155550111' -Path $a -ErrorAction Stop } | Should -Not -Throw
        }
    }

    Context 'Alternative names' {
        It 'of parameters: -<To> and -<Path>' -ForEach @(@{ To = 'Recipient'; Path = 'FilePath' }, @{ To = 'Destination'; Path = 'File' }) {
            $arguments = @{ $To = '+14155550111'; $Path = $a }
            (Send-FaxPlusFax @arguments).To | Should -Be '+14155550111'
        }

        It 'of columns' {
            "Recipient,FilePath`n+14155550111,`"$a`"" | ConvertFrom-Csv | Send-FaxPlusFax | ForEach-Object To | Should -Be '+14155550111'
        }
    }

    It 'An empty -<_> is refused' -ForEach 'Path', 'LiteralPath', 'Key' {
        Connect-Emulator $emulator
        Clear-EmulatorRequest $emulator
        $with = @{ $_ = $null }
        if ($_ -eq 'Key') { $with.Path = $a }
        "$(Get-ErrorOf { Send-FaxPlusFax '+14155550111' -FaxId (Get-FaxPlusFax -Category sent -First 1).Id @with })" |
            Should -Match "The value of -$_ is empty"
        Get-EmulatorRequest $emulator | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'A file in -LiteralPath is sent together with an uploaded file from the pipeline' {
        Connect-Emulator $emulator
        $sent = Add-FaxPlusFile $b | Send-FaxPlusFax -To '+14155550111' -LiteralPath $a
        $sent.Files | Should -Contain 'a.pdf'
        $sent.Files | Should -Contain 'b.pdf'
    }

    It 'A received fax is refused as a row, because it would be sent to the account''s own number' {
        Connect-Emulator $emulator
        Clear-EmulatorRequest $emulator
        $fax = Get-FaxPlusFax -Category inbox -First 1
        foreach ($action in { $fax | Send-FaxPlusFax -Path $a -From '+16505550100' },
            { $fax | Send-FaxPlusFax -Path $a -To '+14155550111' },
            { $fax | Select-Object * | Send-FaxPlusFax -Path $a -From '+16505550100' },
            { $fax | ConvertTo-Csv | ConvertFrom-Csv | Send-FaxPlusFax -Path $a },
            { [System.Management.Automation.PSSerializer]::Deserialize(
                [System.Management.Automation.PSSerializer]::Serialize($fax)) | Send-FaxPlusFax -Path $a -From '+16505550100' }) {
            "$(Get-ErrorOf $action)" | Should -Match 'A received fax cannot be used as an input row'
        }
        Get-EmulatorRequest $emulator | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    Context 'Rows whose columns have other names' {
        BeforeAll {
            function Get-ColumnWarning([object[]] $Row, [hashtable] $With = @{}) {
                $told = $Row | Send-FaxPlusFax @With -ErrorAction SilentlyContinue 3>&1
                ($told | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).Message
            }
        }

        It 'cause one warning: the existing columns, the accepted ones, and how to rename one' {
            $rows = "Number,Document`n+14155550111,`"$a`"`n+14155550112,`"$a`"" | ConvertFrom-Csv
            $told = @(Get-ColumnWarning $rows)
            $told.Count | Should -Be 1
            $told | Should -Match 'Number, Document'
            $told | Should -Match "Select-Object \*, @\{ Name = 'To'; Expression = 'Number' \}"
            $told | Should -Match 'accepts the columns To, Path, LiteralPath, From, Region, Comment, Tag, SendTime, RetryCount, RetryDelay, Key\.$'
            Get-Post | Should -BeNullOrEmpty
        }

        It 'cause a warning if only one is missing' {
            Get-ColumnWarning ("To,Document`n+14155550111,`"$a`"" | ConvertFrom-Csv) |
                Should -Match "Name = 'Path'; Expression = 'Document'"
            Get-ColumnWarning ("Number,Path`n+14155550111,`"$a`"" | ConvertFrom-Csv) | Should -Match "Name = 'To'; Expression = 'Number'"
            Get-ColumnWarning ("Number,Document`n+14155550111,`"$a`"" | ConvertFrom-Csv) @{ To = '+14155550111' } |
                Should -Match "Name = 'Path'; Expression = 'Number'"
        }

        It 'can be one column that was not split' {
            Get-ColumnWarning ("To;Path`n+14155550111;`"$a`"" | ConvertFrom-Csv) | Should -Match "Import-Csv -Delimiter ';'"
        }

        It 'cause the warning also with -ErrorAction Stop' {
            $run = Invoke-ChildPowerShell @'
                Import-Module $env:FAXPLUS_MODULE
                Connect-FaxPlus -FromEnvironment
                $rows = 'To;Path', '+14155550111;a.pdf', '+14155550112;a.pdf' | ConvertFrom-Csv
                try { $rows | Send-FaxPlusFax -ErrorAction Stop } catch { }
                try { $rows | Send-FaxPlusFax -ErrorAction Stop -WarningAction Ignore } catch { }
                $ErrorActionPreference = 'Stop'
                try { $rows | New-FaxPlusContact } catch { }
'@ @{ FAXPLUS_API_URI = $emulator.ApiUri; FAXPLUS_PAT = 'good-token' }
            $run.Error | Should -BeNullOrEmpty
            $warnings = @($run.Output -split '(?=WARNING: )' -match "Import-Csv -Delimiter ';'")
            $warnings.Count | Should -Be 2
            $warnings[0] | Should -Match 'Send-FaxPlusFax accepts'
            $warnings[1] | Should -Match 'New-FaxPlusContact accepts'
        }

        It 'cause a warning that names each column with a space' {
            Get-ColumnWarning ("To ,Path `n+14155550111,`"$a`"" | ConvertFrom-Csv) | Should -Match "'To ' must be 'To'.*'Path ' must be 'Path'"
        }

        It 'can be hash tables or plain text' {
            Get-ColumnWarning @{ To = '+14155550111'; Path = $a } | Should -Match '\[pscustomobject\]'
            Get-ColumnWarning '+14155550111' @{ Path = $a } | Should -Match '-To'
        }

        It 'can be faxes, which are sent again by their ids: <_>' -ForEach 'live', 'stored' {
            $fax = Get-FaxPlusFax -Category sent -First 1
            if ($_ -eq 'stored') {
                $fax | Export-Clixml (Join-Path $TestDrive fax.xml)
                $fax = Import-Clixml (Join-Path $TestDrive fax.xml)
            }
            $told = Get-ColumnWarning $fax @{ To = '+14155550111' }
            $told | Should -Match 'ForEach-Object \{ Send-FaxPlusFax -To \+\S+ -FaxId \$_\.Id \}'
            $told | Should -Not -Match 'Rename'
        }

        It 'do not prevent the others from being sent' {
            $rows = [pscustomobject]@{ Number = '+14155550111' }, [pscustomobject]@{ To = '+14155550112'; Path = $a }
            $told = $rows | Send-FaxPlusFax -ErrorAction SilentlyContinue 3>&1
            @($told | Where-Object { $_ -is [FaxPlus.SentFax] }).To | Should -Be '+14155550112'
            @($told | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).Count | Should -Be 1
        }

        It 'cause no warning if all rows are valid, even after a command with invalid rows' {
            foreach ($row in [pscustomobject]@{ Number = '+14155550111' }, [pscustomobject]@{ To = '+14155550112'; Path = $a }) {
                $warnings = @()
                $null = $row | Send-FaxPlusFax -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -WarningVariable warnings
                $warnings.Count | Should -Be ([int] ($null -eq $row.PSObject.Properties['To']))
            }
        }

        It 'are described in the help with the words of PowerShell''s error: <Id>' -ForEach @(
            @{ Id = 'InputObjectMissingMandatory'; Row = [pscustomobject]@{ Number = 1 } }
        ) {
            $Row | Send-FaxPlusFax -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $problem = $Error[0]
            $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $words = ($problem.Exception.Message -replace ':.*').Trim()
            (Get-Content -Raw (Join-Path (Split-Path (Get-TestModulePath)) en-US about_FaxPlus_Troubleshooting.help.txt)) -replace '\s+',
                ' ' | Should -Match ([regex]::Escape($words))
            (Get-Help Send-FaxPlusFax -Parameter To | Out-String -Width 1000) -replace '\s+', ' ' |
                Should -Match 'input object cannot be bound'
        }
    }

    Context 'Several' {
        It 'destinations are one send, with one SentFax for each' {
            $sent = Send-FaxPlusFax -To '+14155550111', '+14155550112', '+14155550113' -Path $a
            $sent.To | Should -Be '+14155550111', '+14155550112', '+14155550113'
            ($sent.OutboxId | Sort-Object -Unique).Count | Should -Be 3
            $sent.OutboxId | Sort-Object | Should -Be ((Get-Outbox).id | Sort-Object)
            (Get-Post).Count | Should -Be 1
            (Get-Upload).Count | Should -Be 1
        }

        It 'files are one fax, in the specified order' {
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $b, $a
            @($sent).Count | Should -Be 1
            Get-FileName (Get-Outbox)[0] | Should -Be 'b.pdf', 'a.pdf'
            $sent.Files | Should -Be 'b.pdf', 'a.pdf'
            (Get-Outbox)[0].page_count | Should -Be 3
        }

        It 'the same destination twice is one fax' {
            $sent = Send-FaxPlusFax -To '+14155550111', ' +14155550111' -Path $a
            @($sent).Count | Should -Be 1
            (Get-Outbox).Count | Should -Be 1
        }

        It 'faxes of one pipeline upload the same file once' {
            $rows = 1..4 | ForEach-Object { [pscustomobject]@{ To = "+1415555012$_"; Path = if ($_ % 2) { $a } else { $b } } }
            $null = $rows | Send-FaxPlusFax
            (Get-Upload).Count | Should -Be 2
            (Get-Post).Count | Should -Be 4
        }

        It 'a file that changed in the meantime is uploaded again' {
            $file = (Add-TestPdf (Join-Path $TestDrive changing.pdf)).FullName
            $null = 1..2 | ForEach-Object {
                Add-TestPdf $file -Pages $_
                [pscustomobject]@{ To = '+14155550111'; Path = $file }
            } | Where-Object { $_ -is [pscustomobject] -and $_.psobject.Properties['To'] } | Send-FaxPlusFax
            (Get-Upload).Count | Should -Be 2
            (Get-Outbox).page_count | Should -Be 1, 2
        }
    }

    Context 'Paths' {
        BeforeAll {
            $script:folder = Join-Path $TestDrive wild
            foreach ($name in '2.pdf', '1.pdf', '10.txt', 'a[1].pdf', 'a1.pdf', 'sub/3.pdf') {
                $null = Add-TestPdf (Join-Path $folder $name)
            }
        }

        It 'with wildcards are expanded in the order of their names, without folders' {
            $null = New-Item -ItemType Directory -Path (Join-Path $folder folder.pdf) -Force
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder '?.pdf'), (Join-Path $folder '*.txt'),
                (Join-Path $folder 'f*.pdf') -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*' -Because 'f*.pdf matches a folder only'
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder '?.pdf'), (Join-Path $folder '*.txt')
            Get-FileName (Get-Outbox)[0] | Should -Be '1.pdf', '2.pdf', '10.txt'
        }

        It 'as -LiteralPath are used literally' {
            $null = Send-FaxPlusFax -To '+14155550111' -LiteralPath (Join-Path $folder 'a[1].pdf')
            Get-FileName (Get-Outbox)[0] | Should -Be 'a[1].pdf'
        }

        It 'as -Path with brackets are a name first, and otherwise a pattern' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder 'a[1].pdf')
            $null = Send-FaxPlusFax -To '+14155550112' -Path (Join-Path $folder '[1].pdf')
            $outbox = Get-Outbox | Sort-Object { $_.to }
            Get-FileName $outbox[0] | Should -Be 'a[1].pdf'
            Get-FileName $outbox[1] | Should -Be '1.pdf'
        }

        It 'with brackets in a row are the file of that name, and not the others' {
            foreach ($name in 'inv1.pdf', 'inv2.pdf', 'inv[12].pdf') { $null = Add-TestPdf (Join-Path $folder $name) }
            $null = [pscustomobject]@{ To = '+14155550111'; Path = Join-Path $folder 'inv[12].pdf' } | Send-FaxPlusFax
            Get-FileName (Get-Outbox)[0] | Should -Be 'inv[12].pdf'
        }

        It 'with brackets refer to a broken link, and to other capitals or accents, and to no others: <Kind>' -Skip:$IsWindows -ForEach @{
            Kind = 'link' }, @{ Kind = 'capitals' }, @{ Kind = 'accents' } {
            $here = New-Item -ItemType Directory (Join-Path $folder "brackets-$Kind")
            foreach ($name in 'inv1.pdf', 'inv2.pdf', "invo$([char] 0x308).pdf") { $null = Add-TestPdf (Join-Path $here $name) }
            $path = "$here/inv[12].pdf"
            switch ($Kind) {
                link { $null = [IO.File]::CreateSymbolicLink($path, 'missing.pdf') }
                capitals { $null = Add-TestPdf "$here/INV[12].pdf" }
                accents {
                    $name = "inv[$([char] 0xF6)1].pdf"
                    $path = "$here/$name"
                    $null = Add-TestPdf (Join-Path $here $name.Normalize('FormD'))
                }
            }
            $told = Get-ErrorOf { [pscustomobject]@{ To = '+14155550111'; Path = $path } | Send-FaxPlusFax }
            if ($Kind -eq 'accents') { Get-FileName (Get-Outbox)[0] | Should -Be (Split-Path $path.Normalize('FormD') -Leaf) }
            else {
                $told.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
                Get-Post | Should -BeNullOrEmpty
            }
        }

        It 'with wildcards in a folder with brackets are files of that folder' {
            foreach ($name in 'dir1/x.pdf', 'dir[1]/y.pdf') { $null = Add-TestPdf (Join-Path $folder $name) }
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder 'dir[1]' '*.pdf')
            Get-FileName (Get-Outbox)[0] | Should -Be 'y.pdf'
        }

        It 'with backticks are the file of that name' -Skip:$IsWindows {
            foreach ($name in 'c`[1`].pdf', 'c[1].pdf') { $null = Add-TestPdf (Join-Path $folder $name) }
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder 'c`[1`].pdf')
            Get-FileName (Get-Outbox)[0] | Should -Be 'c`[1`].pdf'
        }

        It 'with a provider name are relative to the current location' {
            $elsewhere, $here = 'elsewhere', 'here' | ForEach-Object { New-Item -ItemType Directory (Join-Path $folder $_) }
            $null = Add-TestPdf (Join-Path $elsewhere a.pdf) -Pages 9
            $length = (Add-TestPdf (Join-Path $here a.pdf)).Length
            $before = [Environment]::CurrentDirectory
            Push-Location $here
            try {
                [Environment]::CurrentDirectory = $elsewhere
                foreach ($path in 'FileSystem::a.pdf', 'FileSystem::[a].pdf') { (Add-FaxPlusFile $path).Length | Should -Be $length }
            }
            finally {
                [Environment]::CurrentDirectory = $before
                Pop-Location
            }
        }

        It 'that are symbolic links are the target file, with the name of the link' -Skip:$IsWindows {
            $null = New-Item -ItemType SymbolicLink -Path (Join-Path $folder today.pdf) -Target $a -Force
            $null = New-Item -ItemType SymbolicLink -Path (Join-Path $folder latest) -Target (Join-Path $folder today.pdf) -Force
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder today.pdf), (Join-Path $folder latest)
            Get-FileName (Get-Outbox)[0] | Should -Be 'today.pdf', 'a.pdf'
            (Add-FaxPlusFile (Join-Path $folder today.pdf)).Length | Should -Be (Get-Item $a).Length
        }

        It 'that are not files are refused immediately, even behind a link: <_>' -Skip:$IsWindows -ForEach '/dev/zero', '/dev/stdin',
            '/dev/null', 'pipe', 'folder', 'nothing', 'loop', 'empty' {
            $target = if ($_[0] -eq '/') { $_ } else { Join-Path $folder "target-$_" }
            $link = Join-Path $folder "link-$($_ -replace '/').pdf"
            switch ($_) {
                pipe { if (-not (Test-Path $target)) { mkfifo $target } }
                folder { $null = New-Item -ItemType Directory $target -Force }
                empty { $null = New-Item $target -Force }
                loop { $target = $link }
            }
            if (-not (Get-Item $link -ErrorAction Ignore)) { ln -s $target $link }
            foreach ($path in $link, $target) {
                $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $path }
                $problem.FullyQualifiedErrorId | Should -BeIn @(
                    'FileRejected', 'FileNotFound' | ForEach-Object { "FaxPlus.$_,FaxPlus.PowerShell.SendFaxPlusFaxCommand" })
            }
            Get-Post | Should -BeNullOrEmpty
        }

        It 'whose name is normalized differently are found' {
            $name = "Zo$([char]0xEB).pdf"
            $null = Add-TestPdf (Join-Path $folder $name.Normalize('FormD'))
            (Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder $name)).Files | Should -Be $name.Normalize('FormD')
        }

        It 'with a similar name are named in the error: <Name>' -Skip:$IsWindows -ForEach @(
            @{ Name = "f$([char]0xFFFD)r.pdf"; There = 'für.pdf' }
            @{ Name = 'fÃ¼r.pdf'; There = 'für.pdf' }
            @{ Name = 'FÜR.pdf'; There = 'für.pdf' }
            @{ Name = ' "für.pdf" '; There = 'für.pdf' }
        ) {
            $null = Add-TestPdf (Join-Path $folder 'für.pdf')
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder $Name) }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
            $problem.Exception.RecommendedAction | Should -Match "There is a file '$There'"
        }

        It 'are files even if the current location is not a file system' {
            Push-Location Env:
            try { (Send-FaxPlusFax -To '+14155550111' -Path $a).Files | Should -Be 'a.pdf' } finally { Pop-Location }
        }

        It 'with escaped brackets are a name' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder 'a`[1`].pdf')
            Get-FileName (Get-Outbox)[0] | Should -Be 'a[1].pdf'
        }

        It 'of Get-ChildItem are one fax each' {
            $sent = Get-ChildItem -LiteralPath $folder -Filter 'a*.pdf' -File | Sort-Object Name | Send-FaxPlusFax -To '+14155550111'
            @($sent).Count | Should -Be 2
            $sent.Files | Sort-Object | Should -Be 'a[1].pdf', 'a1.pdf'
        }

        It 'without a match are an error, and no fax is sent' {
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path (Join-Path $folder '*.docx') }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileNotFound,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'that are not files are refused' {
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path Env:PATH }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileRejected,*'
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $folder }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileRejected,*'
            Get-Post | Should -BeNullOrEmpty
        }
    }

    Context 'Import-Csv' {
        It 'binds its columns by their names' {
            $csv = Join-Path $TestDrive list.csv
            "To,Path,From,Comment,Tag,SendTime,RetryCount,RetryDelay`n+14155550111,`"$a`",+16505550100,For you,urgent,2031-02-03 04:05:06,2,15" | Set-Content -LiteralPath $csv
            $null = Import-Csv -LiteralPath $csv | Send-FaxPlusFax
            $item = (Get-Outbox)[0]
            $item.to | Should -Be '+14155550111'
            $item.src | Should -Be '+16505550100'
            $item.comment.text | Should -Be 'For you'
            $item.comment.tags | Should -Contain 'urgent'
            $item.send_time | Should -Be (
                [datetime]::SpecifyKind('2031-02-03 04:05:06', 'Local').ToUniversalTime().ToString('yyyy-MM-dd HH:mm:ss') + ' +0000')
            $item.retry.count | Should -Be 2
            $item.retry.delay | Should -Be 15
        }

        It 'treats blank cells as unspecified' {
            $csv = Join-Path $TestDrive blank.csv
            "To,Path,From,Comment,Tag,SendTime,RetryCount,RetryDelay`n+14155550111,`"$a`",,,,,,`n+14155550112,`"$b`",+16505550100,x,t,2031-02-03 04:05,1,5`n+14155550113,`"$a`",,,,,," | Set-Content -LiteralPath $csv
            $problem = @(Get-ErrorOf { Import-Csv -LiteralPath $csv | Send-FaxPlusFax })
            $problem | Should -BeNullOrEmpty
            $outbox = Get-Outbox
            $outbox.Count | Should -Be 3
            foreach ($item in $outbox[0, 2]) {
                $item.src | Should -Be '+16505550100'
                $item.comment.text | Should -BeNullOrEmpty
                @($item.comment.tags).Count | Should -Be 1 -Because 'the only tag is that of the module'
                $item.send_time | Should -BeNullOrEmpty
                $item.retry.count | Should -Be 0
            }
        }

        It 'an invalid row is one error, and the rows after it are sent' {
            $rows = @(
                [pscustomobject]@{ To = '+14155550111'; Path = $a }
                [pscustomobject]@{ To = '+14155550112'; Path = Join-Path $TestDrive missing.pdf }
                [pscustomobject]@{ To = 'no number'; Path = $a }
                [pscustomobject]@{ To = '+14155550113'; Path = $a }
            )
            $sent = $rows | Send-FaxPlusFax -ErrorAction SilentlyContinue -ErrorVariable problem
            $sent.To | Should -Be '+14155550111', '+14155550113'
            $problem.Count | Should -Be 2
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
            $problem[1].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            (Get-Upload).Count | Should -Be 1
        }

        It 'an empty cell To is an error of that row, not a fax' {
            $rows = [pscustomobject]@{ To = ''; Path = $a }, [pscustomobject]@{ To = '+14155550113'; Path = $a }
            $sent = $rows | Send-FaxPlusFax -ErrorAction SilentlyContinue -ErrorVariable problem
            $sent.To | Should -Be '+14155550113'
            $problem.Count | Should -BeGreaterThan 0
        }
    }

    Context '-From' {
        It 'is the account''s only number if none is specified, requested once' {
            $null = 1..3 | ForEach-Object { [pscustomobject]@{ To = "+1415555012$_"; Path = $a } } | Send-FaxPlusFax
            (Get-Outbox).src | Sort-Object -Unique | Should -Be '+16505550100'
            @(Get-EmulatorRequest $emulator GET '/numbers$').Count | Should -Be 1
        }

        It 'is the session''s default if the session has one, without a request' {
            Connect-Emulator $several -With @{ DefaultFrom = '+16505550101' }
            Clear-Emulator $several
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a
            (Get-EmulatorState $several).outbox.src | Should -Be '+16505550101'
            Get-EmulatorRequest $several GET | Should -BeNullOrEmpty
        }

        It 'takes precedence over the session''s default' {
            Connect-Emulator $several -With @{ DefaultFrom = '+16505550101' }
            Clear-Emulator $several
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -From '+16505550100'
            (Get-EmulatorState $several).outbox.src | Should -Be '+16505550100'
        }

        It 'is required by an error that lists the numbers if the account has several, before any upload' {
            Connect-Emulator $several
            Clear-Emulator $several
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match '\+16505550100.*\+16505550101'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-From'
            Get-EmulatorChange $several | Should -BeNullOrEmpty
        }

        It 'can be several numbers, of which the service selects one' {
            Connect-Emulator $several
            Clear-Emulator $several
            $null = Send-FaxPlusFax -To '+14155550111', '+14155550112' -Path $a -From '+16505550100', '+16505550101'
            (Get-EmulatorState $several).outbox.src | Sort-Object | Should -Be '+16505550100', '+16505550101'
        }

        It 'can be no_number' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -From no_number
            (Get-Outbox)[0].designated_src | Should -Be 'no_number'
        }

        It 'of another account is refused with the service''s message' {
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a -From '+19995550000' }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match 'does not own'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'Get-FaxPlusNumber'
        }
    }

    Context 'Options' {
        It '-Comment and -Tag reach the service' {
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $a -Comment 'Grüße' -Tag one, two
            $item = (Get-Outbox)[0]
            $item.comment.text | Should -Be 'Grüße'
            $item.comment.tags[0..1] | Should -Be 'one', 'two'
            $sent.Comment | Should -Be 'Grüße'
        }

        It '-SendTime without a zone is local time' {
            $local = [datetime]'2031-07-08 09:10:11'
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime '2031-07-08 09:10:11'
            (Get-Outbox)[0].send_time | Should -Be ([TimeZoneInfo]::ConvertTimeToUtc($local).ToString('yyyy-MM-dd HH:mm:ss') + ' +0000')
            $sent.SendTime | Should -Be ([datetimeoffset]$local)
            (Get-Outbox)[0].status | Should -Be 'scheduled_for_sending'
        }

        It '-SendTime with a zone is that time: <Time>' -ForEach @(
            @{ Time = '2031-07-08T09:10:11+05:30'; Utc = '2031-07-08 03:40:11' }
            @{ Time = '2031-07-08T09:10:11-08:00'; Utc = '2031-07-08 17:10:11' }
            @{ Time = '2031-07-08T09:10:11Z'; Utc = '2031-07-08 09:10:11' }
        ) {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime $Time
            (Get-Outbox)[0].send_time | Should -Be "$Utc +0000"
        }

        It '-SendTime accepts a DateTime of either kind' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime ([datetime]::new(2031, 7, 8, 9, 10, 11, [DateTimeKind]::Utc))
            $null = Send-FaxPlusFax -To '+14155550112' -Path $a -SendTime ([datetime]::new(2031, 7, 8, 9, 10, 11, [DateTimeKind]::Local))
            $local = [datetime]::new(2031, 7, 8, 9, 10, 11, [DateTimeKind]::Local).ToUniversalTime().ToString('yyyy-MM-dd HH:mm:ss')
            (Get-Outbox).send_time | Should -Be '2031-07-08 09:10:11 +0000', "$local +0000"
        }

        It 'a time is written the same under a culture with another calendar' {
            $culture = [cultureinfo]::CurrentCulture
            try {
                $thai = [cultureinfo]::new('th-TH')
                $thai.DateTimeFormat.Calendar = [System.Globalization.ThaiBuddhistCalendar]::new()
                [cultureinfo]::CurrentCulture = $thai
                $null = Send-FaxPlusFax -To '+14155550111' -Path $a -SendTime ([datetime]::new(2031, 7, 8, 9, 10, 11, [DateTimeKind]::Utc))
            }
            finally {
                [cultureinfo]::CurrentCulture = $culture
            }
            (Get-Outbox)[0].send_time | Should -Be '2031-07-08 09:10:11 +0000'
        }

        It '-RetryCount and -RetryDelay reach the service' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -RetryCount 3 -RetryDelay 20
            (Get-Outbox)[0].retry.count | Should -Be 3
            (Get-Outbox)[0].retry.delay | Should -Be 20
        }

        It '-RetryCount and -RetryDelay that the service would refuse are refused at the prompt' {
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a -RetryCount 4 }).FullyQualifiedErrorId |
                Should -BeLike 'ParameterArgumentTransformationError,*'
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a -RetryDelay 31 }).FullyQualifiedErrorId |
                Should -BeLike 'ParameterArgumentTransformationError,*'
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It '-NoEnhancement disables the enhancement' {
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -NoEnhancement
            (Get-Outbox)[0].should_enhance | Should -BeFalse
        }

        It '-CoverPage is the first page, with all values of New-FaxPlusCoverPage' {
            $cover = New-FaxPlusCoverPage -NameTo 'Ms Lee' -NameFrom 'Ada' -Subject 'Offer' -Message "Two`nlines" -Flag urgent, PleaseReply
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -CoverPage $cover
            $wire = (Get-Outbox)[0].cover_page
            $wire.name_to | Should -Be 'Ms Lee'
            $wire.name_from | Should -Be 'Ada'
            $wire.subject | Should -Be 'Offer'
            $wire.message | Should -Be "Two`nlines"
            $wire.flags | Should -Be 'urgent', 'please_reply'
            (Get-Outbox)[0].page_count | Should -Be 2
        }

        It '-UserId sends for a member' {
            $member = (Invoke-FaxPlusRequest /accounts).members | Where-Object email -EQ 'max@example.com'
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $a -From '+16505550100' -UserId $member.uid
            (Get-Outbox)[0].uid | Should -Be $member.uid
            $sent.UserId | Should -Be $member.uid
            (Get-Upload)[0].path | Should -Be "/v3/accounts/$($member.uid)/files"
        }

        It '-Session sends with this session' {
            $session = Connect-FaxPlus -Pat (ConvertTo-Secret other-token) -ApiUri $emulator.ApiUri -PassThru
            Connect-Emulator $several
            Clear-Emulator $several
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a -Session $session
            (Get-Outbox).Count | Should -Be 1
            Get-EmulatorRequest $several | Should -BeNullOrEmpty
        }
    }

    Context 'Earlier uploads and faxes' {
        It 'Add-FaxPlusFile emits objects for -UploadedFile, and no file is uploaded again' {
            $files = Add-FaxPlusFile -Path $a, $b
            $files | ForEach-Object { $_ | Should -BeOfType FaxPlus.UploadedFile }
            $files.Name | Should -Be 'a.pdf', 'b.pdf'
            $files[0].Length | Should -Be (Get-Item $a).Length
            $sent = Send-FaxPlusFax -To '+14155550111' -UploadedFile $files
            @($sent).Count | Should -Be 1
            Get-FileName (Get-Outbox)[0] | Should -Be 'a.pdf', 'b.pdf'
            (Get-Upload).Count | Should -Be 2
        }

        It 'Add-FaxPlusFile | Send-FaxPlusFax sends it' {
            $sent = Add-FaxPlusFile $a | Send-FaxPlusFax -To '+14155550111'
            @($sent).Count | Should -Be 1
            Get-FileName (Get-Outbox)[0] | Should -Be 'a.pdf'
            (Get-Upload).Count | Should -Be 1
        }

        It 'Get-ChildItem | Add-FaxPlusFile uploads each file, including names with brackets' {
            $file = Add-TestPdf (Join-Path $TestDrive upload 'x[1].pdf')
            (Get-ChildItem -LiteralPath $file.DirectoryName | Add-FaxPlusFile).Name | Should -Be 'x[1].pdf'
        }

        It 'Add-FaxPlusFile -Format requests this format' {
            $null = Add-FaxPlusFile $a -Format Tiff
            (Get-Upload)[0].query | Should -Match 'format=tiff'
        }

        It 'Add-FaxPlusFile reports a missing file and continues with the next' {
            $files = Add-FaxPlusFile -Path (Join-Path $TestDrive missing.pdf), $a -ErrorAction SilentlyContinue -ErrorVariable problem
            $files.Name | Should -Be 'a.pdf'
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
        }

        It '-FaxId sends the contents of a fax again, without an upload' {
            $fax = @(Get-FaxPlusFax -Category sent)[0]
            $sent = Send-FaxPlusFax -To '+14155550111' -FaxId $fax.Id
            @($sent).Count | Should -Be 1
            (Get-Outbox)[0].page_count | Should -Be $fax.Pages
            (Get-Outbox)[0].should_enhance | Should -BeFalse
            Get-Upload | Should -BeNullOrEmpty
        }

        It 'an invalid -FaxId is refused with the service''s message' {
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -FaxId 0123456789abcdef01234567 }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match 'there is no fax'
        }

        It '-FaxId with files sends the files first, and then the contents of the fax' {
            $fax = @(Get-FaxPlusFax -Category sent)[0]
            $null = Send-FaxPlusFax -To '+14155550111' -FaxId $fax.Id -Path $a
            $null = Send-FaxPlusFax -To '+14155550112' -FaxId $fax.Id -UploadedFile (Add-FaxPlusFile $a)
            $null = [pscustomobject]@{ To = '+14155550113'; Path = $a } | Send-FaxPlusFax -FaxId $fax.Id
            foreach ($item in Get-Outbox) {
                $item.page_count | Should -Be ($fax.Pages + 1)
                $item.files[0] | Should -Match '^/transient-'
            }
            (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -FaxId x -Path $a }).Exception.Message | Should -Match 'there is no fax'
            Send-FaxPlusFax -To '+14155550114' -FaxId $fax.Id -Path $a -WhatIf
        }

        It '-UploadedFile accepts a path of the service, such as /storage/…' {
            $path = (Add-FaxPlusFile $a).Path.Replace('/transient-', '/storage/')
            (Send-FaxPlusFax -To '+14155550111' -UploadedFile $path).To | Should -Be '+14155550111'
            (Get-EmulatorRequest $emulator POST '/files$') | Should -HaveCount 1
            "$(Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -UploadedFile $a.Name })" | Should -Match 'UploadedFile'
        }

        It 'too many or too large files are an error with a recommendation' {
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -UploadedFile (@(Add-FaxPlusFile $a) * 11) }
            $problem.Exception.ErrorCode | Should -Be too_many_files
            $problem.ErrorDetails.RecommendedAction | Should -Match '10 files for a fax.*several faxes'
            Add-EmulatorFault $emulator @{ path = '/outbox$'; method = 'POST'; kind = 'status'; status = 413; times = 1 }
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileRejected,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match '150 MB for all files.*several faxes'
        }
    }

    Context 'A lost response' {
        It 'causes a search, and the fax is sent once' {
            Add-EmulatorFault $emulator @{ path = '/outbox$'; method = 'POST'; kind = 'drop-after'; times = 1 }
            $sent = Send-FaxPlusFax -To '+14155550111' -Path $a
            @($sent).Count | Should -Be 1
            (Get-Outbox).Count | Should -Be 1
            $sent.OutboxId | Should -Be (Get-Outbox)[0].id
            (Get-Post).Count | Should -Be 1
        }

        It 'that cannot be searched for is InDoubt, and the fax is not sent again' {
            Add-EmulatorFault $emulator @{ path = '/outbox$'; method = 'POST'; kind = 'drop-after' }
            Add-EmulatorFault $emulator @{ path = '/outbox$'; method = 'GET'; kind = 'status'; status = 403 }
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $a }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.InDoubt,*'
            $problem.Exception.Message | Should -Match '\+14155550111'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'Do not send'
            (Get-Post).Count | Should -Be 1
        }

        It 'is distinguished from a busy service, and the fax is sent once' {
            Add-EmulatorFault $emulator @{ path = '/outbox$'; method = 'POST'; kind = 'status'; status = 503; retryAfter = 0; times = 2 }
            $null = Send-FaxPlusFax -To '+14155550111' -Path $a
            (Get-Outbox).Count | Should -Be 1
            (Get-Post).status | Should -Be 503, 503, 201
        }
    }

    Context '-Wait' {
        BeforeEach {
            Clear-Emulator $quick
            Connect-Emulator $quick
        }

        It 'emits the records of the faxes when all were sent' {
            $faxes = Send-FaxPlusFax -To '+14155550111', '+14155550112' -Path $a -Wait -Timeout 300
            $faxes | ForEach-Object { $_ | Should -BeOfType FaxPlus.Fax }
            $faxes.To | Sort-Object | Should -Be '+14155550111', '+14155550112'
            $faxes.Status | Sort-Object -Unique | Should -Be 'success'
        }

        It 'ends with -Timeout in an error which states that no fax was cancelled' {
            $problem = Get-ErrorOf { Send-FaxPlusFax -To '+14155550098' -Path $a -Wait -Timeout 1 }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'not cancelled'
            @((Get-EmulatorState $quick).outbox).Count | Should -Be 1
        }
    }
}
