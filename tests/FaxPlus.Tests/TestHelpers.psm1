# Functions for the tests: starting and calling an emulator, creating files, reading errors, and running child processes.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# The timeout of the tests, which is reached only if a program does not respond.
$script:TimeLimitSeconds = 300

$script:Root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
Import-Module (Join-Path $script:Root tools Tools.psm1)
$script:Http = [System.Net.Http.HttpClient]::new()

#region The module under test

function Get-TestModulePath {
    if ($env:FAXPLUS_MODULE) { return $env:FAXPLUS_MODULE }
    Join-Path $script:Root out FaxPlus FaxPlus.psd1
}

function Import-TestModule {
    Import-Module (Get-TestModulePath) -Global
}

# Returns the newest version of an optional module on this machine, or nothing if it is not installed.
function Find-InstalledModule([string] $Name) {
    $path = $env:PSModulePath
    if ($env:FAXPLUS_TESTS_MODULE_PATH) { $env:PSModulePath = $env:FAXPLUS_TESTS_MODULE_PATH }
    try { Get-Module -ListAvailable -Name $Name | Sort-Object Version -Descending | Select-Object -First 1 }
    finally { $env:PSModulePath = $path }
}

# Returns a module path that starts with the given folder. Each new runspace puts the folders of installed modules first, unless the path
# already contains them.
function Join-ModulePath([string] $First) {
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $runspace.Dispose()
    $First, $env:PSModulePath -join [IO.Path]::PathSeparator
}

function ConvertTo-Secret([string] $Text) {
    $secret = [securestring]::new()
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret.MakeReadOnly()
    $secret
}

# Signs in the runspace with a token that Open-Emulator has passed to the emulator.
function Connect-Emulator($Emulator, [string] $Token = 'good-token', [hashtable] $With = @{}) {
    Connect-FaxPlus -Pat (ConvertTo-Secret $Token) -ApiUri $Emulator.ApiUri @With
}

# Returns the folder with the packages of this build. If ./build.ps1 Test has not created them, they are created in the given folder.
function Get-TestPackage([string] $Folder) {
    $packages = Join-Path $script:Root out packages
    $sums = Get-Item -LiteralPath (Join-Path $packages SHA256SUMS) -ErrorAction Ignore
    $built = @(Get-ChildItem -LiteralPath (Join-Path $script:Root out FaxPlus) -Recurse -File -ErrorAction Ignore) +
        (Get-Item -LiteralPath (Get-TestEmulatorPath))
    if ($sums -and -not ($built | Where-Object LastWriteTimeUtc -GT $sums.LastWriteTimeUtc)) { return $packages }
    & (Join-Path $script:Root src module Pack.ps1) -Root $script:Root -Destination $Folder | Out-Null
    $Folder
}

#endregion

#region The emulator

function Get-TestEmulatorPath {
    if ($env:FAXPLUS_EMULATOR) { return $env:FAXPLUS_EMULATOR }
    Join-Path $script:Root src FaxPlus.Emulator bin Release net10.0 FaxPlus.Emulator.dll
}

# Starts an emulator on a free port and waits until it listens. The emulator accepts the token good-token.
function Open-Emulator {
    param([string[]] $Option = @())

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in @((Get-TestEmulatorPath), '--port', '0', '--pat', 'good-token') + $Option) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)
    if ($env:FAXPLUS_TESTS_PROCESSES) { Add-Content -LiteralPath $env:FAXPLUS_TESTS_PROCESSES -Value $process.Id }

    $errors = $process.StandardError.ReadToEndAsync()
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds($script:TimeLimitSeconds)) -or
        $line.Result -notmatch '^Listening on (http://127\.0\.0\.1:\d+)$') {
        if (-not $process.HasExited) { $process.Kill() }
        throw "The emulator did not start: $($errors.GetAwaiter().GetResult())"
    }

    # The rest of the output is read, so that the emulator never blocks on a full pipe.
    $null = $process.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
    [pscustomobject]@{ Uri = $Matches[1]; ApiUri = $Matches[1] + '/v3'; ProcessId = $process.Id; Process = $process }
}

