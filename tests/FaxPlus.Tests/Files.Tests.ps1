# Tests paths that do not refer to files, and files that another program has open.

BeforeDiscovery {
    # The expected behavior of each command with a path. Output marks the commands that write to the path.
    $script:commands = @(
        @{ Command = 'Send-FaxPlusFax -Path'; Action = { param($Path) Send-FaxPlusFax -To '+14155550111' -Path $Path } }
        @{
            Command = 'Send-FaxPlusFax -Journal'
            Action = { param($Path) Send-FaxPlusFax -To '+14155550111' -Path letter.pdf -Journal $Path }
        }
        @{ Command = 'Add-FaxPlusFile'; Action = { param($Path) Add-FaxPlusFile -Path $Path } }
        @{ Command = 'Save-FaxPlusFax -Path'; Action = { param($Path) Save-FaxPlusFax -FaxId $fax.Id -Path $Path } }
        @{ Command = 'Receive-FaxPlusFax -Checkpoint'; Action = { param($Path) Receive-FaxPlusFax -Checkpoint $Path } }
        @{ Command = 'Export-FaxPlusReport'; Action = { param($Path) $fax | Export-FaxPlusReport -Path $Path } }
        @{
            Command = 'Invoke-FaxPlusRequest -OutFile'
            Action = { param($Path) Invoke-FaxPlusRequest "/accounts/self/files/$($fax.Id)" -OutFile $Path }
        }
        @{ Command = 'Get-FaxPlusJournal'; Action = { param($Path) Get-FaxPlusJournal $Path } }
        @{ Command = 'Get-FaxPlusScope -Path'; Action = { param($Path) Get-FaxPlusScope -Path $Path } }
    )
    $script:folderCommand = @{
        Command = 'Save-FaxPlusFax -Directory'; Action = { param($Path) Save-FaxPlusFax -FaxId $fax.Id -Directory $Path }
    }
    $script:writers = $commands | Where-Object Command -Match 'Save|OutFile|Report' | ForEach-Object { $_ }
}

BeforeAll {
    Import-Module $PSScriptRoot/TestHelpers.psm1
    Import-TestModule
    $script:emulator = Open-Emulator '--seed-faxes', '4'
    Connect-Emulator $emulator
    $script:fax = Get-FaxPlusFax -Category inbox -First 1

    # Simulates a program that has a file open, for a number of milliseconds or until the file is closed.
    function Open-Held([string] $Path, [int] $Milliseconds) {
        $stream = [IO.File]::Open($Path, 'OpenOrCreate', 'Read', 'Read')
        if ($Milliseconds) {
            $close = [PowerShell]::Create().AddScript({ param($Stream,
                $Milliseconds) Start-Sleep -Milliseconds $Milliseconds; $Stream.Dispose() }).AddArgument($stream).AddArgument($Milliseconds)
            $null = $close.BeginInvoke()
        }
        $stream
    }
}

AfterAll {
    Close-Emulator $emulator
}

