# All tests of this file are slow.
#
# Runs the code blocks of the documentation that HelpExamples.Tests.ps1 does not run. Each block needs at least one process, so these tests
# run only with -All (Slow). The kinds of blocks:
#   sh          sh runs the block in the root of the repository or, if it installs tools, in a folder with the packages. A server is run
#               until it listens. If the block has a mark `run by`, this test runs only the lines that the file in the mark does not contain
#   apart       PowerShell that changes the machine runs in a separate process with its own home folder, with stand-ins for missing modules
#   crontab     the times are parsed, and sh runs the commands in the environment of cron
#   ini         systemd-analyze verifies the units if it is installed, and their commands are run with their settings
#   yaml        the steps of the pipeline are run
#   dotenv      the variables are set while the server of the same page is running
#   csv         the rows are sent as a list
# Help.Tests.ps1 checks the syntax and parameters in the pages of commands. HelpExamples.Tests.ps1 names the tests that run C# blocks.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Examples Examples.psm1) -Force
    $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
    $blocks = @(Get-ExamplePage $root | ForEach-Object { Get-Block $_.Page $_.Path })
    $byKind = @{}
    foreach ($group in $blocks | Group-Object { $_.Kind }) { $byKind[$group.Name] = @($group.Group) }
    $hasBuild = Test-Path (Join-Path $root src FaxPlus.Client obj project.assets.json)
    $hasShell = -not $IsWindows -and [bool](Get-Command sh -CommandType Application -ErrorAction Ignore)
    $notHere = @(if (-not $hasShell) { 'Shell', 'Environment', 'Crontab', 'Unit' } elseif (-not $hasBuild) { 'Shell', 'Environment' })
    if ($notHere) {
        $reason = $hasShell ? 'no build of this repository: dotnet build -c Release' : 'no sh'
        Write-Warning "NOT RUN: the blocks of the kinds $($notHere -join ', '), since there is $reason."
    }
    foreach ($block in $blocks | Where-Object Kind -EQ NotRun) {
        Write-Warning "NOT RUN: $($block.Page), line $($block.Line): $($block.NotRun)"
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    foreach ($name in 'Examples', 'Yaml') { Import-Module (Join-Path $PSScriptRoot Examples "$name.psm1") -Force }
    $script:root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
    # A crontab and a unit file cannot quote a path, so they use a link if the path of the temporary folder needs quotes.
    $script:plain = $TestDrive
    if ($TestDrive -match '[^A-Za-z0-9_./-]' -and -not $IsWindows) {
        # The link is in the default temporary folder of the system, regardless of TMPDIR.
        $script:plain = Join-Path (env -u TMPDIR mktemp -d -t faxplus-XXXXXX) link
        $null = New-Item -ItemType SymbolicLink -Path $plain -Target $TestDrive
    }
    # The blocks run PowerShell through this program, whose folder is on their PATH.
    $script:pwsh = Join-Path $plain shell ($IsWindows ? 'pwsh.cmd' : 'pwsh')
    New-PowerShellShim (Split-Path $pwsh)
    $script:all = @(Get-ExamplePage $root | ForEach-Object { Get-Block $_.Page $_.Path })
    $script:emulator = Open-Emulator '--send-seconds', '0.3', '--number', '+16505550100'

    # If the build has not created the packages, the tests create them in this folder.
    $script:packed = Join-Path $TestDrive packed

    # The module in a module folder, as if it were installed.
    $script:modules = (New-Item -ItemType Directory (Join-Path $TestDrive modules)).FullName
    Copy-Item (Split-Path (Get-TestModulePath)) (Join-Path $modules FaxPlus) -Recurse
    $script:modulePath = $modules, (Join-Path $PSHOME Modules) -join [IO.Path]::PathSeparator

    # The environment of a script that a scheduler or a pipeline starts.
    function Get-ScriptEnvironment([hashtable] $With = @{}) {
        $environment = @{
            FAXPLUS_API_URI = $emulator.ApiUri
            PSModulePath    = $modulePath
            PATH            = "$(Split-Path $pwsh)$([IO.Path]::PathSeparator)$env:PATH"
            HOME            = $TestDrive
        }
        foreach ($name in $With.Keys) { $environment[$name] = $With[$name] }
        $environment
    }

    # Runs a program until it ends. With -Until, waits for a line with this beginning, then runs the script block -While and ends the
    # program.
    function Invoke-Program([string] $Program, [string[]] $Argument, [string] $Folder = $TestDrive, [hashtable] $Environment = @{},
        [switch] $Bare, [string] $Until, [scriptblock] $While = {}, [int] $Seconds = 600) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($item in $Argument) { $start.ArgumentList.Add($item) }
        $start.WorkingDirectory = $Folder
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.UseShellExecute = $false
        if ($Bare) { $start.Environment.Clear() }
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        # A compiler or build server that keeps running would keep the output stream open.
        foreach ($setting in 'DOTNET_CLI_TELEMETRY_OPTOUT=1', 'DOTNET_NOLOGO=1', 'MSBUILDDISABLENODEREUSE=1',
            'DOTNET_CLI_USE_MSBUILD_SERVER=0', 'UseSharedCompilation=false') {
            $name, $value = $setting -split '='
            $start.Environment[$name] = $value
        }
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $said = [System.Text.StringBuilder]::new()
        $end = [datetime]::UtcNow.AddSeconds($Seconds)
        $hasSaid = $false
        try {
            for ($line = $process.StandardOutput.ReadLineAsync(); ; $line = $process.StandardOutput.ReadLineAsync()) {
                $left = $end - [datetime]::UtcNow
                if ($left -le 0 -or -not $line.Wait($left)) { throw "$Program $Argument did not end in $Seconds seconds: $said" }
                if ($null -eq $line.Result) { break }
                $null = $said.AppendLine($line.Result)
                $hasSaid = $Until -and $line.Result.StartsWith($Until, [StringComparison]::Ordinal)
                if ($hasSaid) {
                    $null = & $While $line.Result
                    break
                }
            }
            if (-not $hasSaid) { $null = $process.WaitForExit(60000) }
        }
        finally {
            if (-not $process.HasExited) { $process.Kill($true) }
        }
        [pscustomobject]@{
            ExitCode = $hasSaid ? 0 : $process.ExitCode; Output = "$said"; Error = $errors.GetAwaiter().GetResult(); HasSaid = $hasSaid
        }
    }

    # Runs a script in a separate PowerShell process. An exception or an error in the script fails the test.
    function Invoke-Script([string] $Script, [string] $Folder, [hashtable] $Environment = @{}) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content -LiteralPath $path ("`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; " +
            "`$env:PSModulePath = $(ConvertTo-Literal $modulePath)`n$Script")
        $run = Invoke-Program $pwsh '-NoProfile', '-NonInteractive', '-File', $path $Folder (Get-ScriptEnvironment $Environment)
        $run.Error | Should -BeNullOrEmpty -Because $Script
        $run.ExitCode | Should -Be 0 -Because "$Script`n$($run.Output)"
        $run.Output
    }

    # Returns the destinations of all submitted faxes.
    function Get-Destination([string] $Uri = $emulator.Uri) {
        $state = Invoke-RestMethod "$Uri/_emulator/state" -NoProxy
        @($state.outbox | ForEach-Object { $_.to }) + @($state.faxes | Where-Object direction -eq outgoing | ForEach-Object { $_.to })
    }

    # Creates a folder with the scripts, a list for them, and a file with the token, as on a server.
    function New-ServerFolder {
        $folder = (New-Item -ItemType Directory (Join-Path $plain "server-$([guid]::NewGuid().ToString('N'))")).FullName
        Copy-Item (Join-Path $root samples *.ps1) $folder
        $null = Add-TestPdf (Join-Path $folder invoice.pdf)
        Set-Content (Join-Path $folder invoices.csv) 'To,Path', '+14155550123,invoice.pdf'
        Set-Content (Join-Path $folder faxplus.env) 'FAXPLUS_PAT=good-token'
        $folder
    }

    function ConvertTo-ServerPath([string] $Text, [string] $Folder) {
        $text = $Text.Replace('/etc/faxplus.env', "$Folder/faxplus.env").Replace('/srv/fax', $Folder)
        if (Test-Path /usr/bin/pwsh) { $text } else { $text.Replace('/usr/bin/pwsh', $pwsh) }
    }

    # Runs the block of a page that starts a server, and another action while the server is running.
    function Invoke-Server($Block, [string] $Folder, [hashtable] $Environment, [scriptblock] $While) {
        # The fixed ports in the examples can be used by only one run at a time.
        $turn = [System.Threading.Mutex]::new($false, 'FaxPlus documentation examples')
        try { $isMine = $turn.WaitOne([timespan]::FromMinutes(10)) } catch [System.Threading.AbandonedMutexException] { $isMine = $true }
        try { Invoke-Program sh '-e', '-c', $Block.Code $Folder $Environment -Until 'Listening on http://127.0.0.1:' -While $While }
        finally {
            if ($isMine) { $turn.ReleaseMutex() }
            $turn.Dispose()
        }
    }

    function Test-Server($Block) { $Block.Code -match '(?m)^(faxplus-emulator|dotnet run .*FaxPlus\.Emulator) ' }
}

