<#
.SYNOPSIS
    Runs code blocks of the documentation as printed, each in a separate runspace and folder, and writes the result of each block.
.DESCRIPTION
    HelpExamples.Tests.ps1 starts this script in a separate process, since examples change the environment. The emulator is reset before
    each block.
#>
param(
    # A JSON file with the blocks and the address of the emulator.
    [Parameter(Mandatory)] [string] $JobPath,

    # The file for the results, with one line of JSON per block.
    [Parameter(Mandatory)] [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$job = Get-Content -LiteralPath $JobPath -Raw | ConvertFrom-Json
Import-Module (Join-Path (Split-Path $PSScriptRoot) TestHelpers.psm1)
Add-Type -Path (Join-Path $PSScriptRoot AnsweringHost.cs)
$standIns = Get-Content -LiteralPath (Join-Path $PSScriptRoot StandIns.ps1) -Raw
$emulator = [pscustomobject]@{ Uri = $job.Uri }
$module = Get-TestModulePath
$home_ = Split-Path $ResultPath

# The answers to prompts, by the name of the prompt.
$answers = [System.Collections.Generic.Dictionary[string, string]]::new()
$answers['Pat'] = $job.Token
$answers['Client secret'] = 'client-secret'
$answers['UserName'] = 'voipex-user'
$answers['Password'] = 'voipex-password'
$answers['Signing secret'] = $job.WebhookSecret

# Approves a sign-in address, and returns the address to which the browser is redirected.
$approve = [Func[string, string]] {
    param($address)
    $client = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseProxy = $false })
    $client.GetAsync("$address&approve=1").GetAwaiter().GetResult().Headers.Location.AbsoluteUri
}

# Creates the files that the examples use.
function New-ExampleFolder([string] $Path) {
    foreach ($name in 'offer', 'terms-general', 'terms-payment', 'invoice', 'contract', 'letters/ada', 'letters/max') {
        $null = Add-TestPdf "$Path/$name.pdf" 2 $name
    }
    Set-Content "$Path/list.csv" 'To,Path,Comment', '+14155550123,offer.pdf,Offer 4711', '+442071838750,offer.pdf,Offer 4712',
        '+14155550124,invoice.pdf,Invoice 815'
    $null = New-Item -ItemType Directory "$Path/samples"
    Get-ChildItem (Join-Path $PSScriptRoot ../../../samples) -Exclude FirstFax | Copy-Item -Destination "$Path/samples" -Recurse
    Set-Content "$Path/people.csv" 'Email', 'eve@example.com', 'dan@example.com'
    Set-Content "$Path/hooks.csv" 'Target,Event', 'https://example.com/hook?key=4f1d,fax_received',
        'https://example.com/hook?key=4f1d,fax_sent'
    Set-Content "$Path/webhooks.psd1" "@{ Target = 'https://example.com/hook?key=4f1d'; Event = 'fax_received', 'fax_sent' }"
    Set-Content "$Path/nightly.ps1" 'Connect-FaxPlus -FromEnvironment', 'Import-Csv list.csv | Send-FaxPlusFax -From +16505550100',
        'Get-FaxPlusFax -Category inbox -Unread | Save-FaxPlusFax -Directory inbox'
}

# Returns the names, lengths and times of all files in a folder, without links.
$ownEntries = [System.IO.EnumerationOptions]@{ RecurseSubdirectories = $true; AttributesToSkip = 'ReparsePoint' }
function Get-FolderMark([string] $Path) {
    $marks = foreach ($entry in [System.IO.DirectoryInfo]::new($Path).EnumerateFileSystemInfos('*', $ownEntries)) {
        "$($entry.FullName) $($entry.LastWriteTimeUtc.Ticks) $($entry.Length)"
    }
    $marks -join "`n"
}

function Invoke-Part($Runspace, [string] $Code, [hashtable] $Parameter = @{}) {
    $shell = [powershell]::Create($Runspace)
    try { $shell.AddScript($Code, $false).AddParameters($Parameter).Invoke() } finally { $shell.Dispose() }
}