function Close-Emulator($Emulator) {
    if ($null -eq $Emulator) { return }
    if (-not $Emulator.Process.HasExited) { $Emulator.Process.Kill() }
    $null = $Emulator.Process.WaitForExit($script:TimeLimitSeconds * 1000)
}

function Invoke-Control($Emulator, [string] $Method, [string] $Path, $Body) {
    $request = [System.Net.Http.HttpRequestMessage]::new($Method, "$($Emulator.Uri)/_emulator/$Path")
    if ($null -ne $Body) {
        $request.Content = [System.Net.Http.StringContent]::new(
            (ConvertTo-Json $Body -Depth 8 -Compress), [Text.Encoding]::UTF8, 'application/json')
    }
    $response = $script:Http.Send($request)
    $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    if (-not $response.IsSuccessStatusCode) { throw "The emulator answered $([int]$response.StatusCode) to $Method ${Path}: $text" }
    if ($text) { ConvertFrom-Json $text }
}

# Returns the received requests, oldest first, filtered by -Method and -Path (a regular expression).
function Get-EmulatorRequest($Emulator, [string] $Method = '*', [string] $Path = '.') {
    Invoke-Control $Emulator GET requests | Where-Object { $_.method -like $Method -and $_.path -match $Path }
}

# Returns the received requests that change data at the service.
function Get-EmulatorChange($Emulator) {
    Get-EmulatorRequest $Emulator | Where-Object method -NotIn GET, HEAD
}

function Get-EmulatorState($Emulator) {
    Invoke-Control $Emulator GET state
}

# Returns whether the .NET SDK is installed, and not only a runtime.
function Test-DotNetSdk {
    $dotnet = Get-Command dotnet -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    [bool]($dotnet -and (& $dotnet --list-sdks))
}

function Add-EmulatorFault($Emulator, [hashtable] $Fault) {
    $null = Invoke-Control $Emulator POST faults $Fault
}

function Clear-EmulatorFault($Emulator) {
    Invoke-Control $Emulator DELETE faults
}

function Clear-EmulatorRequest($Emulator) {
    Invoke-Control $Emulator DELETE requests
}

# Simulates received faxes, and returns their ids.
function Receive-EmulatorFax($Emulator, [hashtable] $Fax = @{}) {
    (Invoke-Control $Emulator POST receive $Fax).ids
}

function Clear-Emulator($Emulator) {
    Invoke-Control $Emulator POST reset
}

# Returns a port on which no program listens. The port is outside the dynamic ranges of Linux, Windows and macOS, from which connections and
# listeners on port 0 get their ports.
function Get-FreePort {
    while ($true) {
        $port = Get-Random -Minimum 20000 -Maximum 32000
        $probes = [ipaddress]::Loopback, [ipaddress]::IPv6Loopback | ForEach-Object { [System.Net.Sockets.TcpListener]::new($_, $port) }
        try {
            foreach ($probe in $probes) { $probe.Start() }
            return $port
        }
        catch [System.Net.Sockets.SocketException] {
            # Without IPv6, checking the IPv4 address is sufficient.
            if ($_.Exception.GetBaseException().SocketErrorCode -eq 'AddressNotAvailable') { return $port }
        }
        finally {
            foreach ($probe in $probes) { $probe.Stop() }
        }
    }
}

# Waits until a condition is true, and throws if it does not become true in time.
function Wait-Until([scriptblock] $Condition, [string] $What) {
    $end = [datetime]::UtcNow.AddSeconds($script:TimeLimitSeconds)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { throw "This did not occur within $script:TimeLimitSeconds seconds: $What" }
        Start-Sleep -Milliseconds 40
    }
}

# Returns the requests that arrive from now on, within a time that is long enough for a retry or a poll.
function Get-LateRequest($Emulator) {
    # Waits until the requests in flight have arrived.
    Start-Sleep -Milliseconds 500
    $before = @(Get-EmulatorRequest $Emulator).Count
    Start-Sleep -Milliseconds 1500
    Get-EmulatorRequest $Emulator | Select-Object -Skip $before
}

#endregion

#region Files