AfterAll {
    Close-Emulator $emulator
    if ($plain -ne $TestDrive) {
        # The link is deleted here, because Pester would delete its target.
        Remove-Item -LiteralPath $plain
        Remove-Item -LiteralPath (Split-Path $plain)
    }
}

Describe 'Blocks for a shell' -Tag Slow -Skip:(-not $hasShell -or -not $hasBuild) {
    BeforeAll {
        # The packages as created by Pack, and a separate .NET configuration whose only package source is a folder.
        $script:tools = (New-Item -ItemType Directory (Join-Path $TestDrive tools)).FullName
        $packages = Join-Path (New-Item -ItemType Directory (Join-Path $tools out)) packages
        Copy-Item (Get-TestPackage $packed) $packages -Recurse
        # The package of PowerShell is not available here, so a package with the same name shows that the command is correct.
        $stage = New-Item -ItemType Directory (Join-Path $TestDrive stage/tools/net8.0/any)
        Set-Content (Join-Path $TestDrive stage/PowerShell.nuspec) ('<package><metadata><id>PowerShell</id><version>7.6.0</version>' +
            '<authors>a</authors><description>d</description><packageTypes><packageType name="DotnetTool" /></packageTypes>' +
            '</metadata></package>')
        Set-Content (Join-Path $stage DotnetToolSettings.xml) ('<DotNetCliTool Version="1"><Commands>' +
            '<Command Name="pwsh" EntryPoint="pwsh.dll" Runner="dotnet" /></Commands></DotNetCliTool>')
        Copy-Item (Join-Path (Split-Path (Get-TestModulePath)) FaxPlus.Abstractions.dll) (Join-Path $stage pwsh.dll)
        [System.IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $TestDrive stage), (Join-Path $packages PowerShell.7.6.0.nupkg))
        $null = New-Item -ItemType Directory (Join-Path $tools .nuget NuGet)
        Set-Content (Join-Path $tools .nuget NuGet NuGet.Config) ('<configuration><packageSources><clear />' +
            "<add key=""packed"" value=""$([System.Security.SecurityElement]::Escape($packages))"" />" +
            '</packageSources></configuration>')

        function Get-ShellEnvironment([string] $Code) {
            $environment = @{ PATH = "$(Split-Path $pwsh):$env:PATH"; NO_COLOR = '1' }
            if ($Code -match 'dotnet tool install') {
                $environment.DOTNET_CLI_HOME = $environment.HOME = $tools
                $environment.NUGET_PACKAGES = Join-Path $tools cache
                $environment.PATH = "$($environment.PATH):$(Join-Path $tools .dotnet tools)"
            }
            $environment
        }
    }

    It 'of <Page>, line <Line>, succeed' -ForEach $byKind['Shell'] {
        $lines = @($Code -split '\n' | Where-Object { $_.Trim() })
        if ($RunBy) {
            $runner = Get-Content (Join-Path $root $RunBy) -Raw
            $left = @($lines | Where-Object { -not $runner.Contains($_) })
            $left.Count | Should -BeLessThan $lines.Count -Because "$RunBy must contain at least one of the lines"
            $lines = $left
        }
        # The command that starts all tests would start this test again. Therefore, the test only checks that build.ps1 knows the task and
        # its switches.
        $build = Get-Command (Join-Path $root build.ps1)
        foreach ($line in $lines -match '^dotnet run build\.cs Test\b') {
            foreach ($switch in [regex]::Matches($line, '(?<= -)\w+').Value) {
                $build.Parameters.Keys | Should -Contain $switch -Because $line
            }
        }
        $lines = @($lines -notmatch '^dotnet run build\.cs Test\b')
        if (-not $lines) { return }
        $block = @{ Code = $lines -join "`n" }
        $isTool = $Code -match 'dotnet tool install'
        $folder = $isTool ? $tools : $root
        if (Test-Server $block) {
            $run = Invoke-Server $block $folder (Get-ShellEnvironment $Code) {
                param($said) Invoke-RestMethod "$($said -replace '^Listening on ')/_emulator/state" -NoProxy
            }
            $run.HasSaid | Should -BeTrue -Because "$($run.Output)$($run.Error)"
        }
        else {
            $run = Invoke-Program sh '-e', '-c', $block.Code $folder (Get-ShellEnvironment $Code)
            $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        }
        if ($isTool) {
            & dotnet tool uninstall --tool-path (Join-Path $tools .dotnet tools) (
                $Code -match 'FaxPlus\.Emulator' ? 'FaxPlus.Emulator' : 'PowerShell') | Out-Null
        }
    }

    It 'of <Page>, line <Line>, provide the settings of a script for the server of the page' -ForEach $byKind['Environment'] {
        $settings = @{}
        foreach ($setting in $Code -split '\n') { $settings[($setting -split '=', 2)[0]] = ($setting -split '=', 2)[1] }
        $page = $Page
        $server = $all | Where-Object { $_.Page -eq $page -and $_.Kind -eq 'Shell' -and (Test-Server $_) } | Select-Object -First 1
        $work = New-ServerFolder
        $run = Invoke-Server $server $root (Get-ShellEnvironment $server.Code) {
            $null = Invoke-Script './Send-Batch.ps1 invoices.csv' $work $settings
            $script:handedIn = @(Get-Destination ($settings.FAXPLUS_API_URI -replace '/v3$'))
        }
        $run.HasSaid | Should -BeTrue -Because "$($run.Output)$($run.Error)"
        $handedIn | Should -Be '+14155550123'
    }
}

