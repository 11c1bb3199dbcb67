BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    $script:emulator = Open-Emulator '--webhook-secret', $secret
    Connect-Emulator $emulator
    $script:a = 'https://example.com/a'
    $script:b = 'https://example.com/b'
    # PowerShell, as an example of a program that fails if its argument is a file that does not exist.
    $script:program = @(Get-PowerShellCommand)[0]

    # Returns the existing webhooks, one string each, sorted.
    function Get-Hooks { (Get-EmulatorState $emulator).hooks | ForEach-Object { "$($_.event) $($_.target)" } | Sort-Object }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Webhooks' {
    BeforeEach { Clear-Emulator $emulator }

    Context 'Get-FaxPlusWebhook' {
        BeforeEach { $a | Set-FaxPlusWebhookOfAll }
        BeforeAll { filter Set-FaxPlusWebhookOfAll { Set-FaxPlusWebhook $_ fax_sent, fax_received, fax_page_received } }

        It 'lists all events' {
            (Get-FaxPlusWebhook).Event | Should -Be fax_sent, fax_received, fax_page_received
        }

        It 'lists the specified events' {
            Get-FaxPlusWebhook fax_received | ForEach-Object {
                $_.Target; $_.Event; $_.GetType().FullName
            } | Should -Be $a, 'fax_received', 'FaxPlus.Webhook'
        }

        It 'reports an event that the service does not support, and lists the others' {
            $hooks = Get-FaxPlusWebhook fax_sent, fax_eaten, fax_received -ErrorVariable failed -ErrorAction SilentlyContinue
            $hooks.Count | Should -Be 2
            $failed[0].FullyQualifiedErrorId | Should -Match '^FaxPlus\.BadRequest'
        }
    }

    Context 'Set-FaxPlusWebhook' {
        It 'creates missing webhooks, returns them, and makes no change when it is run again' {
            $made = Set-FaxPlusWebhook -Target $a -Event fax_sent, fax_received -PassThru
            $made.Event | Should -Be fax_sent, fax_received
            Clear-EmulatorRequest $emulator
            $again = Set-FaxPlusWebhook -Target $a -Event fax_sent, fax_received -PassThru
            $again.Id | Should -Be $made.Id
            Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        }

        It 'accepts the rows of a CSV file' {
            "Target,Event,Number`n$a,fax_sent; fax_received,`n$b,fax_received,+1 650 555 0100`n$b,fax_received,+16505550101" |
                ConvertFrom-Csv | Set-FaxPlusWebhook
            Get-Hooks | Should -Be "fax_received $a", "fax_received $b", "fax_sent $a"
            ((Get-EmulatorState $emulator).hooks | Where-Object target -EQ $b).numbers | Should -Be '+16505550100', '+16505550101'
        }

        It 'shows no key of an address in any message or error record' {
            $target = 'https://f.azurewebsites.net/api/hook?code=RecogniseMe&any=RecogniseMeToo'
            $shown = & {
                $ErrorView = 'NormalView'
                Set-FaxPlusWebhook $target fax_sent -WhatIf -Verbose
                Set-FaxPlusWebhook $target fax_sent -Verbose -Debug
                Set-FaxPlusWebhook $target fax_sent -Verbose
                Set-FaxPlusWebhook https://example.com/other fax_sent -Prune -Confirm:$false -Verbose
                Add-EmulatorFault $emulator @{ path = '/hooks$'; method = 'POST'; times = 1; kind = 'status'; status = 400 }
                Set-FaxPlusWebhook $target fax_received -Verbose -ErrorAction Continue
                Set-FaxPlusWebhook $target '' -ErrorAction Continue
            } *>&1
            @($shown | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 2
            $texts = @($shown | Out-String -Width 500) + @($shown | ForEach-Object { if (
                $_ -is [System.Management.Automation.ErrorRecord]) { "$($_.CategoryInfo) $($_.Exception.Message) $($_.TargetObject)" } })
            $texts -join "`n" | Should -Not -Match 'RecogniseMe'
        }

        It 'accepts the hashtables of a .psd1 file' {
            $file = Join-Path $TestDrive hooks.psd1
            Set-Content $file "@{ Webhooks = @( @{ Target = '$a'; Event = 'fax_sent', 'fax_received' }, @{ Target = '$b'; Event = 'fax_sent'; Number = '+16505550100' } ) }"
            (Import-PowerShellDataFile $file).Webhooks | Set-FaxPlusWebhook
            Get-Hooks | Should -Be "fax_received $a", "fax_sent $a", "fax_sent $b"
        }

        It 'reports an unknown key, deletes no webhook in this case, and creates the others' {
            Set-FaxPlusWebhook $b fax_sent
            $errors = @(Get-ErrorOf { @{ Target = $a; Events = 'fax_sent' }, @{ Target = $a; Evnt = 'fax_sent' } |
                Set-FaxPlusWebhook -Prune -Confirm:$false -WarningAction SilentlyContinue })
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Match '^FaxPlus\.BadRequest'
            $errors[0].Exception.Message | Should -Match 'Evnt'
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
        }

        It 'refuses rows whose number has another column, because the webhook would apply to all numbers: <_>' -ForEach 'FaxNumber', 'Num', 'Line' {
            $row = [pscustomobject]@{ Target = $a; Event = 'fax_sent'; $_ = '+16505550100' }
            "$(Get-ErrorOf { $row | Set-FaxPlusWebhook })" | Should -Match "in a column '$_', which is not used"
            Get-Hooks | Should -BeNullOrEmpty
        }

        It 'with -Prune deletes no webhook after <Name>, reports this, and creates the others' -ForEach @(
            @{ Name = 'a blank target'; Rows = { "Target,Event`n$b,fax_sent`n,fax_received" | ConvertFrom-Csv } }
            @{ Name = 'a blank event'; Rows = { "Target,Event`n$b,fax_sent`n$a,  " | ConvertFrom-Csv } }
            @{
                Name = 'a missing column'; Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }, [pscustomobject]@{ Target = $a } }
            }
            @{
                Name = 'a row with other columns'
                Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }, [pscustomobject]@{ Url = $a; Events = 'fax_sent' } }
            }
            @{ Name = 'null'; Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; $null } }
            @{ Name = 'a text'; Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; $a } }
            @{ Name = 'a hashtable without a target'; Rows = { @{ Target = $b; Event = 'fax_sent' }, @{ Event = 'fax_sent' } } }
            @{ Name = 'a value that is not a number'; Rows = { "Target,Event,Number`n$b,fax_sent,`n$a,fax_sent,n/a" | ConvertFrom-Csv } }
            @{ Name = 'a number cell with separators only'; Rows = { "Target,Event,Number`n$b,fax_sent,`n$a,fax_sent, ; " | ConvertFrom-Csv } }
            @{
                Name = 'several addresses in a cell'
                Rows = { "Target|Event`n$b|fax_sent`n$b;$a|fax_sent`n$a, $b|fax_sent`n$a $b|fax_sent" | ConvertFrom-Csv -Delimiter '|' }
            }
            @{ Name = 'a separator after an address'; Rows = { "Target|Event`n$b|fax_sent`n$a;|fax_sent" | ConvertFrom-Csv -Delimiter '|' } }
            @{
                Name = 'several addresses in a hashtable'
                Rows = { @{ Target = $b; Event = 'fax_sent' }, @{ Target = "$a;$b"; Event = 'fax_sent' } }
            }
            @{
                Name = 'a lost letter in a hashtable'
                Rows = { @{ Target = $b; Event = 'fax_sent' }, @{ Target = "$a$([char]0xfffd)"; Event = 'fax_sent' } }
            }
            @{
                Name = 'a spreadsheet error in a hashtable'
                Rows = { @{ Target = $b; Event = 'fax_sent' }, @{ Target = '#REF!'; Event = 'fax_sent' } }
            }
            @{
                Name = 'a hashtable in a hashtable'
                Rows = { @{ Target = $b; Event = 'fax_sent' }, @{ Target = @{ a = 1 }; Event = 'fax_sent' } }
            }
            @{ Name = 'a lost letter'; Rows = { "Target,Event`n$b,fax_sent`n$a,fax_s$([char]0xfffd)nt" | ConvertFrom-Csv } }
            @{
                Name = 'an error earlier in the pipeline'
                Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Write-Error 'half of it is missing' }
            }
            @{
                Name = 'an error after the last row'
                Rows = { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file }
            }
        ) {
            $ErrorActionPreference = 'SilentlyContinue'
            Set-FaxPlusWebhook $a fax_sent, fax_received
            & $Rows | Set-FaxPlusWebhook -Prune -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
            Get-Hooks | Should -Be "fax_received $a", "fax_sent $a", "fax_sent $b"
            "$warned" | Should -Match 'No webhook is pruned'
        }

        It 'refuses an empty -Number, because the webhook would apply to all numbers' {
            Set-FaxPlusWebhook $a fax_sent -Number +16505550100
            foreach ($empty in $null, '', @($null), @()) {
                "$(Get-ErrorOf { Set-FaxPlusWebhook $a fax_sent -Number $empty -Force })" | Should -Match 'The value of -Number is empty'
            }
            "$(Get-ErrorOf { Set-FaxPlusWebhook $a fax_sent -Number ',;' -Force -WarningAction Ignore })" | Should -Match 'contains no number'
            (Get-EmulatorState $emulator).hooks.numbers | Should -Be '+16505550100'
        }

        It 'with -Prune deletes no webhook if the expression in brackets before it had an error' {
            $ErrorActionPreference = 'SilentlyContinue'
            Set-FaxPlusWebhook $a fax_sent
            (& { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Write-Error 'half of it is missing' }) |
                Set-FaxPlusWebhook -Prune -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
            "$warned" | Should -Match 'No webhook is pruned'
        }

        It 'with -Prune deletes no webhook if <Name>' -ForEach @(
            @{ Name = 'an expression in brackets on another line had an error'; Run = {
                    (& { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Write-Error 'half of it is missing' }) |
                        Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'the variable with the rows was filled with an error'; Run = {
                    $rows = @(
                        [pscustomobject]@{ Target = $b; Event = 'fax_sent' }
                        Get-Item -LiteralPath /no/such/file
                    )

                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a variable that this variable was copied from was filled with an error'; Run = {
                    $read = [pscustomobject]@{ Target = $b; Event = 'fax_sent' }, (Get-Item -LiteralPath /no/such/file)
                    $rows = $read | Where-Object Target
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'the rows of a function had an error'; Run = {
                    function Get-Row { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file }
                    $rows = Get-Row
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'rows were added to a list with an error'; Run = {
                    $list = [System.Collections.Generic.List[object]]::new()
                    & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file } |
                        ForEach-Object { $list.Add($_) }
                    $list | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'rows were added to a list in a loop over rows with an error'; Run = {
                    $list = [System.Collections.ArrayList]::new()
                    foreach ($row in & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file }) {
                        $null = $list.Add($row)
                    }
                    $rows = $list.ToArray()
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'rows were added to an array one by one with an error'; Run = {
                    $all = @()
                    & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file } |
                        ForEach-Object { $all += [pscustomobject]@{ Target = $_.Target; Event = 'fax_sent' } }
                    $all | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'rows were added to an array in a loop over rows with an error'; Run = {
                    $all = @()
                    foreach ($row in & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file }) {
                        $all += $row
                    }

                    $all | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'rows were put into a table in the block of a pipeline with an error'; Run = {
                    $table = @{}
                    & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file } |
                        ForEach-Object { $table[$_.Target] = $_ }
                    $table.Values | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'it is in a function whose argument had an error'; Run = {
                    function Sync-Hook($Rows) { $Rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    $read = @([pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file)
                    Sync-Hook $read
                }
            }
            @{ Name = 'it is in a function whose argument was splatted and had an error'; Run = {
                    function Sync-Hook([object[]] $Rows) { $Rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    $read = @([pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file)
                    $with = @{ Rows = $read }
                    Sync-Hook @with
                }
            }
            @{ Name = 'it is called by a function whose input had an error'; Run = {
                    function Sync-Hook { process { $all += @($_) } end { $all | Set-FaxPlusWebhook -Prune -Confirm:$false } }
                    & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file } | Sync-Hook
                }
            }
            @{ Name = 'it runs in a module'; Run = {
                    $module = New-Module {
                        function Sync-Hook($Target) {
                            & {
                                [pscustomobject]@{ Target = $Target; Event = 'fax_sent' }
                                Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue
                            } | Set-FaxPlusWebhook -Prune -Confirm:$false
                        }
                    }
                    Sync-Hook $b
                    Remove-Module $module
                }
            }
            @{ Name = 'an error earlier in the pipeline was caught'; Run = {
                    & {
                        [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; try { throw 'half of it is missing' } catch { }
                    } | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'errors are ignored by preference'; Run = {
                    $ErrorActionPreference = 'Ignore'
                    [pscustomobject]@{ Target = $b; Event = 'fax_sent' },
                        [pscustomobject]@{ Target = $a; Event = "fax_s$([char]0xfffd)nt" } | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a program earlier in the pipeline failed'; Run = {
                    & $program no-such-command.dll 2>&1 | ForEach-Object {
                        [pscustomobject]@{ Target = $b; Event = 'fax_sent' }
                    } | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a program that made the rows failed'; Run = {
                    $rows = & $program no-such-command.dll 2>&1 | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } }
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'another program has run since a program that made the rows failed'; Reason = '.*exit code of a program is unknown'; Run = {
                    $rows = & $program no-such-command.dll 2>&1 | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } }
                    $version = & $program --version
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                    $null = $version
                }
            }
            @{ Name = 'a function has run another program since a program failed in a function'; Reason = '.*exit code of a program is unknown'; Run = {
                    function Get-Rows { & $program no-such-command.dll 2>&1 | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } } }
                    function Write-Version { $null = & $program --version }
                    $rows = Get-Rows
                    Write-Version
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'an earlier part of the input could not be read, and the other part is read in the same statement'; Run = {
                    $part = @(Get-Content /no/such/list.csv | ConvertFrom-Csv)
                    $part + @("Target,Event", "$b,fax_sent" | ConvertFrom-Csv) | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a function reads a variable whose list could not be read'; Run = {
                    $part = @(Get-Content /no/such/list.csv | ConvertFrom-Csv)
                    function Get-Both { $part; [pscustomobject]@{ Target = $b; Event = 'fax_sent' } }
                    Get-Both | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'the rows were assigned by Tee-Object after an error'; Run = {
                    Get-Content /no/such/list.csv | ConvertFrom-Csv | Tee-Object -Variable rows | Out-Null
                    $rows = @($rows) + @("Target,Event", "$b,fax_sent" | ConvertFrom-Csv)
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'the rows were assigned by -OutVariable after an error'; Run = {
                    & { [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; Get-Item -LiteralPath /no/such/file } |
                        Where-Object Target -OutVariable rows | Out-Null
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a function that had an error filled the variable by reference'; Run = {
                    function Set-Row([ref] $To) { Get-Item -LiteralPath /no/such/file; $To.Value = [pscustomobject]@{ Target = $b; Event = 'fax_sent' } }
                    $rows = @()
                    Set-Row ([ref] $rows)
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a script in the same scope assigned the variable after an error'; Run = {
                    Set-Content (Join-Path $TestDrive own.ps1) '$rows = & { [pscustomobject]@{ Target = $b; Event = "fax_sent" }; Get-Item -LiteralPath /no/such/file }'
                    . "$TestDrive/own.ps1"
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'the rows were read by the name of their variable'; Run = {
                    $rows = @(Get-Content /no/such/list.csv | ConvertFrom-Csv)
                    $rows = @(Get-Variable rows -ValueOnly) + @("Target,Event", "$b,fax_sent" | ConvertFrom-Csv)
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a script block in another runspace wrote an error'; Run = {
                    $rows = 1, 2 | ForEach-Object -Parallel { if ($_ -eq 1) { [pscustomobject]@{ Target = $using:b; Event = 'fax_sent' } } else { Import-Csv /no/such/list.csv } }
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a job wrote an error'; Run = {
                    $rows = Start-ThreadJob { [pscustomobject]@{ Target = $using:b; Event = 'fax_sent' }; throw 'half of it is missing' } | Receive-Job -Wait -AutoRemoveJob
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a function received the output of a job with an error'; Run = {
                    function Get-Rows { $job = Start-ThreadJob { Write-Error 'half of it is missing' }; [pscustomobject]@{ Target = $b; Event = 'fax_sent' }; $job | Receive-Job -Wait }
                    $rows = Get-Rows
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a program failed in a function'; Run = {
                    function Get-Rows { & $program no-such-command.dll 2>&1 | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } } }
                    $rows = Get-Rows
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'a program failed in a script file'; Run = {
                    Set-Content (Join-Path $TestDrive rows.ps1) '& $program no-such-command.dll 2>&1 | ForEach-Object { [pscustomobject]@{ Target = $b; Event = "fax_sent" } }'
                    $rows = & "$TestDrive/rows.ps1"
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
                }
            }
            @{ Name = 'an event in a list is empty'; Run = { @{ Target = $b; Event = 'fax_sent', $null } | Set-FaxPlusWebhook -Prune -Confirm:$false } }
            @{ Name = 'there were no rows'; Run = { @() | Set-FaxPlusWebhook -Prune -Confirm:$false } }
        ) {
            $ErrorActionPreference = 'SilentlyContinue'
            Set-FaxPlusWebhook $a fax_sent, fax_received
            $warned = & $Run 3>&1
            Get-Hooks | Should -Contain "fax_sent $a"
            "$warned" | Should -Match "No webhook is pruned$Reason"
        }

        It 'with -Prune considers only errors of its own input' {
            $ErrorActionPreference = 'SilentlyContinue'
            Set-FaxPlusWebhook $a fax_sent
            Get-Item -LiteralPath /no/such/file
            & $program no-such-command.dll 2>&1 | Out-Null
            $other = Get-Item -LiteralPath /no/such/other, $TestDrive
            $parallel = 1 | ForEach-Object -Parallel { Write-Error 'not about the rows' }
            $rows = [pscustomobject]@{ Target = $b; Event = 'fax_sent' }
            $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
            Get-Hooks | Should -Be "fax_sent $b"
            $other | Should -Not -BeNullOrEmpty

            # The same commands in a loop.
            foreach ($target in $a, $b) {
                $null = Get-Item -LiteralPath /no/such/file
                $list = [System.Collections.Generic.List[object]]::new()
                $list.Add([pscustomobject]@{ Target = $target; Event = 'fax_sent' })
                $list | Set-FaxPlusWebhook -Prune -Confirm:$false
                Get-Hooks | Should -Be "fax_sent $target"
            }
        }

        It 'with -Prune deletes webhooks if the script checks the exit code of a program before it runs another program' {
            Set-FaxPlusWebhook $a fax_sent
            $version = & $program --version
            if ($LASTEXITCODE) { throw 'failed' }
            $null = & $program --version
            $version | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } } | Set-FaxPlusWebhook -Prune -Confirm:$false
            Get-Hooks | Should -Be "fax_sent $b"
        }

        It 'with -Prune deletes webhooks if no other program has run since the program that made the rows' {
            Set-FaxPlusWebhook $a fax_sent
            $null = & $program --version
            $version = & $program --version
            function Get-Unused { & $program --version }
            $version | ForEach-Object { [pscustomobject]@{ Target = $b; Event = 'fax_sent' } } | Set-FaxPlusWebhook -Prune -Confirm:$false
            Get-Hooks | Should -Be "fax_sent $b"
        }

        It 'with -Prune considers only the input of this run of the statement: <Name>' -ForEach @(
            @{ Name = 'a loop'; Text = 'foreach ($list in "bad.csv", "good.csv") { Import-Csv $list | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{ Name = 'a missing file in a loop'; Text = 'foreach ($list in "none.csv", "good.csv") { Get-Content $list | ConvertFrom-Csv | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{
                Name = 'a function'
                Text = 'function Sync-Hook { Import-Csv hooks.csv | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    Copy-Item bad.csv hooks.csv; Sync-Hook; Copy-Item good.csv hooks.csv; Sync-Hook'
            }
            @{ Name = 'a variable that is assigned in a loop'; Text = 'foreach ($list in "none.csv", "good.csv") { $rows = Get-Content $list | ConvertFrom-Csv; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{ Name = 'a variable of a variable in a loop'; Text = 'foreach ($list in "none.csv", "good.csv") { $read = Get-Content $list | ConvertFrom-Csv
                $rows = $read | Where-Object Target
                $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{
                Name = 'a variable in a script file in a loop'
                Text = 'Set-Content one.ps1 "param(`$List)", "`$rows = Get-Content `$List | ConvertFrom-Csv", "`$rows | Set-FaxPlusWebhook -Prune -Confirm:`$false"
                    foreach ($list in "none.csv", "good.csv") { ./one.ps1 $list }'
            }
            @{
                Name = 'a variable in a function in a loop with try'
                Text = 'function Sync-Hook($List) { $rows = Get-Content $List | ConvertFrom-Csv
                        $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    foreach ($list in "none.csv", "good.csv") { try { Sync-Hook $list } catch { } }'
            }
            @{
                Name = 'a variable that is assigned again in the same script'
                Text = '$rows = Get-Content none.csv | ConvertFrom-Csv
                    if ($true) { $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    $rows = Import-Csv good.csv
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false'
            }
            @{
                Name = 'the same variable in another block'
                Text = 'if ($true) { $rows = Get-Content none.csv | ConvertFrom-Csv; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                    $rows = Import-Csv good.csv
                    if ($true) { $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
        ) {
            Push-Location $TestDrive
            $global:Error.Clear()
            try {
                Set-FaxPlusWebhook $a fax_sent
                Set-Content bad.csv 'Target,Event', "$a,fax_sent", "$b,"
                Set-Content good.csv 'Target,Event', "$b,fax_sent"
                Set-Content sync.ps1 $Text
                $ErrorActionPreference = 'SilentlyContinue'
                ./sync.ps1 -WarningVariable warned 3>&1 | ForEach-Object { "$_" } | Should -HaveCount 1
                Get-Hooks | Should -Be "fax_sent $b"
            }
            finally {
                Pop-Location
            }
        }

        It 'with -Prune ignores an error of <Name>' -ForEach @(
            @{ Name = 'another statement in the same line'; Text = 'Get-Item none.csv; $rows = Import-Csv good.csv; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false' }
            @{ Name = 'another statement in a loop'; Text = 'foreach ($i in 1, 2) { Get-Item none.csv; Import-Csv good.csv | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{ Name = 'a caller'; Text = 'function Sync-Hook { Import-Csv good.csv | Set-FaxPlusWebhook -Prune -Confirm:$false }
                Get-Item none.csv; Sync-Hook'
            }
            @{ Name = 'a variable of the script with the same name'; Text = 'foreach ($i in 1) { $null = Get-Item none.csv; $rows = 1 }
                function Sync-Hook { $rows = Import-Csv good.csv
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                Sync-Hook'
            }
            @{ Name = 'an earlier iteration, which the error ended'; Text = 'foreach ($list in "none.csv", "good.csv") {
                try { $rows = Import-Csv $list -ErrorAction Stop; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false } catch { } }'
            }
            @{ Name = 'an earlier iteration, which the error ended without Stop'; Text = 'foreach ($list in "none.csv", "good.csv") {
                try { $rows = Import-Csv $list; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false } catch { } }'
            }
            @{ Name = 'an earlier iteration of a function, which the error ended without Stop'; Text = 'function Sync-Hook($List) { $rows = Import-Csv $List
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                foreach ($list in "none.csv", "good.csv") { try { Sync-Hook $list } catch { } }'
            }
            @{ Name = 'a script in the same scope that sets other variables'; Text = 'Set-Content own.ps1 "Get-Item none.csv; `$other = 1"
                . ./own.ps1
                $list = "good.csv"
                Import-Csv $list | Set-FaxPlusWebhook -Prune -Confirm:$false'
            }
            @{ Name = 'an earlier iteration, which the error ended by preference'; Text = '$ErrorActionPreference = "Stop"
                function Sync-Hook($List) { $rows = Get-Content $List | ConvertFrom-Csv
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }
                foreach ($list in "none.csv", "good.csv") { try { Sync-Hook $list } catch { } }'
            }
        ) {
            Push-Location $TestDrive
            $global:Error.Clear()
            try {
                Set-FaxPlusWebhook $a fax_sent
                Set-Content good.csv 'Target,Event', "$b,fax_sent"
                Set-Content sync.ps1 $Text
                $ErrorActionPreference = 'SilentlyContinue'
                ./sync.ps1 3>&1 | Should -BeNullOrEmpty
                Get-Hooks | Should -Be "fax_sent $b"
            }
            finally {
                Pop-Location
            }
        }

        It 'with -Prune deletes no webhook if a later run of the statement may have an incomplete input: <Name>' -ForEach @(
            @{ Name = 'an input from before the loop'; Text = '$rows = Get-Content none.csv, good.csv | ConvertFrom-Csv
                foreach ($i in 1, 2) { $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a function that keeps its output'; Text = 'function Get-Row { if (-not $script:kept) { $script:kept = Get-Content none.csv, good.csv | ConvertFrom-Csv }; $script:kept }
                foreach ($i in 1, 2) { Get-Row | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a variable that grows'; Text = '$all = @()
                foreach ($list in "none.csv", "good.csv") { $all += Get-Content $list | ConvertFrom-Csv; $all | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a variable that grows with ='; Text = '$all = @()
                foreach ($list in "none.csv", "good.csv") { $all = @($all; Get-Content $list | ConvertFrom-Csv); $all | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'two variables that grow'; Text = '$all = @()
                foreach ($list in "none.csv", "good.csv") { $part = $all; $all = @($part; Get-Content $list | ConvertFrom-Csv); $all | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a variable of the previous iteration'; Text = '$next = Get-Content none.csv, good.csv | ConvertFrom-Csv
                foreach ($list in "none.csv", "good.csv") { $rows = $next; $next = Get-Content none.csv, good.csv | ConvertFrom-Csv; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a variable that is assigned in one iteration'; Text = 'foreach ($i in 1, 2) { if ($i -eq 1) { $rows = Get-Content none.csv, good.csv | ConvertFrom-Csv }; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{ Name = 'a variable that a block changed afterwards'; Text = '$rows = Import-Csv good.csv
                if ($true) { $rows = Get-Content none.csv, good.csv | ConvertFrom-Csv }
                $rows | Set-FaxPlusWebhook -Prune -Confirm:$false'
            }
            @{ Name = 'the outer run of a function that calls itself'; Text = 'function Sync-Hook($Depth) { $rows = Get-Content (@("none.csv")[$Depth], "good.csv" -ne $null) | ConvertFrom-Csv
                    if ($Depth -eq 0) { Sync-Hook 1 }
                    $rows | Set-FaxPlusWebhook -Prune -Confirm:($Depth -eq 1) -WhatIf:($Depth -eq 1) }
                Sync-Hook 0'
            }
            @{ Name = 'the text of another command'; Text = '$null = 1; $rows = Invoke-Expression "Get-Content none.csv, good.csv | ConvertFrom-Csv"; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false' }
            @{ Name = 'a preference that changed'; Text = 'foreach ($i in 1, 2) { $ErrorActionPreference = "SilentlyContinue"; $rows = Get-Content none.csv, good.csv | ConvertFrom-Csv
                    $ErrorActionPreference = "Stop"; $rows | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a list that grows'; Text = '$all = [System.Collections.Generic.List[object]]::new()
                foreach ($list in "none.csv", "good.csv") { Get-Content $list | ConvertFrom-Csv | ForEach-Object { $all.Add($_) }
                    $all | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'a job'; Text = '$job = Start-ThreadJob { Write-Error x; Import-Csv $using:PWD/good.csv }; $null = Wait-Job $job
                foreach ($i in 1, 2) { Receive-Job $job -Keep | Set-FaxPlusWebhook -Prune -Confirm:$false }'
            }
            @{ Name = 'the second input also has errors'; Text = 'foreach ($list in "none.csv", "bad.csv") { Get-Content $list | ConvertFrom-Csv | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
            @{ Name = 'an argument of the second input'; Text = 'foreach ($list in "bad.csv", "good.csv") { Import-Csv (Get-Item $list, none.csv) | Set-FaxPlusWebhook -Prune -Confirm:$false }' }
        ) {
            Push-Location $TestDrive
            $global:Error.Clear()
            try {
                Set-FaxPlusWebhook $a fax_sent
                Set-Content bad.csv 'Target,Event', "$b,fax_sent", "$b,"
                Set-Content good.csv 'Target,Event', "$b,fax_sent"
                Set-Content sync.ps1 $Text
                $ErrorActionPreference = 'SilentlyContinue'
                ./sync.ps1 3>$null
                Get-Hooks | Should -Contain "fax_sent $a"
            }
            finally {
                Pop-Location
            }
        }

        It 'with -Prune deletes no webhook if refused rows cannot be detected (-ErrorAction Ignore)' {
            Set-FaxPlusWebhook $a fax_sent
            [pscustomobject]@{ Target = $b; Event = 'fax_sent' }, [pscustomobject]@{ Target = $a; Event = "fax_s$([char]0xfffd)nt" } |
                Set-FaxPlusWebhook -Prune -Confirm:$false -ErrorAction Ignore -WarningAction SilentlyContinue
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
        }

        It 'with -Force replaces no webhook after an invalid row' {
            Set-FaxPlusWebhook $a fax_sent -Number +16505550100, +16505550101
            @(Get-ErrorOf { "Target,Event,Number`n$a,fax_sent,+16505550100`n$a,fax_sent,none" | ConvertFrom-Csv |
                Set-FaxPlusWebhook -Force -WarningAction SilentlyContinue }).Count | Should -Be 1
            (Get-EmulatorState $emulator).hooks.numbers | Should -Be '+16505550100', '+16505550101'
        }

        It 'uses parameters for values that the rows do not contain' {
            [pscustomobject]@{ Target = $a }, @{ Target = $b }, [pscustomobject]@{ Target = $b; Note = 1 } |
                Set-FaxPlusWebhook -Event fax_sent
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
        }

        It 'does not use a value of the previous row for a missing one' {
            @(Get-ErrorOf { [pscustomobject]@{ Target = $a; Event = 'fax_sent' }, [pscustomobject]@{ Target = $b } |
                Set-FaxPlusWebhook }).Count | Should -Be 1
            Get-Hooks | Should -Be "fax_sent $a"
        }

        It 'deletes no webhook without -Prune' {
            Set-FaxPlusWebhook $a fax_sent
            Set-FaxPlusWebhook $b fax_sent
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
        }

        It 'with -Prune deletes surplus webhooks after all missing ones were created' {
            Set-FaxPlusWebhook 'https://example.com/old' fax_sent, fax_received
            Set-FaxPlusWebhook 'https://example.com/other' fax_page_received
            Clear-EmulatorRequest $emulator
            @{ Target = $a; Event = 'fax_sent' }, @{ Target = $b; Event = 'fax_received' } | Set-FaxPlusWebhook -Prune -Confirm:$false
            Get-Hooks | Should -Be 'fax_page_received https://example.com/other', "fax_received $b", "fax_sent $a"
            (Get-EmulatorChange $emulator).method | Should -Be POST, POST, DELETE, DELETE
        }

        It 'prompts before it prunes, and deletes no webhook if no prompt is available' {
            Set-FaxPlusWebhook $a fax_sent
            $run = Invoke-Runspace "
                Import-Module `$env:FAXPLUS_MODULE
                Connect-FaxPlus -FromEnvironment -ApiUri $($emulator.ApiUri)
                Set-FaxPlusWebhook $b fax_sent -Prune" @{ FAXPLUS_PAT = 'good-token' }
            $run.Error | Should -Match 'prompts the user'
            Get-Hooks | Should -Be "fax_sent $a", "fax_sent $b"
        }

        It 'reduces duplicates to one with -Prune' {
            1..3 | ForEach-Object { $null = Invoke-FaxPlusRequest /hooks POST -Body @{ target = $a; event = 'fax_sent' } }
            Set-FaxPlusWebhook $a fax_sent
            (Get-Hooks).Count | Should -Be 3
            Set-FaxPlusWebhook $a fax_sent -Prune -Confirm:$false
            Get-Hooks | Should -Be "fax_sent $a"
        }

        It 'reports that numbers cannot be verified, and with -Force creates a webhook before it deletes the old one' {
            $old = Set-FaxPlusWebhook $a fax_sent -PassThru
            Set-FaxPlusWebhook $a fax_sent -Number '+16505550100' -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -Match '-Force'
            Clear-EmulatorRequest $emulator
            $new = Set-FaxPlusWebhook $a fax_sent -Number '+16505550100' -Force -PassThru
            $new.Id | Should -Not -Be $old.Id
            (Get-EmulatorChange $emulator).method | Should -Be POST, DELETE
            (Get-EmulatorState $emulator).hooks | ForEach-Object { $_.id; $_.numbers } | Should -Be $new.Id, '+16505550100'
        }

        It '-WhatIf shows the plan and makes no change' {
            Set-FaxPlusWebhook $a fax_sent
            Clear-EmulatorRequest $emulator
            $shown = Get-HostText { Set-FaxPlusWebhook $b fax_sent -Prune -WhatIf }
            $shown | Should -Match "What if: Create the webhook for fax_sent to $b"
            $shown | Should -Match "What if: Delete the webhook for fax_sent to $a .*, because the input does not contain it"
            Get-EmulatorChange $emulator | Should -BeNullOrEmpty
        }

        It 'keeps the webhooks of an event if a creation failed' {
            Set-FaxPlusWebhook $a fax_sent, fax_received
            Add-EmulatorFault $emulator @{ method = 'POST'; path = 'hooks'; kind = 'status'; status = 400; times = 1 }
            Set-FaxPlusWebhook $b fax_sent,
                fax_received -Prune -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
            $failed.Count | Should -BeGreaterThan 0
            Get-Hooks | Should -Be "fax_received $b", "fax_sent $a"
        }

        It 'creates no second webhook when a response is lost' {
            Add-EmulatorFault $emulator @{ method = 'POST'; path = 'hooks'; kind = 'drop-after'; times = 1 }
            Set-FaxPlusWebhook $a fax_sent
            Get-Hooks | Should -Be "fax_sent $a"
        }

        It 'that is stopped after request <_> and repeated reaches the desired state, and no event has fewer webhooks in between' -ForEach (
            1..6) {
            $old = 'https://example.com/old'
            Set-FaxPlusWebhook $old fax_sent, fax_received
            $rows = 'fax_sent', 'fax_received' | ForEach-Object { @{ Target = $a; Event = $_ } }
            $lines = $rows | Set-FaxPlusWebhook -Prune -Confirm:$false -Verbose 4>&1 | Where-Object { "$_" -match '/hooks' } |
                Select-Object -First $_
            @($lines).Count | Should -Be $_
            (Get-EmulatorState $emulator).hooks.event | Should -Contain fax_sent
            (Get-EmulatorState $emulator).hooks.event | Should -Contain fax_received
            $rows | Set-FaxPlusWebhook -Prune -Confirm:$false
            Get-Hooks | Should -Be "fax_received $a", "fax_sent $a"
        }
    }

    Context 'Remove-FaxPlusWebhook' {
        It 'deletes by id and from the pipeline' {
            Set-FaxPlusWebhook $a, $b fax_sent, fax_received
            (Get-FaxPlusWebhook fax_sent)[0].Id | Remove-FaxPlusWebhook -Confirm:$false
            Get-FaxPlusWebhook fax_received | Remove-FaxPlusWebhook -Confirm:$false
            Get-Hooks | Should -Be "fax_sent $b"
        }

        It 'names the id that the service does not have' {
            $failed = Get-ErrorOf { Remove-FaxPlusWebhook nope -Confirm:$false }
            $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.NotFound'
        }
    }

    Context 'Completion' {
        It 'offers the events of <_>' -ForEach 'Set-FaxPlusWebhook x', 'Get-FaxPlusWebhook' {
            $line = "$_ -Event "
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be fax_sent, fax_received, fax_page_received
        }
    }

    Context 'Views' {
        It 'a webhook fits into 80 columns' {
            $hook = Set-FaxPlusWebhook "https://example.com/$('long/' * 20)" fax_page_received -PassThru
            $lines = ($hook | Out-String -Width 80) -split '\r?\n' | Where-Object { $_.Trim() }
            $lines.Count | Should -Be 3
            $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
            ($hook | Out-String -Width 140) | Should -Match $hook.Id
        }
    }
}
