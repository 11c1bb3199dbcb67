# Tests how tools/Tools.psm1 starts another process of the running PowerShell, for each kind of installation. The package of the .NET tool
# contains the files for all of them: in addition to pwsh.dll, it contains a program pwsh, as in an archive.

BeforeDiscovery {
    # Finds the files of the tool's package, in the folder of this PowerShell or in the package cache.
    $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
    $version = (Get-Content -LiteralPath (Join-Path $root .config dotnet-tools.json) -Raw | ConvertFrom-Json).tools.powershell.version
    $cache = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path ([Environment]::GetFolderPath('UserProfile')) .nuget packages)
    $package = (Split-Path $PSHOME), (Join-Path $cache powershell $version tools net10.0 any) |
        Where-Object { Test-Path -LiteralPath (Join-Path $_ Microsoft.PowerShell.GlobalTool.Shim.dll) } | Select-Object -First 1
    if (-not $package) {
        Write-Warning 'NOT TESTED: the installations of PowerShell as a .NET tool, because its package is missing. Restore it: dotnet tool restore'
    }
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $sdk = Test-DotNetSdk
    if (-not $sdk) { Write-Warning 'NOT TESTED: PowerShell as a .NET tool, because the .NET SDK is not installed.' }
    $ways = @(
        @{ Way = 'a program'; Package = $package; Root = $root }
        if ($sdk) {
            @{ Way = 'a global .NET tool'; Package = $package; Root = $root }
            @{ Way = 'a local .NET tool'; Package = $package; Root = $root }
        }
    )
    $scripts = @(Get-ChildItem -LiteralPath $root -Recurse -File -Include *.ps1, *.psm1 |
        Where-Object { $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj|out|\.git)[\\/]' } | ForEach-Object FullName)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:tools = Join-Path (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName tools Tools.psm1
    Import-Module $tools -Force
    # The path contains characters that must be quoted.
    $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive "it's a folder")).FullName

    # Runs a program until it ends, and returns its output.
    function Invoke-Program([Diagnostics.ProcessStartInfo] $Start) {
        $Start.RedirectStandardInput = $Start.RedirectStandardOutput = $Start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($Start)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $errors.GetAwaiter().GetResult() | Should -BeNullOrEmpty
        $process.ExitCode | Should -Be 0 -Because $output
        $output.Trim()
    }
}