# Creates a valid PDF with the given number of pages.
function Add-TestPdf([string] $Path, [int] $Pages = 1, [string] $Text = 'Test') {
    $objects = [System.Collections.Generic.List[string]]::new()
    $objects.Add('<< /Type /Catalog /Pages 2 0 R >>')
    $kids = 0..($Pages - 1) | ForEach-Object { "$(4 + 2 * $_) 0 R" }
    $objects.Add("<< /Type /Pages /Kids [$($kids -join ' ')] /Count $Pages >>")
    $objects.Add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
    foreach ($page in 1..$Pages) {
        $content = "BT /F1 12 Tf 72 720 Td ($Text $page) Tj ET"
        $objects.Add('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> ' +
            "/Contents $(3 + 2 * $page) 0 R >>")
        $objects.Add("<< /Length $($content.Length) >>`nstream`n$content`nendstream")
    }

    $pdf = [System.Text.StringBuilder]::new("%PDF-1.4`n")
    $offsets = foreach ($number in 1..$objects.Count) {
        $pdf.Length
        $null = $pdf.Append("$number 0 obj`n$($objects[$number - 1])`nendobj`n")
    }
    $start = $pdf.Length
    $null = $pdf.Append("xref`n0 $($objects.Count + 1)`n0000000000 65535 f `n")
    foreach ($offset in $offsets) { $null = $pdf.Append(('{0:0000000000} 00000 n ' -f $offset) + "`n") }
    $null = $pdf.Append("trailer`n<< /Size $($objects.Count + 1) /Root 1 0 R >>`nstartxref`n$start`n%%EOF`n")
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $null = New-Item -ItemType Directory -Force -Path ([IO.Path]::GetDirectoryName($full))
    [IO.File]::WriteAllText($full, $pdf.ToString(), [Text.Encoding]::Latin1)
    Get-Item -LiteralPath $full
}

# Returns the error in a PDF, or nothing if the header is valid and the cross-reference table refers to each object.
function Get-PdfFault([string] $Path) {
    $text = [IO.File]::ReadAllText($Path, [Text.Encoding]::Latin1)
    if (-not $text.StartsWith('%PDF-', [StringComparison]::Ordinal)) { return 'it does not begin with %PDF' }
    if ($text -notmatch '(?s)startxref\s+(\d+)\s+%%EOF\s*$') { return 'it does not end with startxref and %%EOF' }
    $start = [int]$Matches[1]
    $table = [regex]::new('\Gxref\s+0 (\d+)\s+').Match($text, $start)
    if (-not $table.Success) { return "there is no cross-reference table at $start" }
    $count = [int]$table.Groups[1].Value
    foreach ($number in 0..($count - 1)) {
        $at = $table.Index + $table.Length + 20 * $number
        $entry = [regex]::new('\G(\d{10}) (\d{5}) ([nf])').Match($text, $at)
        if (-not $entry.Success) { return "entry $number of the table is malformed" }
        if ($entry.Groups[3].Value -eq 'f') { continue }
        $offset = [int]$entry.Groups[1].Value
        if (-not [regex]::new("\G$number \d+ obj\b").IsMatch($text, $offset)) { return "object $number is not at $offset" }
    }
    if ($text.IndexOf('trailer', $table.Index, [StringComparison]::Ordinal) -lt 0) { return 'there is no trailer' }
}

#endregion

#region Errors

# Returns the errors that a command throws or writes, in order. Other output is discarded.
function Get-ErrorOf([scriptblock] $Action) {
    try {
        & $Action 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
    }
    catch {
        $_
    }
}

# Returns the text of an error in a terminal of this width.
function Get-RenderedError($Record, [int] $Width = 120) {
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    try { $Record | Out-String -Width $Width } finally { $PSStyle.OutputRendering = $rendering }
}

#endregion

#region Sessions and processes