Describe 'Paths that do not refer to files' {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Push-Location -LiteralPath $folder
        $null = Add-TestPdf letter.pdf
        # This session is new and has not made a request yet.
        Connect-Emulator $emulator
        Clear-EmulatorRequest $emulator
    }

    AfterEach {
        Pop-Location
    }

    It '<Command> names a drive that does not exist' -ForEach ($commands + $folderCommand) {
        $problem = Get-ErrorOf { & $Action 'nodrive:\fax.pdf' }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
        $problem.Exception.Message | Should -Match "the drive 'nodrive' does not exist"
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It '<Command> names a folder that does not exist' -ForEach $commands {
        $problem = Get-ErrorOf { & $Action (Join-Path $folder nowhere fax.pdf) }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It '<Command> names an unreachable share' -Skip:(-not $IsWindows) -ForEach ($commands + $folderCommand) {
        $problem = Get-ErrorOf { & $Action '\\no-such-server.invalid\share\fax.pdf' }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileNotFound,*'
        $problem.Exception.Message | Should -Match ([regex]::Escape("The share '\\no-such-server.invalid\share' cannot be reached"))
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It '<Command> refuses a device' -Skip:$IsWindows -ForEach ($commands | Where-Object Command -NotLike 'Get-*') {
        # A device cannot store data, and must not be replaced by a file. Without root privileges, the replacement would fail anyway.
        $link = Join-Path $folder link.pdf
        $null = New-Item -ItemType SymbolicLink -Path $link -Target /dev/null
        foreach ($path in '/dev/null', $link) {
            $problem = Get-ErrorOf { & $Action $path }
            $problem.Exception.Message | Should -Match 'device'
        }

        (Get-Item -LiteralPath /dev/null).UnixStat.ItemType | Should -Be CharacterDevice
    }

    It '<Command> does not wait for the other end of a pipe' -Skip:(-not $IsLinux) -ForEach (
        $commands | Where-Object Command -Match 'Journal|Checkpoint') {
        $pipe = Join-Path $folder pipe
        mkfifo $pipe
        (Get-ErrorOf { & $Action $pipe }).Exception.Message | Should -Match 'pipe'
    }

    It 'Get-FaxPlusScope does not read pipes and devices' -Skip:(-not $IsLinux) {
        $pipe = Join-Path $folder pipe.ps1
        mkfifo $pipe
        $null = New-Item -ItemType SymbolicLink -Path link.ps1 -Target $pipe
        foreach ($path in $pipe, (Join-Path $folder link.ps1), '/dev/zero') {
            (Get-ErrorOf { Get-FaxPlusScope -Path $path }).Exception.Message | Should -Match 'device or pipe'
        }
    }

    It '<Command> refuses a device, a stream, and a name that Windows would change' -Skip:(-not $IsWindows) -ForEach (
        $commands + $folderCommand) {
        [IO.File]::WriteAllText("$folder\letter.pdf:stream", 'hidden')
        foreach ($case in @(
                @{ Name = 'CON.pdf'; Fault = 'is the name of a device' }
                @{ Name = 'NUL'; Fault = 'is the name of a device' }
                @{ Name = 'sub/com1'; Fault = 'is the name of a device' }
                @{ Name = 'CONIN$'; Fault = 'is the name of a device' }
                @{ Name = '\\.\NUL'; Fault = 'is a device' }
                @{ Name = 'letter.pdf.'; Fault = 'ends with a dot or a space' }
                @{ Name = 'letter.pdf '; Fault = 'ends with a dot or a space' }
                @{ Name = 'letter.pdf:stream'; Fault = 'is a stream within a file' }
                @{ Name = '.\a:b.pdf'; Fault = 'is a stream within a file' }
            )) {
            $problem = Get-ErrorOf { & $Action $case.Name }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileRejected,*' -Because $case.Name
            $problem.Exception.Message | Should -Match $case.Fault -Because $case.Name
            $problem.ErrorDetails.RecommendedAction | Should -Match 'another name' -Because $case.Name
        }
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'A path with the prefix of long paths is used unchanged' -Skip:(-not $IsWindows) {
        (Save-FaxPlusFax -FaxId $fax.Id -Path "\\?\$folder\fax.pdf").Length | Should -BeGreaterThan 0
        Get-PdfFault $folder\fax.pdf | Should -BeNullOrEmpty
        (Add-FaxPlusFile -LiteralPath "\\?\$folder\fax.pdf").Name | Should -Be fax.pdf
    }

    It 'A file whose name has a colon is accepted on systems without streams' -Skip:$IsWindows {
        $null = Add-TestPdf ./12:30.pdf
        (Add-FaxPlusFile ./12:30.pdf).Name | Should -Be '12:30.pdf'
        (Get-ErrorOf { Add-FaxPlusFile 12:30.pdf }).ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape('./'))
    }

    It 'A file whose name has two colons does not affect other matches of a pattern' -Skip:$IsWindows {
        $null = New-Item -ItemType Directory colons
        foreach ($name in 'a.pdf', 'b.pdf', 'FileSystem::x.pdf', 'Nothing::y.pdf') {
            [System.IO.File]::Copy("$folder/letter.pdf", "$folder/colons/$name")
        }
        Push-Location colons
        try { (Add-FaxPlusFile *.pdf).Name | Should -Be 'a.pdf', 'b.pdf', 'FileSystem::x.pdf', 'Nothing::y.pdf' } finally { Pop-Location }
    }

    It '-Force with a link replaces its target file' -Skip:$IsWindows {
        Set-Content mine.pdf 'mine'
        $null = New-Item -ItemType SymbolicLink -Path link.pdf -Target mine.pdf
        $null = Save-FaxPlusFax -FaxId $fax.Id -Path link.pdf -Force
        (Get-Item link.pdf).LinkTarget | Should -Be 'mine.pdf'
        Get-PdfFault $folder/mine.pdf | Should -BeNullOrEmpty
    }

    It 'No saved file has the name of a device' {
        $type = (Get-Command Save-FaxPlusFax).ImplementingType.Assembly.GetType('FaxPlus.PowerShell.Faxes.FaxFileName')
        $nameless = [FaxPlus.Fax]@{ Id = 'con' }
        $type.GetMethod('Of').Invoke($null, @($nameless, [FaxPlus.FaxFormat]::Pdf, $false)) | Should -Be 'fax_con.pdf'
    }
}

# On other systems, a file can be replaced while another program has it open.
Describe 'Files that another program has open' -Skip:(-not $IsWindows) {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Push-Location -LiteralPath $folder
        $script:held = $null
    }

    AfterEach {
        if ($held) { $held.Dispose() }
        Pop-Location
    }

    It '<Command> -Force replaces a file that is open briefly' -ForEach $writers {
        Set-Content fax.pdf 'mine'
        $script:held = Open-Held "$folder\fax.pdf" 400
        $PSDefaultParameterValues = @{ '*-FaxPlus*:Force' = $true }
        & $Action fax.pdf | Should -Not -BeNullOrEmpty
        (Get-Item fax.pdf).Length | Should -BeGreaterThan 100
        (Get-ChildItem -Force).Name | Should -Be fax.pdf
    }

    It '<Command> -Force reports a file that another program keeps open' -ForEach $writers {
        Set-Content fax.pdf 'mine'
        $script:held = Open-Held "$folder\fax.pdf"
        $PSDefaultParameterValues = @{ '*-FaxPlus*:Force' = $true }
        $problem = Get-ErrorOf { & $Action fax.pdf }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.FileRejected,*'
        $problem.Exception.Message | Should -Match 'fax\.pdf.* another program has it open'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Close the program'
        $held.Dispose()
        Get-Content fax.pdf | Should -Be 'mine'
        (Get-ChildItem -Force).Name | Should -Be fax.pdf
    }

    It '<Command> -Force reports that a file is read-only' -ForEach $writers {
        Set-Content fax.pdf 'mine'
        (Get-Item fax.pdf).IsReadOnly = $true
        $PSDefaultParameterValues = @{ '*-FaxPlus*:Force' = $true }
        $problem = Get-ErrorOf { & $Action fax.pdf }
        $problem.Exception.Message | Should -Match 'fax\.pdf.* read-only'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'read-only'
        (Get-Item fax.pdf).IsReadOnly = $false
    }

    It 'Receive-FaxPlusFax continues when its checkpoint is open briefly' {
        $null = Receive-FaxPlusFax -Checkpoint inbox.json
        $null = Receive-EmulatorFax $emulator
        $script:held = Open-Held "$folder\inbox.json" 400
        @(Receive-FaxPlusFax -Checkpoint inbox.json).Count | Should -Be 1
        @(Receive-FaxPlusFax -Checkpoint inbox.json).Count | Should -Be 0
    }

    It 'Receive-FaxPlusFax reports a checkpoint that another program keeps open' {
        $null = Receive-FaxPlusFax -Checkpoint inbox.json
        $null = Receive-EmulatorFax $emulator
        $script:held = Open-Held "$folder\inbox.json"
        $problem = Get-ErrorOf { Receive-FaxPlusFax -Checkpoint inbox.json }
        $problem.Exception.Message | Should -Match 'inbox\.json.* another program has it open'
        $held.Dispose()
        @(Receive-FaxPlusFax -Checkpoint inbox.json).Count | Should -Be 1
    }
}