Describe 'PowerShell as <Way>' -Skip:(-not $package) -ForEach $ways {
    It 'is started in the same way again' {
        $dotnet = (Get-Command dotnet -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
        $start = switch ($Way) {
            'a program' {
                $files = Join-Path $Package ($IsWindows ? 'win' : 'unix')
                $program = Join-Path $files ($IsWindows ? 'pwsh.exe' : 'pwsh')
                # In a package cache, the program may not be executable for other users, so a copy is used.
                if (-not $IsWindows -and -not (Get-Command $program -ErrorAction Ignore)) {
                    $copy = (New-Item -ItemType Directory -Path (Join-Path $TestDrive program)).FullName
                    Get-ChildItem -LiteralPath $files -Exclude pwsh | ForEach-Object {
                        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $copy $_.Name) -Target $_.FullName
                    }
                    Copy-Item -LiteralPath $program $copy
                    $program = Join-Path $copy pwsh
                    [IO.File]::SetUnixFileMode($program, 'UserRead, UserExecute')
                }
                [Diagnostics.ProcessStartInfo]::new($program)
            }
            'a global .NET tool' {
                [Diagnostics.ProcessStartInfo]::new($dotnet, [string[]] (Join-Path $Package Microsoft.PowerShell.GlobalTool.Shim.dll))
            }
            'a local .NET tool' {
                $restore = [Diagnostics.ProcessStartInfo]::new($dotnet, [string[]] ('tool', 'restore'))
                $restore.WorkingDirectory = $Root
                $null = Invoke-Program $restore
                [Diagnostics.ProcessStartInfo]::new($dotnet, [string[]] ('tool', 'run', 'pwsh', '--'))
            }
        }
        $start.WorkingDirectory = $Root
        # The program searches for .NET in this folder.
        $start.Environment['DOTNET_ROOT'] =
            (Get-Item ([Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory())).Parent.Parent.Parent.FullName
        $start.Environment['TEST_TOOLS'] = $tools
        $script = Join-Path $folder 'start again.ps1'
        Set-Content -LiteralPath $script -Value @'
Import-Module $env:TEST_TOOLS
$program, [string[]] $leading = Get-PowerShellCommand
$again = & $program @leading -NoProfile -NonInteractive -Command '$PSHOME; "$($PSVersionTable.PSVersion)"'
ConvertTo-Json @{
    Program = [IO.Path]::GetFileNameWithoutExtension($program); Home = $PSHOME; Version = "$($PSVersionTable.PSVersion)"
    Again = @($again)
}
'@
        foreach ($argument in '-NoProfile', '-NonInteractive', '-File', $script) { $start.ArgumentList.Add($argument) }
        $said = Invoke-Program $start | ConvertFrom-Json
        $said.Again | Should -Be $said.Home, $said.Version
        $said.Program | Should -Be ($Way -eq 'a program' ? 'pwsh' : 'dotnet')
    }
}

Describe 'The running PowerShell' {
    It 'is started by New-PowerShellStartInfo' {
        Invoke-Program (New-PowerShellStartInfo '-NoProfile', '-NonInteractive', '-Command', '$PSHOME') | Should -Be $PSHOME
    }

    It 'is started by a shim, in a folder with spaces and an apostrophe, with its arguments and its exit code' {
        New-PowerShellShim $folder
        $shim = Join-Path $folder ($IsWindows ? 'pwsh.cmd' : 'pwsh')
        $script = Join-Path $folder arguments.ps1
        Set-Content -LiteralPath $script -Value '$PSHOME; $args; exit 3'
        $said = & $shim -NoProfile -NonInteractive -File $script 'two words' "it's"
        $LASTEXITCODE | Should -Be 3
        $said | Should -Be $PSHOME, 'two words', "it's"
    }
}

Describe 'The way in which this PowerShell was started' {
    It 'is determined only in tools/Tools.psm1' -ForEach @(@{ Scripts = $scripts }) {
        $found = @($Scripts | Where-Object {
            (Get-Content -LiteralPath $_ -Raw) -match
                '\[(System\.)?Environment\]::ProcessPath|Get-Process -Id \$PID\)\.Path|MainModule\.FileName'
        })
        $found | Where-Object { $_ -ne $PSCommandPath } | Should -Be $tools
    }
}

Describe 'build.cs' {
    It 'runs a task with an empty home folder and no pwsh on PATH' -Tag Slow -ForEach @(
        @{ Root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName }) {
        $copy = (New-Item -ItemType Directory -Path (Join-Path $folder copy)).FullName
        foreach ($name in 'build.cs', 'build.ps1', 'global.json', '.config', 'tools', 'Directory.Build.props',
            'Directory.Build.targets', 'Directory.Packages.props') {
            Copy-Item -LiteralPath (Join-Path $Root $name) $copy -Recurse
        }
        foreach ($name in 'src', 'tests', 'samples', 'out') { $null = New-Item -ItemType Directory -Path (Join-Path $copy $name) }
        $built = New-Item -ItemType Directory -Path (Join-Path $copy src FaxPlus bin) -Force

        $dotnet = (Get-Command dotnet -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
        $start = [Diagnostics.ProcessStartInfo]::new($dotnet, [string[]] ('run', 'build.cs', 'Clean'))
        $start.WorkingDirectory = $copy
        # If the packages are already in this cache, the test needs no network.
        $start.Environment['NUGET_PACKAGES'] =
            $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path ([Environment]::GetFolderPath('UserProfile')) .nuget packages)
        $start.Environment['HOME'] =
            $start.Environment['DOTNET_CLI_HOME'] = (New-Item -ItemType Directory -Path (Join-Path $folder home)).FullName
        $start.Environment['PATH'] = @($env:PATH -split [IO.Path]::PathSeparator |
            Where-Object { $_ -and -not (Get-ChildItem -Path (Join-Path $_ 'pwsh*') -ErrorAction Ignore) }) -join [IO.Path]::PathSeparator
        $start.Environment['DOTNET_NOLOGO'] = '1'
        Invoke-Program $start | Should -Match 'Removing the build output'
        $built.FullName, (Join-Path $copy out) | Should -Not -Exist
    }
}
