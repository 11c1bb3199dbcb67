BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:samples = Join-Path (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName samples
    $script:emulator = Open-Emulator '--send-seconds', '0.3', '--number', '+16505550100', '--number', '+16505550101'
    $script:letter = (Add-TestPdf (Join-Path $TestDrive letter.pdf)).FullName

    function Get-Sent {
        $state = Get-EmulatorState $emulator
        @($state.outbox | ForEach-Object { $_.to }) + @($state.faxes | Where-Object direction -eq outgoing | ForEach-Object { $_.to })
    }

    function New-List([string[]] $To, [string[]] $Column = @()) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
        $To | ForEach-Object {
            [pscustomobject]@{ To = $_; Path = 'letter.pdf'; From = '+16505550100' }
        } | Export-Csv $path -NoTypeInformation
        $path
    }

    # Runs a sample as `pwsh -File` does, in a separate session or process. The sample finds the module by its name.
    function Invoke-Sample([string] $Name, [string] $Arguments, [hashtable] $Environment = @{}, [switch] $AsProcess) {
        $modules = (Split-Path (Split-Path (Get-TestModulePath))), (Join-Path $PSScriptRoot VaultStandIn) -join [IO.Path]::PathSeparator
        $run = @{
            Script      = "`$env:PSModulePath = `$env:TEST_MODULES + [IO.Path]::PathSeparator + `$env:PSModulePath; & $(ConvertTo-Literal (Join-Path $samples $Name)) $Arguments; exit `$LASTEXITCODE"
            Environment = @{ FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; TEST_MODULES = $modules }
        }
        foreach ($name in $Environment.Keys) { $run.Environment[$name] = $Environment[$name] }
        if ($AsProcess) { Invoke-ChildPowerShell @run } else { Invoke-Runspace @run }
    }
}

AfterAll {
    Close-Emulator $emulator
}