# Returns null if every line of a printed message was written. An ellipsis matches any text, and any address matches any other address.
function Get-MessageFault([string] $Printed, [string[]] $Said) {
    foreach ($line in $Printed -split '\n') {
        $pattern = ([System.Management.Automation.WildcardPattern]::Escape($line) -replace '\u2026', '*') -replace 'https?://[\w.:]+',
            'http*://*'
        if (-not ($Said | Where-Object { $_ -like $pattern })) { return "It should say: $line`nIt said: $($Said -join "`n")" }
    }
}

# Returns null if the block succeeded, otherwise the failure.
function Get-ExampleFault($Block, [string] $Folder) {
    # Most examples do not change the folder, so it is restored only after a change.
    if ((Get-FolderMark $Folder) -ne $script:files) {
        Get-ChildItem -LiteralPath $Folder -Exclude out | Remove-Item -Recurse -Force
        Copy-Item "$template/*" $Folder -Recurse
        $script:files = Get-FolderMark $Folder
    }
    # The token in the format in which the stand-in for SecretManagement stores it.
    foreach ($vault in 'Default', 'Work') { [IO.File]::WriteAllText("$vaults/$vault/FaxPlus.xml", $vaultSecret) }
    Clear-Emulator $emulator

    $state = [initialsessionstate]::CreateDefault2()
    if ($IsWindows) { $state.ExecutionPolicy = 'Bypass' }
    $shown = [AnsweringHost]::new($answers, $approve)
    $runspace = [runspacefactory]::CreateRunspace($shown, $state)
    $runspace.Open()
    try {
        $null = Invoke-Part $runspace {
            param($Folder, $StandIns, $Uri, $HasVoipex)
            $ProgressPreference = 'SilentlyContinue'
            Set-Location -LiteralPath $Folder
            Import-Module ./out/FaxPlus/FaxPlus.psd1
            # These modules are loaded first, because a block must not be stopped while it loads them.
            Import-Module Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management
            # Other systems have no drive C, so this drive refers to the example folder.
            if (-not (Get-PSDrive C -ErrorAction Ignore)) { $null = New-PSDrive C FileSystem $Folder -Scope Global }
            . ([scriptblock]::Create($StandIns))
            Connect-FaxPlus -FromEnvironment -DefaultFrom +16505550100
            if (-not $HasVoipex) { return }
            foreach ($name in 'AuthUri', 'ApiUri', 'SmsUri') { $PSDefaultParameterValues["Connect-Voipex:$name"] = "$Uri/voipex" }
            Connect-Voipex -Credential ([pscredential]::new('voipex-user', (ConvertTo-SecureString voipex-password -AsPlainText -Force)))
        } @{ Folder = $Folder; StandIns = $standIns; Uri = $job.Uri; HasVoipex = "$($Block.Before)$($Block.Code)" -match 'Voipex' }

        if ($Block.Before) {
            $null = Invoke-Part $runspace "`$ErrorActionPreference = 'Stop'; $($Block.Before); `$ErrorActionPreference = 'Continue'"
        }
        $sessions = Invoke-Part $runspace 'Get-FaxPlusSession; Get-VoipexSession'
        $files = Get-FolderMark $Folder
        Clear-EmulatorRequest $emulator

        # The arguments of a runbook come from variables with the names of its parameters, which a mark `before` has set.
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript($Block.Code, $false)
        $ast = [scriptblock]::Create($Block.Code).Ast
        foreach ($parameter in $ast.ParamBlock.Parameters) {
            $name = $parameter.Name.VariablePath.UserPath
            $value = $runspace.SessionStateProxy.GetVariable($name)
            if ($null -ne $value) { $null = $shell.AddParameter($name, $value) }
        }

        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        $end = [datetime]::UtcNow.AddSeconds(300)
        $isStopped = $false
        while (-not $running.AsyncWaitHandle.WaitOne(50)) {
            $isStopped = $Block.Stop -and $output.Count
            if ($isStopped -or [datetime]::UtcNow -gt $end) {
                $shell.Stop()
                if (-not $isStopped) { return "It did not end in 300 seconds." }
                break
            }
        }

        $errors = @(
            if (-not $isStopped) { try { $null = $shell.EndInvoke($running) } catch { $_.Exception.InnerException.ErrorRecord ?? $_ } }
            $shell.Streams.Error
        )
        $shell.Dispose()
        if ($Block.Says) { return Get-MessageFault $Block.Says @($errors | ForEach-Object { $_.Exception.Message }) }
        $unexpected = @($errors |
            Where-Object { $id = $_.FullyQualifiedErrorId; -not ($Block.Expect | Where-Object { $id -eq $_ -or $id -like "$_,*" }) })
        if ($unexpected) { return @($unexpected | ForEach-Object { "$($_.FullyQualifiedErrorId): $($_.Exception.Message)" }) -join "`n" }
        $missing = @($Block.Expect | Where-Object {
            $id = $_; -not ($errors | Where-Object { $_.FullyQualifiedErrorId -eq $id -or $_.FullyQualifiedErrorId -like "$id,*" }) })
        if ($missing) { return "It should end in the error $($missing -join ', ')." }

        $hasEffect = @($output | Where-Object { $null -ne $_ }).Count -or $shown.Shown -or $errors -or $Block.Quiet -or
            (Get-EmulatorChange $emulator) -or (Get-FolderMark $Folder) -ne $files -or
            (Compare-Object @($sessions) @(Invoke-Part $runspace 'Get-FaxPlusSession; Get-VoipexSession'))
        if (-not $hasEffect) { return 'It gave out nothing and changed nothing: say so with a mark `quiet`, or show something that does.' }

        # Formats the output to check that it can be displayed.
        $null = $output | Out-String -Width 80
    }
    catch {
        "$_ ($($_.ScriptStackTrace -split "`n" | Select-Object -First 1))"
    }
    finally {
        $null = Invoke-Part $runspace 'Get-Job | Remove-Job -Force; Disconnect-FaxPlus; Disconnect-Voipex'
        $runspace.Dispose()
    }
}

$template = Join-Path $home_ template
New-ExampleFolder $template
$vaults = Join-Path $home_ vaults
foreach ($vault in 'Default', 'Work') { $null = New-Item -ItemType Directory "$vaults/$vault" }
$vaultSecret = [Management.Automation.PSSerializer]::Serialize((ConvertTo-Secret $job.Token), 3)

# A stand-in for the browser that approves the sign-in and follows the redirect to the final page.
$visit = Join-Path $home_ visit.ps1
Set-Content $visit 'param([uri] $Address) $null = Invoke-WebRequest "$Address&approve=1"'
$program, $leading = Get-PowerShellCommand
$command = @($program, $leading, '-NoProfile', '-NonInteractive', '-File', $visit).Where({ $_ })
$browser = Join-Path $home_ ($IsWindows ? 'browser.cmd' : 'browser.sh')
if ($IsWindows) { Set-Content $browser "@$($command.ForEach({ '"{0}"' -f $_ })) `"%~1`"" }
else { Set-ShellProgram $browser "exec $($command.ForEach({ ConvertTo-ShellWord $_ })) `"`$1`"" }

# Each new runspace puts the folders of installed modules first in the module path, unless the path already contains them. These folders may
# contain the real SecretManagement.
$env:PSModulePath = @((Join-Path $home_ work out), (Join-Path (Split-Path $PSScriptRoot) VaultStandIn), $env:PSModulePath) -join
    [IO.Path]::PathSeparator
$environment = @{
    HOME                      = $home_
    BROWSER                   = $browser
    VAULT_STANDIN_FOLDER      = $vaults
    FAXPLUS_API_URI           = "$($job.Uri)/v3"
    FAXPLUS_ACCOUNTS_URI      = $job.Uri
    FAXPLUS_PAT               = $job.Token
    FAXPLUS_CLIENT_ID         = 'APIK-1234'
    FAXPLUS_CLIENT_SECRET     = 'client-secret'
    FAXPLUS_WEBHOOK_SECRET    = $job.WebhookSecret
}

# Copies the module to the path at which a build creates it, for examples that run in the repository. All examples load it from this path,
# because PowerShell does not load the same assembly from two paths.
$work = Join-Path $home_ work
$null = New-Item -ItemType Directory "$work/out"
Copy-Item (Split-Path $module) "$work/out/FaxPlus" -Recurse
$results = foreach ($block in $job.Blocks) {
    foreach ($name in $environment.Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $fault = Get-ExampleFault $block $work
    @{ Key = "$($block.Page):$($block.Line)"; Fault = $fault; Seconds = $clock.Elapsed.TotalSeconds }
}
ConvertTo-Json @($results) | Set-Content -LiteralPath $ResultPath
