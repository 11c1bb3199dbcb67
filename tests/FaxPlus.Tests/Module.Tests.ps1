BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $commands = @(Get-Command -Module FaxPlus | ForEach-Object { @{ Name = $_.Name } })

    # The names that scripts outside this repository depend on.
    $contract = @(
        @{
            Name = 'Connect-FaxPlus'
            Parameter = 'Pat', 'Credential', 'FromEnvironment', 'Scope', 'ExpiresOn', 'ApiUri', 'AccountsUri', 'DefaultFrom', 'PassThru'
        }
        @{ Name = 'Disconnect-FaxPlus'; Parameter = @('Session') }
        @{ Name = 'Get-FaxPlusSession'; Parameter = @() }
        @{
            Name = 'Send-FaxPlusFax'
            Parameter = 'To', 'Path', 'LiteralPath', 'UploadedFile', 'FaxId', 'From', 'Comment', 'Tag', 'SendTime', 'RetryCount',
                'RetryDelay', 'CoverPage', 'NoEnhancement', 'UserId', 'Wait', 'Timeout', 'Session', 'WhatIf', 'Confirm'
        }
        @{
            Name = 'Get-FaxPlusFax'
            Parameter = 'FaxId', 'Category', 'After', 'Before', 'Direction', 'Status', 'Unread', 'First', 'UserId', 'Session'
        }
        @{ Name = 'Set-FaxPlusFax'; Parameter = 'FaxId', 'Comment', 'UserId', 'PassThru', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Remove-FaxPlusFax'; Parameter = 'FaxId', 'UserId', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Save-FaxPlusFax'; Parameter = 'FaxId', 'Directory', 'Path', 'Format', 'Report', 'Force', 'UserId', 'Session' }
        @{
            Name = 'Receive-FaxPlusFax'
            Parameter = 'Checkpoint', 'State', 'StateVariable', 'After', 'Category', 'LookBack', 'Follow', 'PollInterval',
                'MaxPollInterval', 'MarkRead', 'First', 'UserId', 'Session', 'WhatIf', 'Confirm'
        }
        @{ Name = 'Wait-FaxPlusFax'; Parameter = 'Timeout', 'UserId', 'Session' }
        @{ Name = 'Get-FaxPlusOutbox'; Parameter = 'OutboxId', 'UserId', 'Session' }
        @{ Name = 'Set-FaxPlusOutbox'; Parameter = 'OutboxId', 'Comment', 'UserId', 'PassThru', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Stop-FaxPlusFax'; Parameter = 'OutboxId', 'UserId', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Add-FaxPlusFile'; Parameter = 'Path', 'LiteralPath', 'Format', 'UserId', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'New-FaxPlusCoverPage'; Parameter = 'NameTo', 'NameFrom', 'Subject', 'Message', 'Flag' }
        @{ Name = 'Get-FaxPlusAccount'; Parameter = 'UserId', 'Session' }
        @{ Name = 'Set-FaxPlusAccount'; Parameter = 'UserId', 'Change', 'PassThru', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusNumber'; Parameter = 'Number', 'UserId', 'Session' }
        @{ Name = 'Grant-FaxPlusNumber'; Parameter = 'Number', 'Member', 'PassThru', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Revoke-FaxPlusNumber'; Parameter = 'Number', 'Member', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusMember'; Parameter = 'UserId', 'Email', 'Session' }
        @{ Name = 'Set-FaxPlusMember'; Parameter = 'UserId', 'Role', 'Quota', 'PassThru', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'New-FaxPlusInvitation'; Parameter = 'Email', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusBalance'; Parameter = @('Session') }
        @{ Name = 'Get-FaxPlusCountry'; Parameter = @('Session') }
        @{ Name = 'Get-FaxPlusArea'; Parameter = 'Country', 'Session' }
        @{ Name = 'Find-FaxPlusNumber'; Parameter = 'Country', 'CallingCode', 'Contains', 'Session' }
        @{ Name = 'New-FaxPlusNumber'; Parameter = 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusAICredit'; Parameter = @('Session') }
        @{ Name = 'Get-FaxPlusFaxText'; Parameter = 'FaxId', 'Timeout', 'UserId', 'Session' }
        @{ Name = 'Get-FaxPlusFaxField'; Parameter = 'FaxId', 'UserId', 'Session' }
        @{ Name = 'Set-FaxPlusFaxField'; Parameter = 'FaxId', 'Field', 'UserId', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusAICustomField'; Parameter = @('Session') }
        @{ Name = 'New-FaxPlusAICustomField'; Parameter = 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Set-FaxPlusAICustomField'; Parameter = 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'Get-FaxPlusWebhook'; Parameter = 'Event', 'Session' }
        @{
            Name = 'Set-FaxPlusWebhook'
            Parameter = 'Target', 'Event', 'Number', 'Prune', 'Force', 'PassThru', 'Session', 'WhatIf', 'Confirm'
        }
        @{ Name = 'Remove-FaxPlusWebhook'; Parameter = 'WebhookId', 'Session', 'WhatIf', 'Confirm' }
        @{ Name = 'ConvertFrom-FaxPlusWebhook'; Parameter = 'InputObject', 'Header', 'Secret', 'Verify', 'UserId', 'Session' }
        @{ Name = 'Wait-FaxPlusWebhook'; Parameter = 'Port', 'Path', 'First', 'Timeout', 'Secret' }
        @{ Name = 'Invoke-FaxPlusRequest'; Parameter = 'Path', 'Method', 'Query', 'Body', 'OutFile', 'Session', 'WhatIf', 'Confirm' }
    )
    $talking = @($contract | Where-Object { 'Session' -in $_.Parameter })
    $changing = @($commands | Where-Object { $_.Name -match '^(Send|Set|Remove|Stop|Add|Invoke|Grant|Revoke)-' })
    $types = 'Fax', 'OutboxFax', 'SentFax', 'FaxNumber', 'Webhook', 'WebhookEvent', 'Member', 'Account', 'FaxPlusSession',
        'FaxPlusException', 'CoverPage', 'UploadedFile' |
        ForEach-Object { @{ Type = "FaxPlus.$_" } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:manifest = Get-TestModulePath
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest -Path $manifest -ErrorAction Stop).Name | Should -Be 'FaxPlus'
    }

    It 'contains each cmdlet of the assembly, and no other' {
        $dll = Join-Path (Split-Path $manifest) FaxPlus.PowerShell.dll
        $cmdlets = [Reflection.Assembly]::LoadFrom($dll).GetExportedTypes() | ForEach-Object {
            $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) |
                ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        }
        (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object | Should -Be ($cmdlets | Sort-Object)
    }

    It 'exports all listed commands' {
        (Get-Command -Module FaxPlus).Name | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
    }

    It 'exports no wildcard, for which PowerShell would load the assembly to find a command' {
        $data = Import-PowerShellDataFile $manifest
        foreach ($list in 'CmdletsToExport', 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport') {
            $data.ContainsKey($list) | Should -BeTrue -Because $list
            $data[$list] | Where-Object { $_ -match '[*?]' } | Should -BeNullOrEmpty -Because $list
        }
    }

    It 'supports both editions and contains the assemblies for both' {
        (Import-PowerShellDataFile $manifest).CompatiblePSEditions | Should -Be 'Core', 'Desktop'
        foreach ($folder in 'core', 'desktop') { Join-Path (Split-Path $manifest) $folder FaxPlus.Client.dll | Should -Exist }
    }
}

Describe 'The cmdlet <Name>' -ForEach $commands {
    BeforeAll { $script:command = Get-Command $Name }

    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain $command.Verb
    }

    It 'declares its output type' {
        $command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has a syntax without unknown words' {
        $command.ParameterSets.Count | Should -BeGreaterThan 0
        Get-Command $Name -Syntax | Should -Match ([regex]::Escape($Name))
    }
}

Describe 'Names that scripts rely on' {
    It '<Name> exists with its parameters' -ForEach $contract {
        $there = (Get-Command $Name -ErrorAction Stop).Parameters.Keys
        $Parameter | Where-Object { $_ -notin $there } | Should -BeNullOrEmpty
    }

    It '<Name> has the parameter -Session' -ForEach $talking {
        (Get-Command $Name).Parameters['Session'].ParameterType.FullName | Should -Be 'FaxPlus.FaxPlusSession'
    }

    It '<Name> supports -WhatIf and -Confirm' -ForEach $changing {
        (Get-Command $Name).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $Name).Parameters.Keys | Should -Contain 'Confirm'
    }

    It '[<Type>] can be used in a script' -ForEach $types {
        ($Type -as [type]).FullName | Should -Be $Type
    }

    It 'the exception has the properties that a script needs' {
        $properties = [FaxPlus.FaxPlusException].GetProperties().Name
        foreach ($name in 'StatusCode', 'ErrorCode', 'ResponseBody', 'Operation', 'RequiredScopes', 'IsTransient') {
            $properties | Should -Contain $name
        }
    }

    It 'Remove-FaxPlusFax prompts before it deletes, Send-FaxPlusFax does not prompt' {
        $impact = @{}
        foreach ($name in 'Remove-FaxPlusFax', 'Send-FaxPlusFax') {
            $impact[$name] = (Get-Command $name).ImplementingType.GetCustomAttributes(
                [System.Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact
        }
        $impact['Remove-FaxPlusFax'] | Should -Be 'High'
        $impact['Send-FaxPlusFax'] | Should -Not -Be 'High'
    }
}

Describe 'Importing' {
    It 'has no output, and loads no HTTP client, no JSON and no client of the service' -Tag Quick {
        # At its start, PowerShell loads some assemblies on other threads, which takes several seconds on a busy machine. If the import
        # itself loaded an assembly, all attempts would show it.
        for ($i = 0; $i -eq 0 -or ($i -lt 4 -and $heavy); $i++) {
            $child = Invoke-ChildPowerShell -Environment @{ TEST_PAUSE = 5 * $i } -Script {
                Start-Sleep $env:TEST_PAUSE
                $before = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name })
                Import-Module $env:FAXPLUS_MODULE *>&1 | ForEach-Object { "said: $_" }
                [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -notin $before } |
                    ForEach-Object { 'loaded ' + $_.GetName().Name }
            }
            $child.Error | Should -BeNullOrEmpty
            $child.Output | Should -Not -Match 'said:'
            $loaded = $child.Output -split '\r?\n' -match '^loaded ' -replace '^loaded '
            $loaded | Should -Contain 'FaxPlus.PowerShell'
            $found = $loaded -match '^(System\.Net\.|System\.Text\.Json|Microsoft\.Extensions|Polly|FaxPlus\.Client|FaxPlus\.Loader)'
            $heavy = @($found | Where-Object { $i -eq 0 -or $_ -in $heavy })
        }
        $heavy | Should -BeNullOrEmpty
    }

    It 'needs only the module''s own four files' {
        $bare = Join-Path $TestDrive bare FaxPlus
        $null = New-Item -ItemType Directory -Path $bare
        Get-ChildItem -LiteralPath (Split-Path $manifest) -File | Copy-Item -Destination $bare
        $child = Invoke-ChildPowerShell -Environment @{ FAXPLUS_MODULE = (Join-Path $bare FaxPlus.psd1) } (
            'Import-Module $env:FAXPLUS_MODULE -ErrorAction Stop; (Get-Command -Module FaxPlus).Count; ' +
            '(New-FaxPlusCoverPage -NameTo a -NameFrom b -Subject c).Subject')
        $child.Error | Should -BeNullOrEmpty
        ($child.Output.Trim() -split '\r?\n')[-1] | Should -Be 'c'
    }

    It 'writes no file' {
        $personal = Join-Path $TestDrive home
        $null = New-Item -ItemType Directory -Path $personal
        $child = Invoke-ChildPowerShell -Environment @{
            HOME = $personal; USERPROFILE = $personal; XDG_CONFIG_HOME = "$personal/config"; XDG_DATA_HOME = "$personal/data"
            XDG_CACHE_HOME = "$personal/cache" } -Script {
            function Get-State {
                Get-ChildItem -LiteralPath $HOME, (Split-Path $env:FAXPLUS_MODULE) -Recurse -File -Force |
                    Where-Object FullName -NotMatch 'ModuleAnalysisCache|StartupProfileData' | ForEach-Object {
                        "$($_.FullName) $($_.Length) $($_.LastWriteTimeUtc.Ticks)"
                    }
            }
            $before = @(Get-State)
            Import-Module $env:FAXPLUS_MODULE
            $null = Get-FaxPlusSession
            'new:' + (@(Get-State | Where-Object { $_ -notin $before }) -join '; ')
        }
        $child.Output.Trim() | Should -Be 'new:'
    }

    It 'can be repeated with -Force, undone, and repeated' {
        $child = Invoke-Runspace {
            $ErrorActionPreference = 'Stop'
            Import-Module $env:FAXPLUS_MODULE
            Import-Module $env:FAXPLUS_MODULE -Force
            "forced $((Get-Command -Module FaxPlus).Count)"
            $secret = [securestring]::new()
            $secret.AppendChar('x')
            Connect-FaxPlus -Pat $secret -ApiUri 'http://127.0.0.1:9'
            Remove-Module FaxPlus
            "removed $(@(Get-Command -Module FaxPlus).Count)"
            Import-Module $env:FAXPLUS_MODULE
            "again $((Get-Command -Module FaxPlus).Count) $((Get-FaxPlusAccount -ErrorAction SilentlyContinue -ErrorVariable problem).Count) $($problem[0].FullyQualifiedErrorId)"
        }
        $all = (Import-PowerShellDataFile $manifest).CmdletsToExport.Count
        $lines = $child.Output.Trim() -split '\r?\n'
        $child.Error | Should -BeNullOrEmpty
        $lines[0] | Should -Be "forced $all"
        $lines[1] | Should -Be 'removed 0'
        $lines[2] | Should -Match "^again $all 0 FaxPlus\.\w+,"
    }

    It 'succeeds by name if its folder is on the module path' {
        $child = Invoke-Runspace '$env:PSModulePath = Split-Path (Split-Path $env:FAXPLUS_MODULE); (Get-Command Send-FaxPlusFax).ModuleName'
        $child.Output.Trim() | Should -Be 'FaxPlus'
    }
}

Describe 'The promises of the README' {
    BeforeDiscovery {
        $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
        $table = [IO.File]::ReadAllText(
            (Join-Path $root README.md)) -replace '(?s)^.*\| promise \| shown by \|\r?\n' -replace '(?s)\r?\n\r?\n.*$'
        $promises = @($table -split '\r?\n' | Select-Object -Skip 1 | Where-Object { $_ } | ForEach-Object {
                $promise, $links = $_.Trim('| ') -split ' \| ', 2
                @{ Promise = $promise; File = @([regex]::Matches($links, '\]\(([^)]+)\)').ForEach({ Join-Path $root $_.Groups[1].Value })) }
            })
        if ($promises.Count -lt 8) { throw "The README's table of promises was not found: $table" }
    }

    It '"<Promise>" has a test in each run, also with -Quick' -ForEach $promises {
        $tests = Get-ChildItem -LiteralPath $File -File -Recurse -Include *.Tests.ps1, *.cs
        $tests | Select-String -Pattern '-Tag\b.*\bQuick\b', 'Trait\("Category", "Quick"\)' -Quiet | Should -Contain $true
    }
}