Describe 'Blocks for a scheduler' -Tag Slow {
    BeforeEach { Clear-Emulator $emulator }

    It 'of <Page>, line <Line>: cron can read them, and their commands succeed' -Skip:(-not $hasShell) -ForEach $byKind['Crontab'] {
        $ranges = @(0, 59), @(0, 23), @(1, 31), @(1, 12), @(0, 7)
        $folder = New-ServerFolder
        $null = Receive-EmulatorFax $emulator
        foreach ($entry in $Code -split '\n' | Where-Object { $_ -and $_ -notmatch '^#' }) {
            $entry | Should -Match '^(\S+\s+){5}[a-z][a-z0-9-]*\s+\S'
            $words = $entry -split '\s+', 7
            foreach ($i in 0..4) {
                foreach ($part in $words[$i] -split ',') {
                    $part | Should -Match '^(\*|\d+(-\d+)?)(/[1-9]\d*)?$' -Because $entry
                    foreach ($number in [regex]::Matches(($part -replace '/.*'), '\d+').Value) {
                        [int]$number | Should -BeIn ($ranges[$i][0]..$ranges[$i][1]) -Because $entry
                    }
                }
            }
            # cron interprets a percent sign without a backslash as the end of the line.
            $words[6] | Should -Not -Match '(?<!\\)%'
            $run = Invoke-Program sh '-c', (ConvertTo-ServerPath $words[6] $folder) $TestDrive (Get-ScriptEnvironment) -Bare
            $run.ExitCode | Should -Be 0 -Because "$entry`n$($run.Output)$($run.Error)"
        }
        Get-Destination | Should -Be '+14155550123'
        Get-EmulatorRequest $emulator GET '^/v3/accounts/[^/]+/faxes' | Should -Not -BeNullOrEmpty
    }

    It 'of <Page>, line <Line>: systemd can read the units, and their commands succeed' -Skip:(-not $hasShell) -ForEach $byKind['Unit'] {
        $folder = New-ServerFolder
        $units = @{}
        foreach ($part in [regex]::Split((ConvertTo-ServerPath $Code $folder), '(?m)^(?=# /)') | Where-Object { $_.Trim() }) {
            $part | Should -Match '^# /etc/systemd/system/(?<name>[a-z-]+\.(service|timer))\n'
            $name = [regex]::Match($part, '[a-z-]+\.(service|timer)').Value
            Set-Content -LiteralPath (Join-Path $folder $name) $part
            foreach ($line in $part -split '\n' | Where-Object { $_ -and $_ -notmatch '^#' }) {
                $line | Should -Match '^(\[[A-Z][a-z]+\]|[A-Z]\w+=\S.*)$'
            }
            $units[$name] = $part
        }
        if (Get-Command systemd-analyze -ErrorAction Ignore) {
            $files = @($units.Keys | ForEach-Object { Join-Path $folder $_ })
            $run = Invoke-Program systemd-analyze (@('verify', '--man=no') + $files)
            @("$($run.Output)$($run.Error)" -split '\n' | Where-Object { $_ -match ($units.Keys -join '|') }) | Should -BeNullOrEmpty
            foreach ($calendar in [regex]::Matches($Code, '(?m)^OnCalendar=(.+)$').ForEach({ $_.Groups[1].Value })) {
                (Invoke-Program systemd-analyze 'calendar', $calendar).ExitCode | Should -Be 0 -Because $calendar
            }
        }
        else { Write-Warning 'systemd-analyze is not installed, so only this test checks the units.' }
        foreach ($timer in $units.Keys -like '*.timer') { $units.Keys | Should -Contain ($timer -replace 'timer$', 'service') }
        foreach ($service in $units.Values -match '(?m)^ExecStart=') {
            $settings = Get-ScriptEnvironment
            foreach ($file in [regex]::Matches($service, '(?m)^EnvironmentFile=(.+)$').ForEach({ $_.Groups[1].Value })) {
                foreach ($setting in Get-Content -LiteralPath $file) {
                    $settings[($setting -split '=', 2)[0]] = ($setting -split '=', 2)[1]
                }
            }
            $program, $arguments = [regex]::Match($service, '(?m)^ExecStart=(.+)$').Groups[1].Value -split ' '
            $run = Invoke-Program $program $arguments / $settings -Bare
            $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        }
        Get-Destination | Should -Be '+14155550123'
    }
}

