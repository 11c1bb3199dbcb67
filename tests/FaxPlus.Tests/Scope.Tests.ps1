BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot ScopeScripts ScopeScripts.psm1) -Force
    Import-TestModule
    $script:scripts = @(Get-ScopeScript)
    $script:shortened = @(Get-ShortOfScope)
    $script:misleading = Import-PowerShellDataFile (Join-Path $PSScriptRoot ScopeScripts misleading.psd1)
    $script:holders = Get-FaxPlusScope | ForEach-Object { @{ Held = $_.Scope; Token = "only-$($_.Scope)" } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot ScopeScripts ScopeScripts.psm1) -Force
    Import-TestModule
    $script:reading = @((Get-FaxPlusScope).Scope -like '*:read')
    $script:pdf = (Add-TestPdf (Join-Path $TestDrive fax.pdf)).FullName
    $tokens = foreach ($scope in (Get-FaxPlusScope).Scope) { '--pat', "only-$scope=$scope" }
    $script:emulator = Open-Emulator (
        @('--seed-faxes', '6', '--number', '+16505550100', '--send-seconds', '0.1') + $tokens + (Get-ScopeTokenOption))

    # Simulates the scope check in areas that an emulator may not implement, for a token that has only the scope $Held.
    function Set-Area([string] $Held) {
        Clear-EmulatorFault $emulator
        foreach ($area in @{ Path = '/shop/balance'; Scope = 'fax:shop:read'; Body = '{"amount":1,"currency":"USD"}' },
            @{ Path = '/ai/custom-fields'; Scope = 'fax:ai_settings:read'; Body = '[]' }) {
            $open = $Held -in $area.Scope, 'fax:all:read'
            Add-EmulatorFault $emulator @{
                kind = 'status'
                path = $area.Path
                times = 100
                status = $open ? 200 : 403
                body = $open ? $area.Body : '{"error":"insufficient_scope"}'
            }
        }
    }

    # Runs a script with a token, like a runbook, and returns its errors.
    function Get-ErrorOfScript([string] $Path, [string] $Token) {
        Clear-Emulator $emulator
        $id = @((Get-EmulatorState $emulator).faxes | Where-Object direction -EQ incoming)[0].id
        $env:FAXPLUS_PAT = $Token
        $env:FAXPLUS_API_URI = $emulator.ApiUri
        try { Get-ErrorOf { & $Path -FaxId $id -Pdf $pdf } }
        finally { Remove-Item Env:FAXPLUS_PAT, Env:FAXPLUS_API_URI }
    }

    function Set-Script([string] $Text, [string] $Name = 'script.ps1') {
        $file = Join-Path $TestDrive $Name
        Set-Content -LiteralPath $file -Value $Text
        $file
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Get-FaxPlusScope' {
    It 'lists every scope with its description and the place where the vendor documents it' {
        $all = Get-FaxPlusScope
        $all.Count | Should -Be 16
        foreach ($item in $all) {
            $item.Scope | Should -Match '^fax:[a-z_]+:(read|edit)$'
            $item.Description | Should -Not -BeNullOrEmpty
            $item.Source | Should -Not -BeNullOrEmpty
        }
        $all.Scope | Should -Not -Contain 'fax:use:read'
    }

    It 'contains every exported cmdlet, and no other' {
        $exported = (Get-Command -Module FaxPlus -Noun FaxPlus*).Name | Sort-Object
        [FaxPlus.FaxPlusCommands]::Names | Sort-Object | Should -Be $exported
    }

    It 'works in a session of Just Enough Administration, which has no aliases' {
        $state = [initialsessionstate]::CreateRestricted([System.Management.Automation.SessionCapabilities]::RemoteServer)
        $state.ImportPSModule((Get-TestModulePath))
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        try {
            $shell = [powershell]::Create($runspace).AddCommand('Get-FaxPlusScope').AddParameter('Command', 'Get-FaxPlusFax')
            $shell.Invoke().Scope | Should -Be 'fax:fax:read'
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $runspace.Dispose() }
    }

    It 'needs neither a session nor a request' {
        Disconnect-FaxPlus
        Clear-EmulatorRequest $emulator
        Get-FaxPlusScope -Command Get-FaxPlusFax | Should -Not -BeNullOrEmpty
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    Context 'for commands' {
        It 'returns all scopes that any call of a cmdlet may need, with conditions' {
            $needs = Get-FaxPlusScope -Command Send-FaxPlusFax
            $needs.Scope | Should -Be 'fax:fax:read', 'fax:fax:edit', 'fax:numbers:read'
            $needs[0].When | Should -Contain 'with -Wait'
            $needs[1].When | Should -BeNullOrEmpty
            $needs[2].When | Should -Match '-From'
        }

        It 'returns the scopes that a command line needs' {
            (Get-FaxPlusScope -Command 'Send-FaxPlusFax +14155550101 a.pdf -From +16505550100').Scope | Should -Be 'fax:fax:edit'
            (Get-FaxPlusScope -Command 'Get-FaxPlusFax | Remove-FaxPlusFax').Scope | Should -Be 'fax:fax:read', 'fax:fax:edit'
        }

        It 'accepts names and commands from the pipeline, and returns one set for all' {
            ('Get-FaxPlusAccount', 'Get-FaxPlusFax' | Get-FaxPlusScope).Scope | Should -Be 'fax:fax:read', 'fax:user:read'
            (Get-Command Add-FaxPlusFile | Get-FaxPlusScope).Scope | Should -Be 'fax:file:edit'
        }

        It 'returns no scope for a cmdlet that makes no request' {
            Get-FaxPlusScope -Command New-FaxPlusCoverPage | Should -BeNullOrEmpty
        }

        It 'refuses a name that is not a cmdlet of the module' {
            (Get-ErrorOf { Get-FaxPlusScope -Command Get-ChildItem }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        }

        It 'returns no scope for the cmdlets of Voipex, which belong to this module' {
            (Get-Command -Module FaxPlus -Noun Voipex*).Name | Get-FaxPlusScope -ErrorAction Stop | Should -BeNullOrEmpty
            Get-FaxPlusScope -Command 'Get-VoipexCall -First 1' -ErrorAction Stop | Should -BeNullOrEmpty
            (Get-FaxPlusScope -Command Connect-Voipex, Get-FaxPlusFax).Scope | Should -Be 'fax:fax:read'
        }

        It 'completes their names' {
            (TabExpansion2 'Get-FaxPlusScope -Command Sen' -cursorColumn 29).CompletionMatches.CompletionText |
                Should -Contain 'Send-FaxPlusFax'
        }
    }

    Context 'for <Name>.ps1' -ForEach $scripts {
        It 'returns the smallest set' {
            (Get-FaxPlusScope -Path $Path -WarningAction SilentlyContinue).Scope | Sort-Object | Should -Be ($Needs | Sort-Object)
        }

        It 'returns scopes that suffice to run the script' {
            Get-ErrorOfScript $Path $Token | Should -BeNullOrEmpty
        }
    }

    It 'omits no scope of <Name>.ps1, which fails without <Without>' -ForEach $shortened {
        @(Get-ErrorOfScript $Path $Token).FullyQualifiedErrorId -like 'FaxPlus.MissingScope,*' | Should -Not -BeNullOrEmpty
    }

    Context 'for scripts in general' {
        It 'names the lines, cmdlets and operations that need a scope' {
            $file = Set-Script "`n`$x = 1`nGet-FaxPlusFax -First 1`nif (`$x) { Get-FaxPlusOutbox }"
            $need = Get-FaxPlusScope -Path $file
            $need.Scope | Should -Be 'fax:fax:read'
            $need.Line | Should -Be "${file}:3", "${file}:4"
            $need.Command | Should -Be 'Get-FaxPlusFax', 'Get-FaxPlusOutbox'
            $need.Operation | Should -Be 'GET /accounts/{user_id}/faxes', 'GET /accounts/{user_id}/outbox'
        }

        It 'returns one set for several files, wildcards and files from the pipeline' {
            $one = Set-Script 'Get-FaxPlusFax' 'several-1.ps1'
            $two = Set-Script 'Get-FaxPlusAccount' 'several-2.ps1'
            foreach ($set in (Get-FaxPlusScope -Path $one, $two), (Get-FaxPlusScope (Join-Path $TestDrive several-*.ps1)),
                (Get-Item $one, $two | Get-FaxPlusScope)) {
                $set.Scope | Should -Be 'fax:fax:read', 'fax:user:read'
            }
        }

        It 'follows functions across files, and aliases of the session' {
            $library = Set-Script 'function Get-Mine { mine-fax }' 'library.ps1'
            $main = Set-Script 'Get-Mine' 'main.ps1'
            Set-Alias -Name mine-fax -Value Get-FaxPlusOutbox -Scope Global
            try { (Get-FaxPlusScope -Path $library, $main).Scope | Should -Be 'fax:fax:read' }
            finally { Remove-Alias mine-fax -Scope Global }
        }

        It 'includes the functions of a module that is specified itself' {
            (Get-FaxPlusScope -Path (Join-Path $PSScriptRoot ScopeScripts lib Archive.psm1)).Scope |
                Should -Be 'fax:fax:read', 'fax:fax:edit'
        }

        It 'supports scripts that call each other and themselves' {
            $one = Set-Script '. $PSScriptRoot/circle-2.ps1; function f { f }; f; Set-Alias a b; Set-Alias b a; a' 'circle-1.ps1'
            $null = Set-Script '. $PSScriptRoot/circle-1.ps1; $p = $p; $q = @{} + $q; Get-FaxPlusFax @q -ErrorAction $p' 'circle-2.ps1'
            (Get-FaxPlusScope -Path $one -WarningAction SilentlyContinue).Scope | Should -Be 'fax:fax:read'
        }

        It 'warns, with the line, about <What>' -ForEach @(
            @{ What = 'a command that is not constant'; Text = '& $args[0] -First 1' }
            @{ What = 'a path that is not constant'; Text = 'Invoke-FaxPlusRequest $args[0]' }
            @{ What = 'a path for which the vendor documents no scope'; Text = 'Invoke-FaxPlusRequest /accounts/self/ai/credits' }
            @{ What = 'a splat that cannot be analyzed'; Text = 'Get-FaxPlusFax @PSBoundParameters' }
            @{ What = 'a script that does not exist'; Text = '. ./nowhere.ps1' }
            @{ What = 'text that is run as code'; Text = 'iex $text' }
            @{ What = 'a cmdlet that does not exist'; Text = 'Get-FaxPlusFaxes' }
            @{ What = 'a function that is not called'; Text = 'function Get-Mine { Get-FaxPlusFax }' }
        ) {
            $file = Set-Script "`n$Text"
            $null = Get-FaxPlusScope -Path $file -WarningVariable warned -WarningAction SilentlyContinue
            $warned.Count | Should -Be 1
            $warned[0].Message | Should -BeLike "${file}:2: *"
        }

        It 'warns about each call of a program that runs code, and about other programs once' {
            $file = Set-Script "pwsh -File a.ps1`npwsh -Command 'Remove-FaxPlusFax x'`n/bin/bash b.sh`n/bin/bash c.sh`ngit status`ngit log"
            $null = Get-FaxPlusScope -Path $file -WarningVariable warned -WarningAction SilentlyContinue
            $warned -match ':(1|2|3|4|5|6):' -replace '^.*\.ps1:(\d):.*$', '$1' | Should -Be '1', '2', '3', '4', '5'
        }

        It 'includes or warns about the calls of a misleading script: <_>' -ForEach $misleading.Keys {
            # Creates the files that the scripts in misleading.psd1 refer to. other.ps1 and known.ps1 need fax:fax:edit; harmless.ps1 does not.
            foreach ($name in 'other.ps1', 'known.ps1') { $null = Set-Script 'Remove-FaxPlusFax 1' $name }
            $null = Set-Script 'Get-FaxPlusNumber' 'harmless.ps1'
            $null = Set-Script '{' 'broken.ps1'
            $null = Set-Script 'function Get-Date { Remove-FaxPlusFax 1 }' 'x.psm1'
            $null = New-Item -ItemType Directory -Force (Join-Path $TestDrive lib FaxPlus), (Join-Path $TestDrive sub)
            $null = Set-Script 'Get-FaxPlusNumber' 'sub/harmless.ps1'
            $file = Set-Script (Import-PowerShellDataFile (Join-Path $PSScriptRoot ScopeScripts misleading.psd1))[$_] 'misleading.ps1'
            $needs = Get-FaxPlusScope -Path $file -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop
            $at = @($warned.Message) -like "${file}:*"
            ($needs.Scope -contains 'fax:fax:edit') -or $at.Count -gt 0 | Should -BeTrue
        }

        It 'does not warn about code that it can analyze: <_>' -ForEach @(
            'Get-ChildItem *.pdf | Where-Object Length -GT 0 | ForEach-Object { Send-FaxPlusFax 1 $_.FullName -From 2 }'
            '$m = "DELETE"; Invoke-FaxPlusRequest -Path /accounts/self/faxes/1 -Method $m'
            '$PSDefaultParameterValues["Out-File:Encoding"] = "utf8"; $x = [datetime]::Today.AddDays(-1).ToString("yyyy"); Get-FaxPlusFax -After $x'
            '$p = @{ First = 5 }; $p.Category = "inbox"; if ($p.ContainsKey("First")) { $p.Remove("First") }; Get-FaxPlusFax @p'
            'function f { $p = @{ First = 1 }; Get-FaxPlusFax @p }; $p = @{ First = 2 }; f; Get-FaxPlusFax @p'
            'Import-Module FaxPlus; #Requires -Modules FaxPlus'
            'Start-ThreadJob -ScriptBlock { Get-FaxPlusFax } | Receive-Job -Wait'
            'Invoke-RestMethod "https://hooks.example.org/$id" -Method Post -Body (Get-FaxPlusFax | ConvertTo-Json); Set-Content "$folder/faxes.json" 1; Get-Date | Out-File $log'
            'Get-FaxPlusFax -ErrorVariable failed | ForEach-Object Id | ForEach-Object ToUpper; $name = "x"; Set-Variable -Name name -Value y; (1, 2).Where({ $_ }).ForEach("ToString"); New-PSDrive T FileSystem /'
            'function Invoke-It([scriptblock] $Do) { & $Do }; Invoke-It { Get-FaxPlusFax }'
            'class C { [string] Name() { return "x".ToUpper() } }; [C]::new().Name()'
            'param([string] $a, [string[]] $b, [int] $n) $a -replace "x", $b[0]; "a,b" -split $a; Get-ChildItem $a | Sort-Object Name | Copy-Item -Destination $a; $b | Select-Object -First $n | Out-File $a'
            'param($a) $t = "$a".Trim(); Get-ChildItem | Move-Item -Destination $t; if ($a) { $d = "x" } else { $d = "y" }; Get-ChildItem | Move-Item -Destination $d'
            'param($file, $n) Get-FaxPlusFax -First $n | ForEach-Object { "$($_.Id)" -replace "a", $_.Id } | Out-File $file; $file | Write-Output; switch ($n) { 1 { $file } }'
            'param([string] $out) . $PSScriptRoot/harmless.ps1; Get-FaxPlusFax | Export-Csv $out; function f { 1 > $out }; f'
            'param([string] $out, $v) 1 | Out-File "$out/run.log"; Get-FaxPlusFax | Export-Csv "faxes-$out.csv"; Set-Content state.json -Value $v; Save-FaxPlusFax 1 -Directory $out; Send-FaxPlusFax 1 a.pdf -Journal $out; 1 > $null; New-Item -ItemType Directory $PSScriptRoot/sub; ./harmless.ps1'
            'function f($q, [scriptblock] $b) { "abc" -replace "a", $q; & $b }; f x { Get-FaxPlusFax }'
            'function f { Get-ChildItem | ForEach-Object { "$_".Replace(".txt", ".ps1") } }; function g($x) { f; $x.Count }; ./harmless.ps1'
            '$f = "FaxPlus"; 1 | ForEach-Object -Parallel { Import-Module $using:f; Get-FaxPlusFax }; "a" | Set-Content $PSScriptRoot/a.txt'
            '1..3 | ForEach-Object { New-Item -ItemType File -Path $_ }; "a" | New-Item -Path "$f/a.txt"; New-Item $f -Name "$n.txt" -ItemType File -Value x'
            'New-Item -ItemType Directory -Path $folder -Force | Out-Null; $l = [System.Collections.Generic.List[string]]::new(); $l.Add("x")'
            'param($p, $q) New-Item -ItemType File -Path $p -Value "a"; New-Item -ItemType SymbolicLink -Path $p -Target /x; New-Item -ItemType Junction -Path $p -Value $q; "a" | New-Item -ItemType Directory -Path { $_ }'
            'function Sync { git pull; robocopy a b }; function Write-Log($f, $m) { Set-Content $f $m; New-Item $f -Value $m }; Get-FaxPlusFax'
        ) {
            $null = Set-Script 'Get-FaxPlusNumber' 'harmless.ps1'
            $null = Get-FaxPlusScope -Path (Set-Script $_) -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeNullOrEmpty
        }

        It 'includes the numbers of the account if the sender may be unknown: <_>' -ForEach @(
            'param($from) Send-FaxPlusFax 1 a.pdf -From $from'
            'param([string] $from) $fax = @{ To = 1; Path = "a.pdf"; From = $from }; Send-FaxPlusFax @fax'
            'Send-FaxPlusFax 1 a.pdf -From $env:FAX_FROM'
            'Send-FaxPlusFax 1 a.pdf -From $nowhere'
            'param($a, $b) Send-FaxPlusFax 1 a.pdf -From "$a$b"'
            'param($x) Send-FaxPlusFax 1 a.pdf -From ($x ? "+1" : $null)'
            'param($from) Connect-FaxPlus -FromEnvironment -DefaultFrom $from; Send-FaxPlusFax 1 a.pdf'
            'Connect-FaxPlus -FromEnvironment -DefaultFrom 1; & $PSScriptRoot/conn.ps1; Send-FaxPlusFax 1 a.pdf'
            'function f { Connect-FaxPlus -FromEnvironment }; Connect-FaxPlus -FromEnvironment -DefaultFrom 1; f; Send-FaxPlusFax 1 a.pdf'
            'Connect-FaxPlus -FromEnvironment -DefaultFrom 1; 1, 2 | % { Send-FaxPlusFax 1 a.pdf; Connect-FaxPlus -FromEnvironment }'
            'param($other) Connect-FaxPlus -FromEnvironment -DefaultFrom 1; Send-FaxPlusFax 1 a.pdf -Session $other'
            'function f { Connect-FaxPlus -FromEnvironment -DefaultFrom 1 }; Send-FaxPlusFax 1 a.pdf; f'
            'function f { if ($x) { return }; Connect-FaxPlus -FromEnvironment -DefaultFrom 1 }; f; Send-FaxPlusFax 1 a.pdf'
            'function f { Send-FaxPlusFax 1 a.pdf }; f; Connect-FaxPlus -FromEnvironment -DefaultFrom 1; f'
            'Test-Path x && Connect-FaxPlus -FromEnvironment -DefaultFrom 1; Send-FaxPlusFax 1 a.pdf'
            '$null = $x -and (Connect-FaxPlus -FromEnvironment -DefaultFrom 1); Send-FaxPlusFax 1 a.pdf'
            'try { Get-Item x; Connect-FaxPlus -FromEnvironment -DefaultFrom 1 } catch { }; Send-FaxPlusFax 1 a.pdf'
            'process { Connect-FaxPlus -FromEnvironment -DefaultFrom 1 } end { Send-FaxPlusFax 1 a.pdf }'
            'class C { static [void] L() { Connect-FaxPlus -FromEnvironment -DefaultFrom 1 } }; Send-FaxPlusFax 1 a.pdf'
            '$s = @{ To = 1; Path = "a.pdf"; From = 2 }; . $PSScriptRoot/clear.ps1; Send-FaxPlusFax @s'
            '[C]::Go(); Connect-FaxPlus -FromEnvironment -DefaultFrom 1; class C { static [void] Go() { Send-FaxPlusFax 1 a.pdf } }'
        ) {
            $null = Set-Script 'Connect-FaxPlus -FromEnvironment' 'conn.ps1'
            $null = Set-Script '$s.Remove("From")' 'clear.ps1'
            (Get-FaxPlusScope -Path (Set-Script $_)).Scope | Should -Contain 'fax:numbers:read'
        }

        It 'does not include them if the sender is certain: <_>' -ForEach @(
            'param($area) Send-FaxPlusFax 1 a.pdf -From "+1$area"'
            'function f { Send-FaxPlusFax 1 a.pdf }; Connect-FaxPlus -FromEnvironment -DefaultFrom 1; f'
            'function f { Connect-FaxPlus -FromEnvironment -DefaultFrom 1 }; f; 1 | ForEach-Object { Send-FaxPlusFax 1 a.pdf }'
            'end { Send-FaxPlusFax 1 a.pdf } begin { Connect-FaxPlus -FromEnvironment -DefaultFrom 1 }'
        ) {
            (Get-FaxPlusScope -Path (Set-Script $_)).Scope | Should -Be 'fax:fax:edit'
        }

        It 'includes all scopes that a cmdlet may need if a splat cannot be analyzed' {
            (Get-FaxPlusScope -Path (Set-Script 'Send-FaxPlusFax @args') -WarningAction SilentlyContinue).Scope |
                Should -Be 'fax:fax:read', 'fax:fax:edit', 'fax:numbers:read'
        }

        It 'reports a syntax error with file and line, and continues with the next file' {
            $bad = Set-Script "`nGet-FaxPlusAccount`n'open" 'bad.ps1'
            $good = Set-Script 'Get-FaxPlusFax' 'good.ps1'
            $needs = Get-FaxPlusScope -Path $bad, $good -ErrorVariable problem -ErrorAction SilentlyContinue
            $needs.Scope | Should -Be 'fax:fax:read'
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            "$($problem[0])" | Should -BeLike "*${bad}:3: *"
        }

        It 'reports a script in UTF-16 without a byte order mark as such: <_>' -ForEach 'utf-16', 'utf-16BE' {
            $file = Join-Path $TestDrive u16.ps1
            [System.IO.File]::WriteAllBytes($file, [System.Text.Encoding]::GetEncoding($_).GetBytes("Get-FaxPlusFax`n"))
            $errors = @(Get-ErrorOf { Get-FaxPlusScope -Path $file -WarningVariable script:warned })
            $errors.Exception.Message | Should -BeLike "*u16.ps1:1: *UTF-16*"
            $warned | Should -BeNullOrEmpty
            [System.IO.File]::WriteAllText($file, 'Get-FaxPlusFax', [System.Text.Encoding]::Unicode)
            (Get-FaxPlusScope -Path $file).Scope | Should -Be 'fax:fax:read'
        }

        It 'reads no device behind a link' -Skip:(-not (Test-Path /dev/zero)) {
            $link = (New-Item -ItemType SymbolicLink (Join-Path $TestDrive zero.ps1) -Target /dev/zero).FullName
            (Get-ErrorOf { Get-FaxPlusScope -Path $link }).Exception.Message | Should -BeLike '*is a device or pipe*'
            (Get-ErrorOf { Get-FaxPlusScope -Path (Set-Script '. $PSScriptRoot/zero.ps1') }).Exception.Message |
                Should -BeLike '*is a device or pipe*'
            $null = New-Item -ItemType SymbolicLink (Join-Path $TestDrive linked.ps1) -Target (Set-Script 'Get-FaxPlusFax')
            (Get-FaxPlusScope -Path (Join-Path $TestDrive linked.ps1)).Scope | Should -Be 'fax:fax:read'
        }

        It 'reports a missing file' {
            (Get-ErrorOf { Get-FaxPlusScope -Path (Join-Path $TestDrive nowhere.ps1) }).FullyQualifiedErrorId |
                Should -BeLike 'FaxPlus.FileNotFound,*'
        }
    }
}

Describe 'Test-FaxPlusScope' {
    BeforeEach { Clear-Emulator $emulator }

    Context 'with a token that has only <Held>' -ForEach $holders {
        It 'returns the correct result for every read scope, as declared' {
            Connect-Emulator $emulator $Token @{ Scope = $Held }
            foreach ($scope in $reading) {
                Test-FaxPlusScope -Scope $scope | Should -Be ($Held -in $scope, 'fax:all:read') -Because "the scope is $scope"
            }
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'returns the correct result for every read scope, by probing' {
            Connect-Emulator $emulator $Token
            Set-Area $Held
            foreach ($scope in $reading) {
                Test-FaxPlusScope -Scope $scope -WarningAction SilentlyContinue |
                    Should -Be ($Held -in $scope, 'fax:all:read') -Because "the scope is $scope"
            }
        }

        It 'makes each probe once, and none that makes a change' {
            Connect-Emulator $emulator $Token
            Set-Area $Held
            $results = Test-FaxPlusScope -Scope $reading -Detailed
            $results.Scope | Should -Be $reading
            $requests = Get-EmulatorRequest $emulator
            $requests.Count | Should -BeLessOrEqual 7
            ($requests | Group-Object path).Count | Should -Not -Contain 2
            $requests.method | Should -Not -Contain 'POST'
        }
    }

    It 'accepts the misspelt alias, as a declaration and as an argument' {
        Connect-Emulator $emulator only-fax:user:read @{ Scope = 'fax:use:read' }
        Test-FaxPlusScope -Scope fax:user:read | Should -BeTrue
        Connect-Emulator $emulator only-fax:user:read
        (Test-FaxPlusScope -Scope fax:use:read -Detailed).Scope | Should -Be 'fax:user:read'
        Test-FaxPlusScope -Scope fax:use:read | Should -BeTrue
    }

    It 'does not treat edit scopes as read scopes, or the OAuth scope all as all scopes' {
        Connect-Emulator $emulator good-token @{ Scope = 'fax:fax:edit' }
        Test-FaxPlusScope -Scope fax:fax:read | Should -BeFalse
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        Test-FaxPlusScope -Scope fax:fax:read, fax:shop:edit | Should -BeTrue
    }

    It 'returns false with a warning for an edit scope that was not declared' {
        Connect-Emulator $emulator only-fax:fax:edit
        Test-FaxPlusScope -Scope fax:fax:edit -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
        $warned.Count | Should -Be 1
        $warned[0].Message | Should -Match 'Connect-FaxPlus -Scope'
        (Test-FaxPlusScope -Scope fax:fax:edit -Detailed).State | Should -Be 'Unknown'
        Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
    }

    It 'cannot distinguish whether the account is open by its own scope or by that of the members' {
        Connect-Emulator $emulator only-fax:member:read
        $result = Test-FaxPlusScope -Scope fax:user:read -Detailed
        $result.State | Should -Be 'Unknown'
        $result.Evidence | Should -Match 'fax:member:read'
    }

    It 'returns unknown if the service fails, and ends if the token is invalid' {
        Connect-Emulator $emulator good-token
        Add-EmulatorFault $emulator @{ kind = 'status'; path = '/hooks'; times = 100; status = 400 }
        (Test-FaxPlusScope -Scope fax:webhook:read -Detailed).State | Should -Be 'Unknown'
        Connect-Emulator $emulator nobody
        (Get-ErrorOf { Test-FaxPlusScope -Scope fax:fax:read }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
    }

    It 'treats an empty declaration as none, and makes probes' {
        foreach ($nothing in '', ' ', $null) {
            Connect-Emulator $emulator -With @{ Scope = $nothing }
            (Get-FaxPlusSession).Scope | Should -BeNullOrEmpty
            Test-FaxPlusScope fax:fax:read | Should -BeTrue
        }
    }

    It 'uses the specified session' {
        $session = Connect-Emulator $emulator only-fax:fax:read @{ PassThru = $true; Scope = 'fax:fax:read' }
        Disconnect-FaxPlus
        (Get-ErrorOf { Test-FaxPlusScope -Scope fax:fax:read }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
        $other = Connect-Emulator $emulator only-fax:fax:read @{ PassThru = $true; Scope = 'fax:fax:read' }
        Connect-Emulator $emulator good-token @{ Scope = 'fax:user:read' }
        Test-FaxPlusScope -Scope fax:fax:read -Session $other | Should -BeTrue
    }

    It 'determines whether the token suffices for a command' {
        Connect-Emulator $emulator good-token @{ Scope = 'fax:member:read', 'fax:fax:edit' }
        Test-FaxPlusScope -Command Get-FaxPlusAccount | Should -BeTrue
        Test-FaxPlusScope -Command Get-FaxPlusFax | Should -BeFalse
        Test-FaxPlusScope -Command Add-FaxPlusFile | Should -BeTrue
        Test-FaxPlusScope -Command Send-FaxPlusFax -WarningVariable warned -WarningAction SilentlyContinue | Should -BeTrue
        $warned.Message | Should -Match '-Wait|-From'
        Test-FaxPlusScope -Command 'Send-FaxPlusFax 1 a.pdf -From 2 -Wait' | Should -BeFalse
    }

    It 'warns first about a scope that is certainly missing, and not about scopes that the session does not need' {
        Connect-Emulator $emulator good-token @{ Scope = 'fax:fax:read' }
        Test-FaxPlusScope -Command Send-FaxPlusFax -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
        $warned.Count | Should -Be 2
        $warned[0].Message | Should -Match '^fax:fax:edit: Missing\.'
        $warned[1].Message | Should -Match '^fax:numbers:read: Missing\..*-From'
        Test-FaxPlusScope -Command Stop-FaxPlusFax -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
        $warned.Message | Should -Match '^fax:fax:edit: Missing\.'

        Connect-Emulator $emulator good-token @{ Scope = 'fax:fax:read'; DefaultFrom = '+16505550100' }
        foreach ($ask in @{ Command = 'Send-FaxPlusFax' }, @{ Command = 'Send-FaxPlusFax 1 a.pdf' },
            @{ Path = Set-Script 'Send-FaxPlusFax 1 a.pdf' }) {
            Test-FaxPlusScope @ask -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
            $warned.Message | Should -Match '^fax:fax:edit: Missing\.'
            @($warned).Count | Should -Be 1
        }
        (Test-FaxPlusScope -Command Send-FaxPlusFax -Detailed).Scope | Should -Not -Contain 'fax:numbers:read'
    }

    It 'warns at sign-in about an unknown scope' {
        Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -Scope fax:all:reed, fax:use:read,
            FAX:ALL:READ -WarningVariable warned -WarningAction SilentlyContinue
        $warned.Count | Should -Be 1
        $warned[0].Message | Should -Match 'fax:all:reed\. '
        Connect-FaxPlus -Pat (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri -Scope all, fax:all:edit -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }

    It 'determines by probing whether the token suffices for a command' {
        Connect-Emulator $emulator only-fax:member:read
        Test-FaxPlusScope -Command Get-FaxPlusAccount | Should -BeTrue
        Test-FaxPlusScope -Command Get-FaxPlusFax | Should -BeFalse
        (Test-FaxPlusScope -Command Remove-FaxPlusFax -Detailed).State | Should -Be 'Unknown'
    }

    It 'determines whether the token suffices for a script, and for its commands' {
        $file = Set-Script 'Get-FaxPlusFax | Remove-FaxPlusFax'
        Connect-Emulator $emulator good-token @{ Scope = 'fax:fax:read' }
        Test-FaxPlusScope -Path $file | Should -BeFalse
        $results = Test-FaxPlusScope -Path $file -Detailed
        $results.Scope | Should -Be 'fax:fax:read', 'fax:fax:edit'
        $results.State | Should -Be 'Granted', 'Missing'
        Get-FaxPlusScope -Path $file | Test-FaxPlusScope | Should -BeFalse
        Connect-Emulator $emulator good-token @{ Scope = 'fax:all:read', 'fax:all:edit' }
        Get-Item $file | Test-FaxPlusScope | Should -BeTrue
    }

    It 'names the error, with its position, that may have prevented a part of the check' {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        $file = Set-Script "`n'Get-FaxPlusFax', (Get-Item nothere.txt) | Test-FaxPlusScope" 'check.ps1'
        $warning, $result = & $file 2>$null 3>&1
        $result | Should -BeFalse
        $warning.Message | Should -BeLike "*because an error occurred in line 2 of '$file' (Cannot find path *nothere.txt*)."
    }

    It 'returns false for a script that cannot be read' {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        Test-FaxPlusScope -Path (Set-Script '{') -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'warns once about a line that uses a missing module or type: <_>' -ForEach "using module NotHere`nGet-FaxPlusFax",
        "class A : NotLoaded { }`nGet-FaxPlusFax" {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        Test-FaxPlusScope -Path (Set-Script $_) -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
        $warned.Count | Should -Be 1
    }

    It 'returns true for a script that expands an archive and runs none of its files' {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        $text = 'Expand-Archive a.zip (Join-Path $PSScriptRoot docs) -Force; Compress-Archive a b.zip; Get-FaxPlusFax'
        Test-FaxPlusScope -Path (Set-Script $text) -WarningVariable warned | Should -BeTrue
        $warned | Should -BeNullOrEmpty
    }

    It 'returns false, with a warning, for a script that cannot be analyzed completely: <_>' -ForEach @(
        @{ Path = 'Get-FaxPlusFax; & $args[0]' }
        @{ Path = 'Get-FaxPlusFax; corptool' }
        @{ Command = 'Invoke-FaxPlusRequest' }
        @{ Command = 'Invoke-FaxPlusRequest $path' }
    ) {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        $ask = $_.Clone()
        if ($ask.Path) { $ask.Path = Set-Script $ask.Path }
        Test-FaxPlusScope @ask -WarningVariable warned -WarningAction SilentlyContinue | Should -BeFalse
        $warned.Count | Should -Be 1
        if ($ask.Path) { (Test-FaxPlusScope @ask -Detailed -WarningAction SilentlyContinue).State | Should -Be 'Granted' }
    }

    It 'returns true if the token has all scopes that may be needed, even if the vendor documents none' {
        Connect-Emulator $emulator good-token @{ Scope = 'all' }
        foreach ($text in 'Get-FaxPlusFax @args', 'Get-FaxPlusAICredit') {
            Test-FaxPlusScope -Path (Set-Script $text) -WarningAction SilentlyContinue | Should -BeTrue
        }
    }
}

Describe 'A refused call' {
    BeforeEach { Clear-Emulator $emulator }

    It 'names the sufficient scopes' {
        Connect-Emulator $emulator only-fax:fax:read
        $problem = Get-ErrorOf { Get-FaxPlusAccount }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.MissingScope,*'
        "$problem" | Should -Match 'fax:member:read or fax:user:read or fax:all:read'
        $problem.Exception.RequiredScopes | Should -Be 'fax:all:read', 'fax:member:read', 'fax:user:read'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'unknown; declare the scopes with Connect-FaxPlus -Scope'
    }

    It 'states that the session is known to lack them' {
        Connect-Emulator $emulator only-fax:fax:read @{ Scope = 'fax:fax:read' }
        (Get-ErrorOf { Get-FaxPlusAccount }).ErrorDetails.RecommendedAction | Should -Match 'known to lack this scope.*fax:fax:read'
    }

    It 'names all scopes that the command needs and the session lacks' {
        Connect-Emulator $emulator only-fax:fax:read @{ Scope = 'fax:fax:read' }
        $file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
        (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $file -Wait }).ErrorDetails.RecommendedAction | Should -Match 'this scope and fax:fax:edit, which this command also requires\. Declared at sign-in: fax:fax:read\.$'
        # If a sender number is specified, no other scope is missing.
        (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $file -From '+16505550100' }).ErrorDetails.RecommendedAction | Should -Match 'known to lack this scope\. Declared'
    }

    It 'names all scopes that the command needs if the scopes of the token are unknown' {
        Connect-Emulator $emulator only-fax:fax:read
        $file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName
        (Get-ErrorOf { Send-FaxPlusFax -To '+14155550111' -Path $file -Wait }).ErrorDetails.RecommendedAction | Should -Match 'The complete command requires fax:fax:read, fax:fax:edit and fax:numbers:read\.'
        (Get-ErrorOf { Get-FaxPlusAccount }).ErrorDetails.RecommendedAction | Should -Not -Match 'complete command'
    }

    It 'states that a declaration must be wrong' {
        Connect-Emulator $emulator only-fax:fax:read @{ Scope = 'fax:user:read' }
        (Get-ErrorOf { Get-FaxPlusAccount }).ErrorDetails.RecommendedAction | Should -Match 'declaration is wrong'
    }
}