Describe 'The samples' {
    BeforeEach { Clear-Emulator $emulator }

    It 'Send-Batch.ps1 sends each row once, regardless of the number of runs and the current folder' {
        $list = New-List '+41445550001', '+41445550002', '+41445550003'
        (Invoke-Sample Send-Batch.ps1 (ConvertTo-Literal $list)).ExitCode | Should -Be 0
        (Invoke-Sample Send-Batch.ps1 (ConvertTo-Literal $list)).ExitCode | Should -Be 0
        Get-Sent | Sort-Object | Should -Be '+41445550001', '+41445550002', '+41445550003'
    }

    It 'Send-Batch.ps1 reports unsent rows, and returns an exit code for them' {
        $list = New-List '+41445550001', 'nonsense'
        # A separate process is used, as when a scheduler starts the script.
        (Invoke-Sample Send-Batch.ps1 (ConvertTo-Literal $list) -AsProcess).ExitCode | Should -Be 1
        $failed = Import-Csv ($list -replace 'csv$', 'failed.csv')
        $failed.To | Should -Be nonsense
        $failed.What | Should -Be FaxPlus.BadRequest
        $failed.WhatToDo | Should -Match 'plus sign'
        Get-Sent | Should -Be '+41445550001'
    }

    It 'Send-Batch.ps1 reports a row with a value that cannot be read, with its number and advice' {
        $list = New-List '+41445550001', '+41445550002', '+41445550003'
        $rows = Import-Csv $list | Select-Object *, @{ Name = 'SendTime'; Expression = { if ($_.To -notlike '*1') { '03.04.2027' } } }
        $rows | Export-Csv $list -NoTypeInformation
        (Invoke-Sample Send-Batch.ps1 (ConvertTo-Literal $list)).ExitCode | Should -Be 1
        $failed = @(Import-Csv ($list -replace 'csv$', 'failed.csv'))
        $failed.To | Should -Be '+41445550002', '+41445550003'
        $failed[0].Why | Should -Match "^Row 2: .*SendTime.*03.04.2027"
        $failed[1].WhatToDo | Should -Match 'Write the year first'
    }

    It '<Name> uses the sign-in of the caller, and does not end it' -ForEach @(
        @{ Name = 'Send-Batch.ps1'; Argument = { New-List '+41445550001' } }
        @{ Name = 'Save-Inbox.ps1'; Argument = { Join-Path $TestDrive inbox-of-caller } }
    ) {
        $path = & $Argument
        $call = "& $(ConvertTo-Literal (Join-Path $samples $Name)) $(ConvertTo-Literal $path)"
        $script = Join-Path $TestDrive caller.ps1
        Set-Content $script @"
Import-Module FaxPlus
Connect-FaxPlus -Pat (ConvertTo-SecureString good-token -AsPlainText -Force)
`$before = Get-FaxPlusSession
$call | Out-Null
'same: ' + [object]::ReferenceEquals(`$before, (Get-FaxPlusSession))
try { $call -SecretName Other } catch { "refused: `$_" }
'same: ' + [object]::ReferenceEquals(`$before, (Get-FaxPlusSession))
Disconnect-FaxPlus
`$env:FAXPLUS_PAT = 'good-token'
$call | Out-Null
'none: ' + (`$null -eq (Get-FaxPlusSession))
"@
        $modules = Split-Path (Split-Path (Get-TestModulePath))
        $run = Invoke-Runspace -Script "`$env:PSModulePath = `$env:TEST_MODULES + [IO.Path]::PathSeparator + `$env:PSModulePath; & $(ConvertTo-Literal $script)" -Environment @{ FAXPLUS_PAT = 'wrong-token'; FAXPLUS_API_URI = $emulator.ApiUri; TEST_MODULES = $modules }
        $run.Output | Should -Match '(?s)same: True.*refused: .*sign-in.*same: True.*none: True'
    }

    It 'Send-Batch.ps1 reports a list with other columns' {
        $list = New-List '+41445550001'
        (Get-Content $list -Raw) -replace ',', ';' | Set-Content $list
        $run = Invoke-Sample Send-Batch.ps1 (ConvertTo-Literal $list)
        $run.ExitCode | Should -Be 1
        $run.Error | Should -Match 'has no column To and no column Path'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'Send-Batch.ps1 treats two equal rows as one fax without a failure' {
        $list = New-List '+41445551234', '+41445551234'
        (Invoke-Sample Send-Batch.ps1 "$(ConvertTo-Literal $list) -WaitSeconds 120").ExitCode | Should -Be 0
        Test-Path ($list -replace 'csv$', 'failed.csv') | Should -BeFalse
        Get-Sent | Should -Be '+41445551234'
    }

    It 'Send-Batch.ps1 deletes the list of failures when the other rows have been sent' {
        $list = New-List '+41445551234'
        Set-Content ($list -replace 'csv$', 'failed.csv') old
        (Invoke-Sample Send-Batch.ps1 "$(ConvertTo-Literal $list) -WaitSeconds 60").ExitCode | Should -Be 0
        Test-Path ($list -replace 'csv$', 'failed.csv') | Should -BeFalse
    }

    It 'Save-Inbox.ps1 saves each fax once, with a file that describes it' {
        $id = Receive-EmulatorFax $emulator
        $folder = Join-Path $TestDrive inbox
        (Invoke-Sample Save-Inbox.ps1 "$(ConvertTo-Literal $folder) -After (Get-Date).AddDays(-1) -MarkRead").ExitCode | Should -Be 0
        (Invoke-Sample Save-Inbox.ps1 "$(ConvertTo-Literal $folder) -MarkRead").ExitCode | Should -Be 0
        $file = @(Get-ChildItem $folder -Filter *.pdf)
        $file.Count | Should -Be 1
        Get-PdfFault $file[0].FullName | Should -BeNullOrEmpty
        (Get-Content "$($file[0].FullName).json" -Raw | ConvertFrom-Json).Id | Should -Be $id
        @(Get-EmulatorRequest $emulator GET '/files/').Count | Should -Be 1
    }

    It 'Send-List.ps1 sends each row once, and leaves the rest to the next job when its time has ended' {
        $list = New-List (1..3 | ForEach-Object { '+4144555{0:0000}' -f $_ })
        $rows = Import-Csv $list
        foreach ($row in $rows) { $row.Path = $letter }
        $rows | Export-Csv $list -NoTypeInformation
        $arguments = "-ListPath $(ConvertTo-Literal $list) -Journal $(ConvertTo-Literal (Join-Path $TestDrive list.journal))"
        $late = Invoke-Sample runbooks/Send-List.ps1 "$arguments -MaxMinutes 0 | ConvertTo-Json"
        $late.ExitCode | Should -Be 0
        Get-Sent | Should -BeNullOrEmpty

        foreach ($job in 1, 2) {
            $run = Invoke-Sample runbooks/Send-List.ps1 "$arguments | ConvertTo-Json"
            $run.ExitCode | Should -Be 0
            $run.Output | Should -Match '"Sent":\s*3'
            $run.Output | Should -Match '"Left":\s*0'
        }

        Get-Sent | Sort-Object | Should -Be $rows.To
    }

    It 'Send-List.ps1 counts refused, empty and duplicate rows apart, and leaves none of them to the next job' {
        $list = Join-Path $TestDrive odd.csv
        $none = Join-Path $TestDrive none.pdf
        Set-Content $list 'To,Path,Key,From', "+41445550001,$letter,a,+16505550100", "+41445550002,$letter,b,+16505550100",
            "+41445550003,$none,c,+16505550100", "14155550124 x,$letter,d,+16505550100",
            "`"+41445550005,+41445550006 x`",$letter,e,+16505550100", ',,,', "+41445550001,$letter,a,+16505550100"
        $arguments = "-ListPath $(ConvertTo-Literal $list) -Journal $(ConvertTo-Literal (Join-Path $TestDrive odd.journal))"
        foreach ($job in 1, 2) {
            $run = Invoke-Sample runbooks/Send-List.ps1 "$arguments | ConvertTo-Json"
            $summary = $run.Output.Substring($run.Output.LastIndexOf('{')) | ConvertFrom-Json
            $summary.Sent, $summary.Failed, $summary.Refused, $summary.Empty, $summary.Duplicates, $summary.Left | Should -Be 2, 0, 3, 1, 1, 0
        }

        $late = Invoke-Sample runbooks/Send-List.ps1 "$arguments -MaxMinutes 0 | ConvertTo-Json"
        $summary = $late.Output.Substring($late.Output.LastIndexOf('{')) | ConvertFrom-Json
        $summary.Sent, $summary.Refused, $summary.Empty, $summary.Duplicates, $summary.Left | Should -Be 2, 0, 0, 0, 7
        Get-Sent | Sort-Object | Should -Be '+41445550001', '+41445550002'
    }

    It 'Send-List.ps1 does not count failed faxes as refused' {
        $list = Join-Path $TestDrive failed.csv
        Set-Content $list 'To,Path,Key,From', "+41445550001,$letter,a,+16505550100", "14155550124 x,$letter,b,+16505550100",
            "+41445550003,$letter,c,+16505550100"
        $arguments = "-ListPath $(ConvertTo-Literal $list) -Journal $(ConvertTo-Literal (Join-Path $TestDrive failed.journal))"
        Add-EmulatorFault $emulator @{ kind = 'status'; status = 400; path = '/outbox$'; method = 'POST' }
        try { $run = Invoke-Sample runbooks/Send-List.ps1 "$arguments | ConvertTo-Json" }
        finally { Clear-EmulatorFault $emulator }
        $summary = $run.Output.Substring($run.Output.LastIndexOf('{')) | ConvertFrom-Json
        $summary.Sent, $summary.Failed, $summary.Refused, $summary.Duplicates, $summary.Left | Should -Be 0, 2, 1, 0, 0
    }

    It 'Send-List.ps1 ends with one error if the list has no sender and the token cannot read the numbers' {
        $other = Open-Emulator '--number', '+16505550100', '--pat', 'small-token=fax:fax:edit,fax:fax:read'
        try {
            $list = Join-Path $TestDrive scopes.csv
            $environment = @{ FAXPLUS_PAT = 'small-token'; FAXPLUS_API_URI = $other.ApiUri }
            $arguments = "-ListPath $(ConvertTo-Literal $list) -Journal $(ConvertTo-Literal (Join-Path $TestDrive scopes.journal)) | ConvertTo-Json"
            Set-Content $list 'To,Path,Key', "+41445550001,$letter,a", "+41445550002,$letter,b", "+41445550003,$letter,c"
            $run = Invoke-Sample runbooks/Send-List.ps1 $arguments $environment
            $run.ExitCode | Should -Be 1
            @($run.Error -split '\n' -match 'fax:numbers:read').Count | Should -Be 1
            @(Get-EmulatorRequest $other GET '/numbers$').Count | Should -Be 1

            Set-Content $list 'To,Path,Key,From', "+41445550001,$letter,a,+16505550100"
            $run = Invoke-Sample runbooks/Send-List.ps1 $arguments $environment
            $run.Output | Should -Match '"Sent":\s*1'
        }
        finally {
            Close-Emulator $other
        }
    }

    It 'Update-Pat.ps1 does not store an invalid or insufficient token' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive vaults/Default)).Parent.FullName
        $script = Join-Path $TestDrive needs.ps1
        Set-Content $script 'Get-FaxPlusFax'
        foreach ($try in @{ Token = 'wrong-token'; Scope = 'fax:all:read' }, @{ Token = 'good-token'; Scope = 'fax:numbers:read' }) {
            $run = Invoke-Sample Update-Pat.ps1 "-NewToken (ConvertTo-SecureString $($try.Token) -AsPlainText -Force) -SecretName FaxPlus -ScriptPath $(ConvertTo-Literal $script) -Scope $($try.Scope)" @{ VAULT_STANDIN_FOLDER = $folder }
            $run.ExitCode | Should -Not -Be 0
            Get-ChildItem $folder -Recurse -File | Should -BeNullOrEmpty
        }
    }
}