# Returns the text that the host shows while a script block runs, such as the lines of -WhatIf.
function Get-HostText([scriptblock] $Action) {
    $transcript = Join-Path ([IO.Path]::GetTempPath()) "faxplus-test-$([guid]::NewGuid().ToString('N')).txt"
    $null = Start-Transcript -LiteralPath $transcript -UseMinimalHeader
    try { $null = & $Action } finally { $null = Stop-Transcript }
    # The text is between the lines of asterisks that end the header and start the footer.
    ((Get-Content -LiteralPath $transcript -Raw) -split '\*{22}')[2]
    Remove-Item -LiteralPath $transcript
}

# Converts text to a PowerShell string literal for generated code, since a path may contain an apostrophe.
function ConvertTo-Literal([string] $Text) {
    "'$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text))'"
}

# Runs a script in a new session of this process, which takes a tenth of the time of a new process. The output is text, as with
# Invoke-ChildPowerShell. The script shares the assemblies, the environment and the culture of this process.
function Invoke-Runspace {
    param([string] $Script, [hashtable] $Environment = @{})

    $before = @{ PSModulePath = $env:PSModulePath }
    foreach ($name in $Environment.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $Environment = @{ FAXPLUS_MODULE = Get-TestModulePath } + $Environment
    $state = [initialsessionstate]::CreateDefault2()
    if ($IsWindows) { $state.ExecutionPolicy = 'Bypass' }
    $runspace = [runspacefactory]::CreateRunspace($state)
    $shell = [powershell]::Create($runspace)
    try {
        $runspace.Open()
        foreach ($name in $Environment.Keys) { [Environment]::SetEnvironmentVariable($name, $Environment[$name]) }
        $output = [System.Collections.Generic.List[psobject]]::new()
        $thrown = $null
        try {
            $shell.AddScript("`$ProgressPreference = 'SilentlyContinue'`n$Script").Invoke($null, $output)
        } catch {
            $thrown = $_.Exception.InnerException.ErrorRecord
        }
        $errors = @($shell.Streams.Error; $thrown) | Where-Object { $_ } | ForEach-Object { $_.Exception.Message }
        $shell.Commands.Clear()
        [pscustomobject]@{
            ExitCode = $thrown ? 1 : [int]$runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
            Output   = -join $shell.AddCommand('Out-String').AddParameter('Width', 120).Invoke($output)
            Error    = $errors -join "`n"
        }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }
}

# Runs a script in a new PowerShell process with a timeout, without the user's profile and modules.
function Invoke-ChildPowerShell {
    param([string] $Script, [hashtable] $Environment = @{}, [string[]] $Argument = @('-NonInteractive'))

    $file = Join-Path ([IO.Path]::GetTempPath()) "faxplus-test-$([guid]::NewGuid().ToString('N')).ps1"
    # The default code page of Windows has no arrows, so the output is UTF-8.
    Set-Content -LiteralPath $file -Value ('[Console]::OutputEncoding = [Text.UTF8Encoding]::new(); ' +
        "`$ProgressPreference = 'SilentlyContinue'`n`$PSStyle.OutputRendering = 'PlainText'`n$Script")
    try {
        $start = New-PowerShellStartInfo (@('-NoProfile', '-NoLogo') + $Argument + @('-File', $file))
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.StandardOutputEncoding = $start.StandardErrorEncoding = [Text.UTF8Encoding]::new()
        $start.Environment['FAXPLUS_MODULE'] = Get-TestModulePath
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $ended = $process.WaitForExit($script:TimeLimitSeconds * 1000)
        if (-not $ended) { $process.Kill($true) }
        [pscustomobject]@{
            Ended    = $ended
            ExitCode = if ($ended) { $process.ExitCode }
            Output   = $output.GetAwaiter().GetResult()
            Error    = $errors.GetAwaiter().GetResult()
        }
    }
    finally {
        Remove-Item -LiteralPath $file -Force
    }
}

#endregion

# Writes an executable script for sh.
function Set-ShellProgram([string] $Path, [string] $Shell) {
    [IO.File]::WriteAllText($Path, "#!/bin/sh`n$Shell`n")
    [IO.File]::SetUnixFileMode($Path, 'UserRead, UserWrite, UserExecute')
}

function ConvertTo-ShellWord([string] $Text) { "'" + $Text.Replace("'", "'\''") + "'" }

Export-ModuleMember -Function *-*