Describe 'Blocks that change the machine' -Tag Slow {
    BeforeDiscovery {
        $apart = @($byKind['Apart'] | ForEach-Object {
                $_ + @{
                    What = switch -Regex ($_.Code) {
                        'Register-ScheduledTask' { 'Task' } 'Register-SecretVault|Set-SecretStore' {
                            'Vault' } 'Register-PSResourceRepository' { 'Install' }
                    }
                }
            })
        $vaults = @($apart | Where-Object What -EQ Vault | Group-Object { $_.Page } |
            ForEach-Object { @{ Page = $_.Name; Code = $_.Group.Code -join "`n" } })
    }

    BeforeEach {
        Clear-Emulator $emulator
        # A separate home folder, so that no files of the user are read or changed.
        $script:home_ = (New-Item -ItemType Directory (Join-Path $TestDrive "home-$([guid]::NewGuid().ToString('N'))")).FullName
        $script:own = (New-Item -ItemType Directory (Join-Path $home_ .local share powershell Modules)).FullName
        $script:apartEnvironment = @{ HOME = $home_; FAXPLUS_PAT = 'good-token' }
        foreach ($name in 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME') { $apartEnvironment[$name] = Join-Path $home_ $name }
        $script:ownPath = $own, (Join-Path $PSHOME Modules) -join [IO.Path]::PathSeparator
        $script:standIns = Join-Path $PSScriptRoot Examples
    }

    It 'of <Page>, line <Line>, are included in this test' -ForEach $apart { $What | Should -Not -BeNullOrEmpty }

    It 'of <Page>, line <Line>: the module is installed and sends' -ForEach @($apart | Where-Object What -EQ Install) -Skip:(
        -not $hasBuild) {
        Copy-Item (Get-TestPackage $packed) (Join-Path (New-Item -ItemType Directory (Join-Path $home_ out)) packages) -Recurse
        $null = Add-TestPdf (Join-Path $home_ offer.pdf)
        # The block installs the module with PSResourceGet, which is part of PowerShell.
        $said = Invoke-Script ("`$env:PSModulePath = $(ConvertTo-Literal $ownPath)`n$Code`nConnect-FaxPlus -FromEnvironment; " +
            '$null = Send-FaxPlusFax -To +14155550123 -Path offer.pdf; (Get-Module FaxPlus).ModuleBase') $home_ $apartEnvironment
        $said | Should -Match ([regex]::Escape($home_))
        Get-Destination | Should -Be '+14155550123'
    }

    It 'of <Page>: the vault is created and keeps a token, without a user' -ForEach $vaults {
        # The gallery is a folder: if SecretStore is installed, the folder of its module; otherwise the folder of the stand-in.
        $real = Find-InstalledModule Microsoft.PowerShell.SecretStore
        Write-Host "Creating a vault with $($real ? "SecretStore $($real.Version)" : 'a stand-in: SecretStore is not installed')."
        $gallery = $real ? (Get-Item $real.ModuleBase).Parent.Parent.FullName : (Join-Path $PSScriptRoot VaultStandIn)
        Copy-Item (Join-Path $modules FaxPlus) $own -Recurse
        $said = Invoke-Script @"
`$env:PSModulePath = $(ConvertTo-Literal $ownPath)
. $(ConvertTo-Literal (Join-Path $standIns InstallStandIns.ps1))
function Read-Host { param([string] `$Prompt, [switch] `$AsSecureString) ConvertTo-SecureString first -AsPlainText -Force }
$Code
Set-Secret -Name FaxPlus -Vault Work -Secret (ConvertTo-SecureString good-token -AsPlainText -Force)
Connect-FaxPlus -SecretName FaxPlus
(Get-FaxPlusNumber).Number
"@ $home_ ($apartEnvironment + @{ TEST_GALLERY = $gallery; VAULT_STANDIN_FOLDER = $home_ })
        $said | Should -Match '\+16505550100'
    }

    It 'of <Page>, line <Line>: the task is created, and its command succeeds' -ForEach @($apart | Where-Object What -EQ Task) {
        $folder = New-ServerFolder
        $said = Invoke-Script (". $(ConvertTo-Literal (Join-Path $standIns TaskSchedulerStandIns.ps1))`n`$null = & {`n$Code`n}`n" +
            'ConvertTo-Json -Depth 3 @($Tasks.Values)') $folder $apartEnvironment
        $task = @($said | ConvertFrom-Json)
        $task.Count | Should -Be 1
        $task.Trigger.Kind | Should -Be Daily
        $task.Principal.UserId | Should -Not -BeNullOrEmpty
        $null = New-Item -ItemType Directory (Join-Path $home_ Default)
        Set-Content (Join-Path $home_ Default FaxPlus.xml) (
            [Management.Automation.PSSerializer]::Serialize((ConvertTo-Secret good-token), 3))
        # In the user's module folder, the stand-in takes precedence over the real module.
        Copy-Item (Join-Path $PSScriptRoot VaultStandIn *) $own -Recurse
        $settings = Get-ScriptEnvironment (
            $apartEnvironment + @{ VAULT_STANDIN_FOLDER = $home_; PSModulePath = "$own$([IO.Path]::PathSeparator)$modulePath" })
        foreach ($name in 'FAXPLUS_PAT', 'XDG_DATA_HOME') { $settings.Remove($name) }
        $task.Action.Execute | Should -Be pwsh
        $arguments = @($task.Action.Argument -split ' ' |
            ForEach-Object { $_.Replace('C:\fax\', $folder + [IO.Path]::DirectorySeparatorChar) })
        $run = Invoke-Program $pwsh $arguments $TestDrive $settings
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        Get-Destination | Should -Be '+14155550123'
    }
}

Describe 'A list and a pipeline' -Tag Slow {
    BeforeEach { Clear-Emulator $emulator }

    It 'of <Page>, line <Line>: the list is sent' -ForEach $byKind['List'] {
        $folder = New-ServerFolder
        Set-Content (Join-Path $folder list.csv) $Code
        $rows = $Code | ConvertFrom-Csv
        foreach ($row in $rows) { $null = Add-TestPdf (Join-Path $folder $row.Path) }
        $null = Invoke-Script './Send-Batch.ps1 list.csv' $folder @{ FAXPLUS_PAT = 'good-token' }
        Get-Destination | Sort-Object | Should -Be ($rows.To | Sort-Object)
    }

    It 'of <Page>, line <Line>: each step succeeds, with the secrets that it contains' -Skip:(-not $hasBuild) -ForEach $byKind['Pipeline'] {
        $folder = New-ServerFolder
        $null = Add-TestPdf (Join-Path $folder notes.pdf)
        $own = (New-Item -ItemType Directory (Join-Path $folder modules)).FullName
        $gallery = Join-Path (Get-TestPackage $packed) gallery
        $steps = ConvertFrom-PlainYaml $Code
        foreach ($step in $steps) {
            $script = @('run', 'pwsh', 'script' | Where-Object { $step.Contains($_) })
            $script.Count | Should -Be 1
            if ($script -eq 'run') { $step.shell | Should -Be pwsh }
            $settings = @{ TEST_GALLERY = $gallery }
            if ($step.Contains('env')) {
                foreach ($name in $step.env.Keys) {
                    $settings[$name] = $step.env[$name] -replace '^\$\{\{ secrets\.\w+ \}\}$|^\$\(\w+\)$', 'good-token'
                }
            }
            $paths = $own, (Join-Path $PSHOME Modules) -join [IO.Path]::PathSeparator
            $null = Invoke-Script ("`$env:PSModulePath = $(ConvertTo-Literal $paths); " +
                ". $(ConvertTo-Literal (Join-Path $PSScriptRoot Examples InstallStandIns.ps1))`n$($step[$script[0]])") $folder $settings
        }
        Get-Destination | Should -Be '+14155550123'
    }
}
