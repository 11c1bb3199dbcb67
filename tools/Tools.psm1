# Shared by build.ps1, the tests and the scripts in this folder.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

<#
.SYNOPSIS
    Returns the program and the leading arguments that start the PowerShell in which this command runs.
.DESCRIPTION
    PowerShell from a package or an archive is started by the program pwsh. As a .NET tool, global or local, PowerShell is started by
    `dotnet pwsh.dll`, and its process is `dotnet`. In another program, such as the host of an editor, the command returns the PowerShell
    in $PSHOME.
.EXAMPLE
    $program, [string[]] $leading = Get-PowerShellCommand
    & $program @leading -NoProfile -File script.ps1
#>
function Get-PowerShellCommand {
    [OutputType([string[]])]
    param()

    $process = [Environment]::ProcessPath
    $name = [IO.Path]::GetFileNameWithoutExtension($process)
    if ($name -eq 'pwsh') { return $process }

    $assembly = Join-Path $PSHOME pwsh.dll
    if ($name -eq 'dotnet') { return $process, $assembly }

    # The process is another program, such as the host of an editor. If .NET has set DOTNET_HOST_PATH, it contains the path of dotnet.
    $dotnet = $env:DOTNET_HOST_PATH ? $env:DOTNET_HOST_PATH : 'dotnet'
    $program = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    if (Test-Path -LiteralPath $program -PathType Leaf) { return $program }
    $dotnet, $assembly
}

# Returns the start information for the same PowerShell with these arguments.
function New-PowerShellStartInfo {
    [OutputType([Diagnostics.ProcessStartInfo])]
    param([Parameter(Mandatory)] [string[]] $Argument)

    $program, [string[]] $leading = Get-PowerShellCommand
    $start = [Diagnostics.ProcessStartInfo]::new($program)
    foreach ($item in @($leading) + $Argument) { if ($null -ne $item) { $start.ArgumentList.Add($item) } }
    $start.UseShellExecute = $false
    $start
}

<#
.SYNOPSIS
    Writes a program `pwsh` to a folder. It starts the PowerShell in which this command runs, for scripts that find pwsh on PATH.
#>
function New-PowerShellShim {
    param([Parameter(Mandatory)] [string] $Directory)

    $command = @(Get-PowerShellCommand)
    $null = New-Item -ItemType Directory -Force -Path $Directory
    if ($IsWindows) {
        $quoted = $command | ForEach-Object { "`"$_`"" }
        Set-Content -LiteralPath (Join-Path $Directory pwsh.cmd) -Value "@$($quoted -join ' ') %*"
        return
    }

    $shim = Join-Path $Directory pwsh
    $quoted = $command | ForEach-Object { "'$($_.Replace("'", "'\''"))'" }
    Set-Content -LiteralPath $shim -Value "#!/bin/sh`nexec $($quoted -join ' ') `"`$@`""
    [IO.File]::SetUnixFileMode($shim, 'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
}

<#
.SYNOPSIS
    Returns the manifest of the Pester module for the tests: the restored package, or else an installed Pester 5.5 or later.
#>
function Get-PesterPath {
    [OutputType([string])]
    param([string] $Version)

    $project = Join-Path $PSScriptRoot Pester.csproj
    $arguments = @('msbuild', $project, '-restore', '-t:PrintPesterPath', '-nologo', '-v:minimal')
    if ($Version) { $arguments += "-p:PesterVersion=$Version" }
    # Without an SDK, packages cannot be restored, but Pester may be installed.
    $output = if (Get-Command dotnet -CommandType Application -ErrorAction Ignore) { dotnet @arguments 2>&1 | Out-String } else {
        'dotnet is not on PATH.' }
    if ($output -match '(?m)^\s*Pester: (.+?)\s*$' -and (Test-Path -LiteralPath $Matches[1])) { return $Matches[1] }

    $installed = Get-Module -ListAvailable -Name Pester |
        Where-Object { $_.Version -ge '5.5' -and (-not $Version -or $_.Version -eq $Version) } |
        Sort-Object Version -Descending | Select-Object -First 1
    if ($installed) { return $installed.Path }
    throw "Pester is not installed (Install-PSResource Pester) and could not be restored. The output of the restore was: $output"
}

Export-ModuleMember -Function Get-PowerShellCommand, New-PowerShellStartInfo, New-PowerShellShim, Get-PesterPath
