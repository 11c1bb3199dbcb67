#requires -Version 7.4
<#
.SYNOPSIS
    Runs the tests in several environments with different paths, users, temporary folders, languages, time zones and terminals. The
    results must be the same in all of them.
.DESCRIPTION
    Each environment is a copy of the built repository (./build.ps1 Pack). Together they cover a path with spaces, an apostrophe and a
    non-ASCII letter; a user other than root; a long and a short path of temporary files; the languages C, de_DE and tr_TR; time zones on
    both sides of UTC; terminals of 80 and 200 columns; and an empty home folder. Each environment takes as long as the task Test, so this
    script is not part of Test. It does not run on Windows. The exit code is 0 if no test failed. Environments that this machine cannot
    provide are reported as NOT RUN.
.EXAMPLE
    tools/Test-Anywhere.ps1
.EXAMPLE
    tools/Test-Anywhere.ps1 -Only german, turkish -Pester -Filter Send, Secrets
#>
[CmdletBinding()]
param(
    # Names of environments: tokyo, german, turkish, plain.
    [string[]] $Only = @('tokyo', 'german', 'turkish', 'plain'),

    # Runs only the Pester suite, without the xunit suites.
    [switch] $Pester,

    # Runs only these files of the Pester suite, as in Invoke-Tests.ps1.
    [string[]] $Filter = '*',

    # Also runs the slow tests.
    [switch] $All
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
if ($IsWindows) { throw 'Test-Anywhere.ps1 runs on Linux and macOS.' }
$root = (Get-Item -LiteralPath $PSScriptRoot).Parent.FullName
Import-Module (Join-Path $PSScriptRoot Tools.psm1)
# If the script is started from a shell, a list is passed as one argument.
$Only = $Only -split ',' | ForEach-Object Trim
$tests = 'FaxPlus.Client.Tests', 'FaxPlus.PowerShell.Tests', 'FaxPlus.Emulator.Tests'
foreach ($needed in "$root/out/FaxPlus/FaxPlus.psd1", "$root/out/packages/FaxPlus.zip",
    "$root/tests/$($tests[0])/bin/Release/net10.0/$($tests[0]).dll") {
    if (-not (Test-Path -LiteralPath $needed)) { throw "'$needed' does not exist. Build it with ./build.ps1 Pack" }
}

# This project is not part of the solution.
dotnet build "$root/tests/FaxPlus.RuntimeGate" -c Release --nologo -v quiet
if ($LASTEXITCODE) { throw "dotnet build ended with exit code $LASTEXITCODE." }

function ConvertTo-ShellWord([string] $Text) { "'" + $Text.Replace("'", "'\''") + "'" }

$environments = @(
    @{
        Name = 'tokyo'
        Folder = "it's a cöpy of it"
        Temporary = 'temporary files of a user whose folders have long names, as ödd as this one'
        Language = 'C'
        TimeZone = 'Asia/Tokyo'
        Columns = 80
        Terminal = 'dumb'
    }
    @{
        Name = 'german'
        Folder = 'copy'
        Temporary = 't'
        Language = 'de_DE.UTF-8'
        TimeZone = 'America/Los_Angeles'
        Columns = 200
        Terminal = 'xterm-256color'
        User = 'nobody'
    }
    @{
        Name = 'turkish'
        Folder = "bir kopya, 'şöyle'"
        Temporary = 'temporary-files-in-a-folder-with-a-name-of-some-sixty-letters'
        Language = 'tr_TR.UTF-8'
        TimeZone = 'Pacific/Auckland'
        Columns = 80
        Terminal = 'xterm'
        User = 'nobody'
    }
    @{
        Name = 'plain'
        Folder = 'copy'
        Temporary = 't'
        Language = 'en_US.UTF-8'
        TimeZone = 'America/St_Johns'
        Columns = 200
        Terminal = 'dumb'
    }
)

$unknown = $Only | Where-Object { $_ -notin $environments.Name }
if ($unknown) { throw "There is no environment $($unknown -join ', '). Choose from $($environments.Name -join ', ')." }

# All files are below one folder with a short path that every user can access.
$work = Join-Path ([IO.Path]::GetTempPath()) "fa$(Get-Random -Maximum 10000)"
$null = New-Item -ItemType Directory $work, "$work/pester"
$logs = New-Item -ItemType Directory -Force "$root/out/anywhere"
$isRoot = (id -u) -eq '0'
try {
    # PowerShell and Pester are copied, because the originals may be in a home folder that other users cannot read.
    Copy-Item -LiteralPath $PSHOME "$work/powershell" -Recurse
    Copy-Item -LiteralPath (Split-Path (Get-PesterPath)) "$work/pester/Pester" -Recurse
    # A test reads the reference assembly of .NET Standard from the folder to which the build has restored it.
    $restored = 'src/FaxPlus.Abstractions/obj/project.assets.json'
    $packages = @((Get-Content -LiteralPath "$root/$restored" -Raw | ConvertFrom-Json -AsHashtable).packageFolders.Keys)[0]
    Copy-Item -LiteralPath (Join-Path $packages netstandard.library) (New-Item -ItemType Directory "$work/packages") -Recurse
    $program, [string[]] $leading = Get-PowerShellCommand
    [string[]] $shell = $leading ? $program, "$work/powershell/pwsh.dll" : "$work/powershell/pwsh"

    $results = foreach ($environment in $environments | Where-Object Name -In $Only) {
        $result = [ordered]@{
            Environment = $environment.Name; User = $environment['User'] ?? (id -un); Xunit = ''; Pester = ''; Seconds = 0; Result = ''
        }
        $reason = if ($environment['User'] -and -not $isRoot) { 'running as another user requires root' }
        elseif ($environment['User'] -and -not (Get-Command setpriv -ErrorAction Ignore)) { 'setpriv is not installed' }
        if ($reason) {
            Write-Warning "NOT RUN: $($environment.Name), because $reason."
            $result.Result = 'not run'
            [pscustomobject]$result
            continue
        }

        Write-Host "== $($environment.Name)" -ForegroundColor Cyan
        $begun = Get-Date
        $place = "$work/$($environment.Name)"
        $copy = "$place/$($environment.Folder)"
        $temporary = "$place/$($environment.Temporary)"
        $null = New-Item -ItemType Directory $place, $temporary, "$place/home"
        # The copy keeps the file times, because packages that are older than the build would be created again.
        cp -Rp $root $copy
        (Get-Content -LiteralPath "$copy/$restored" -Raw).Replace((ConvertTo-Json $packages), (ConvertTo-Json "$work/packages/")) |
            Set-Content -LiteralPath "$copy/$restored"

        $script = @(
            "cd $(ConvertTo-ShellWord $copy)"
            if ($environment.Columns) { "stty cols $($environment.Columns) rows 50 2>/dev/null" }
            'failed=0'
            if (-not $Pester) {
                $filterArguments = $All ? '' : '--filter Category!=Slow'
                foreach ($name in $tests) { "dotnet test tests/$name/bin/Release/net10.0/$name.dll $filterArguments || failed=1" }
            }
            "$(@($shell | ForEach-Object { ConvertTo-ShellWord $_ }) -join ' ') -NoProfile -NonInteractive -File tests/FaxPlus.Tests/Invoke-Tests.ps1 -Filter $(ConvertTo-ShellWord ($Filter -join ',')) $(if ($All) { '-All' }) || failed=1"
            'exit $failed'
        ) -join "`n"
        Set-Content -LiteralPath "$place/run.sh" -Value $script
        $variables = @{
            HOME = "$place/home"
            TMPDIR = $temporary
            LANG = $environment.Language
            LC_ALL = $environment.Language
            TZ = $environment.TimeZone
            COLUMNS = $environment.Columns; TERM = $environment.Terminal; PSModulePath = "$work/pester"
            DOTNET_CLI_HOME = "$place/home"
            DOTNET_NOLOGO = '1'
            DOTNET_CLI_TELEMETRY_OPTOUT = '1'
            DOTNET_CLI_UI_LANGUAGE = 'en'
            POWERSHELL_TELEMETRY_OPTOUT = '1'
            NUGET_PACKAGES = $null
            XDG_CONFIG_HOME = $null
            XDG_CACHE_HOME = $null
            XDG_DATA_HOME = $null
        }
        $before = @{}
        $log = "$logs/$($environment.Name).log"
        try {
            foreach ($name in $variables.Keys) {
                $before[$name] = [Environment]::GetEnvironmentVariable($name)
                [Environment]::SetEnvironmentVariable($name, $variables[$name])
            }
            [string[]] $command = 'sh', "$place/run.sh"
            if ($environment['User']) {
                chown -R "$($environment.User):" $place
                $command = @('setpriv', "--reuid=$($environment.User)", '--regid=nogroup', '--clear-groups', '--inh-caps=-all') + $command
            }
            # The program `script`, if it is installed, provides a terminal, whose width the script run.sh sets.
            if ($IsLinux -and (Get-Command script -ErrorAction Ignore)) {
                $command = 'script', '-qefc', (@($command | ForEach-Object { ConvertTo-ShellWord $_ }) -join ' '), '/dev/null'
            }
            & $command[0] $command[1..($command.Count - 1)] 2>&1 | ForEach-Object { "$_" -replace '\r$' } | Tee-Object -LiteralPath $log |
                Where-Object { $_ -match '^(\[-\]|  Failed )' } | Out-Host
            $ended = $LASTEXITCODE
        }
        finally {
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }

        $text = (Get-Content -LiteralPath $log -Raw) -replace '\x1b\[[0-9;?]*[a-zA-Z]'
        # The summary of xunit for each project is "Passed!  - Failed: 0, Passed: 12, Skipped: 0"; that of Pester is "Tests Passed: 12,
        # Failed: 0, Skipped: 0".
        $result.Pester = [regex]::Match($text, '(?m)^Tests Passed: (.*)$').Groups[1].Value.Trim()
        $result.Xunit = @([regex]::Matches($text, '(?m)^(?:Passed|Failed)!\s+- (Failed: +\d+, Passed: +\d+)').ForEach(
            { $_.Groups[1].Value -replace ': +', ' ' })) -join '; '
        $result.Seconds = [int]((Get-Date) - $begun).TotalSeconds
        $result.Result = $ended -eq 0 -and $result.Pester ? 'passed' : "FAILED, see $log"
        [pscustomobject]$result
        Remove-Item -LiteralPath $place -Recurse -Force
    }
}
finally {
    Remove-Item -LiteralPath $work -Recurse -Force
}

$results | Format-Table -AutoSize -Wrap | Out-String -Width 200
exit [int][bool]($results | Where-Object { $_.Result -like 'FAILED*' })
