# The worker process of Invoke-Tests.ps1. The worker takes one test file at a time from the queue, and runs each file in a new runspace. The
# environment variable FAXPLUS_TESTS_WORKER contains the settings as JSON.

$ErrorActionPreference = 'Stop'
$settings = $env:FAXPLUS_TESTS_WORKER | ConvertFrom-Json
$env:FAXPLUS_TESTS_WORKER = $null
$env:PSModulePath = $settings.ModulePath
$PSStyle.OutputRendering = 'PlainText'

# Returns the CPU seconds of this process and, on Linux, of its ended child processes.
function Get-CpuSeconds {
    if (-not $IsLinux) { return [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalSeconds }
    # The fields after the name in parentheses: the 12th to 15th are utime, stime, cutime and cstime, in hundredths of a second.
    $fields = ([IO.File]::ReadAllText('/proc/self/stat') -replace '^.*\) ').Split(' ')
    ([long]$fields[11] + [long]$fields[12] + [long]$fields[13] + [long]$fields[14]) / 100
}

# Returns the name of the next file in the queue, or nothing if the queue is empty. Renaming is atomic, so that two processes cannot get the
# same file.
function Get-NextFile {
    foreach ($entry in [IO.Directory]::GetFiles($settings.Queue, '*.waiting') | Sort-Object) {
        try { [IO.File]::Move($entry, [IO.Path]::ChangeExtension($entry, ".$PID")) }
        catch [IO.IOException] { continue }
        return [IO.Path]::GetFileNameWithoutExtension($entry)
    }
}

$runTests = {
    param($Settings, $File, $CountPath)
    $ErrorActionPreference = 'Stop'
    # Opening the runspace has put the folders of installed modules first, so the module path is restored.
    $env:PSModulePath = $Settings.ModulePath
    $ProgressPreference = 'SilentlyContinue'
    Import-Module $Settings.Pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $File
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = $Settings.Verbosity
    $configuration.Output.RenderMode = 'Plaintext'
    $configuration.Filter.Tag = $Settings.Tag
    $configuration.Filter.ExcludeTag = $Settings.ExcludeTag
    if ($Settings.ResultPath) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputPath = Join-Path $Settings.ResultPath "$([IO.Path]::GetFileNameWithoutExtension($File)).xml"
    }
    $ErrorActionPreference = 'Continue'
    $result = Invoke-Pester -Configuration $configuration
    # Pester does not count an unreadable file, or a block whose setup failed, as a failed test.
    $failed = $result.FailedCount
    if (-not $failed -and $result.Result -ne 'Passed') { $failed = 1 }
    @{ Passed = $result.PassedCount; Failed = $failed; Skipped = $result.SkippedCount } | ConvertTo-Json |
        Set-Content -LiteralPath $CountPath
}

$directory = [Environment]::CurrentDirectory
$environment = [Environment]::GetEnvironmentVariables()
while ($name = $settings.File ? $settings.File : (Get-NextFile)) {
    $index, $fileName = $name -split '-', 2
    # The path must be short, because sockets are created in this folder and the length of their paths is limited.
    $temporary = (New-Item -ItemType Directory (Join-Path $settings.Folder $index)).FullName
    foreach ($variable in 'TMPDIR', 'TEMP', 'TMP') { [Environment]::SetEnvironmentVariable($variable, $temporary) }
    # Each emulator writes its process id to this file, so that it can be ended if a run is interrupted.
    $env:FAXPLUS_TESTS_PROCESSES = Join-Path $settings.Folder "$index.processes"
    $begun = Get-Date
    $cpu = Get-CpuSeconds

    $state = [initialsessionstate]::CreateDefault2()
    $runspace = [runspacefactory]::CreateRunspace($Host, $state)
    $shell = [powershell]::Create($runspace)
    try {
        $runspace.Open()
        $countPath = Join-Path $settings.Queue "$name.counts"
        $null = $shell.AddScript($runTests.ToString()).AddArgument($settings).AddArgument((Join-Path $PSScriptRoot $fileName)).AddArgument(
            $countPath)
        foreach ($item in $shell.Invoke()) { $item | Out-Default }
        foreach ($item in $shell.Streams.Error) { [Console]::Error.WriteLine("$fileName wrote an error: $item $($item.ScriptStackTrace)") }
    }
    catch { [Console]::Error.WriteLine("$fileName could not be run: $_") }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
    }

    $times = @{ Seconds = ((Get-Date) - $begun).TotalSeconds; Cpu = (Get-CpuSeconds) - $cpu }
    $times | ConvertTo-Json | Set-Content -LiteralPath (Join-Path $settings.Queue "$name.times")
    [Console]::Out.WriteLine("$($settings.EndMark) $name")
    [Console]::Out.Flush()
    if ($settings.File) { break }

    # Restores the state of the process for the next file.
    [Environment]::CurrentDirectory = $directory
    foreach ($variable in @([Environment]::GetEnvironmentVariables().Keys)) {
        if (-not $environment.Contains($variable)) { [Environment]::SetEnvironmentVariable($variable, $null) }
    }
    foreach ($variable in $environment.Keys) { [Environment]::SetEnvironmentVariable($variable, $environment[$variable]) }
}
