# Uses every way to sign in, with and without success, in a separate process, and searches all visible output for each secret.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:emulator = Open-Emulator '--client', 'APIK-1:client/Recognise+Me1=', '--voipex', 'ada:password/Recognise+Me2=', '--client',
        'APIK-2:another-secret'
}

AfterAll { Close-Emulator $emulator }

Describe 'Secrets of a sign-in' -Tag Slow {
    BeforeAll {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive run)
        $null = New-Item -ItemType Directory -Path (Join-Path $folder vault Default)
        $script:child = Invoke-ChildPowerShell -Environment @{
            EMULATOR             = $emulator.Uri
            S_CLIENT             = 'client/Recognise+Me1='
            S_PASSWORD           = 'password/Recognise+Me2='
            S_CODE               = 'code_00000000000000000000000000000000000000ff'
            S_REFRESH            = 'refresh_00000000000000000000000000000000000000ff'
            RUN_FOLDER           = $folder.FullName
            VAULT_STANDIN_FOLDER = Join-Path $folder vault
            PSModulePath         = Join-ModulePath (Join-Path $PSScriptRoot VaultStandIn)
        } @'
Import-Module $env:FAXPLUS_MODULE
$uris = @{ ApiUri = "$env:EMULATOR/v3"; AccountsUri = $env:EMULATOR }
$redirect = 'http://localhost:8400/'
$http = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseProxy = $false })
function hide([string] $text) { $hidden = [securestring]::new(); foreach ($c in $text.ToCharArray()) { $hidden.AppendChar($c) }; $hidden }
function redirected { $http.GetAsync("$env:EMULATOR/login?response_type=code&client_id=APIK-1&scope=all&redirect_uri=http%3A%2F%2Flocalhost%3A8400%2F&approve=1").GetAwaiter().GetResult().Headers.Location.OriginalString }
function newcode { [uri]::UnescapeDataString(((redirected) -replace '^.*[?&]code=([^&]*).*$', '$1')) }
function revoke([string] $kind) { $null = $http.PostAsync("$env:EMULATOR/_emulator/revoke", [System.Net.Http.StringContent]::new("{""kind"":""$kind""}", [Text.Encoding]::UTF8, 'application/json')).GetAwaiter().GetResult() }
function fault([string] $json) { $null = $http.PostAsync("$env:EMULATOR/_emulator/faults", [System.Net.Http.StringContent]::new($json, [Text.Encoding]::UTF8, 'application/json')).GetAwaiter().GetResult() }
$secret = hide $env:S_CLIENT
$application = @{ OAuth = $true; ClientId = 'APIK-1'; ClientSecret = $secret }

$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
$seen = [System.Collections.Generic.List[object]]::new()
$null = Start-Transcript -Path (Join-Path $env:RUN_FOLDER transcript.txt) -IncludeInvocationHeader
$steps = @(
    { Connect-FaxPlus @application @uris -RedirectUri $redirect -AuthorizationCode (hide (newcode)) -PassThru }
    { Get-FaxPlusAccount }
    { revoke access; Get-FaxPlusAccount }
    { Connect-FaxPlus @application @uris -RedirectUri $redirect -AuthorizationCode (hide (newcode)) -TokenParametersInQuery -SecretName Fax -PassThru }
    { revoke access; Get-FaxPlusAccount }
    { Disconnect-FaxPlus; Connect-FaxPlus -SecretName Fax @uris -TokenParametersInQuery -PassThru }
    { Get-FaxPlusAccount }
    { fault '{"kind":"garbage","path":"/token","times":1}'; Connect-FaxPlus @application @uris -RedirectUri $redirect -AuthorizationCode (hide (newcode)) }
    { fault '{"kind":"status","path":"/token","times":1,"status":503,"retryAfter":3600}'; revoke access; Get-FaxPlusAccount }
    { $env:FAXPLUS_CLIENT_ID = 'APIK-1'; $env:FAXPLUS_CLIENT_SECRET = $env:S_CLIENT; $env:FAXPLUS_REFRESH_TOKEN = $env:S_REFRESH; Connect-FaxPlus -FromEnvironment @uris -PassThru; Get-FaxPlusAccount }
    { Connect-FaxPlus @application @uris -RedirectUri $redirect -AuthorizationCode (hide $env:S_CODE) }
    { Connect-FaxPlus @application @uris -RedirectUri $redirect -AuthorizationCode (hide (redirected)) }
    { Connect-FaxPlus -OAuth -ClientId APIK-2 -ClientSecret $secret @uris -RedirectUri $redirect -AuthorizationCode (hide (newcode)) }
    { Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret 'client/Recognise+Me1=' @uris -RedirectUri $redirect -AuthorizationCode 'code_00000000000000000000000000000000000000ff' }
    { Connect-FaxPlus -OAuth -ClientId APIK-2 -ClientSecret 'client/Recognise+Me1=' @uris -RefreshToken 'refresh_00000000000000000000000000000000000000ff' -PassThru }
    { Get-FaxPlusAccount }
    { Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret 'client/Recognise+Me1=' @uris -RefreshToken 'refresh_00000000000000000000000000000000000000ff' -ExpiresOn 2020-01-01 }
    { Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret 'client/Recognise+Me1=' -RefreshToken 'refresh_00000000000000000000000000000000000000ff' -AccountsUri http://accounts.example }
    { Connect-FaxPlus @application @uris -RefreshToken (hide $env:S_REFRESH) -Vault Nowhere -SecretName Fax }
    { Connect-Voipex ([pscredential]::new('ada', (hide $env:S_PASSWORD))) -AuthUri "$env:EMULATOR/voipex" -SmsUri "$env:EMULATOR/voipex" -PassThru }
    { revoke voipex-access; Invoke-VoipexRequest /SMS/allowed-numbers }
    { revoke voipex-access; revoke voipex-refresh; Invoke-VoipexRequest /SMS }
    { Connect-Voipex ([pscredential]::new('bob', (hide $env:S_PASSWORD))) -AuthUri "$env:EMULATOR/voipex" }
)
$failed = 0
foreach ($step in $steps) {
    try { & $step *>&1 | ForEach-Object { $seen.Add($_); $_ } } catch { $failed++; $seen.Add($_); Write-Host (Out-String -InputObject $_) }
}
$null = Stop-Transcript
foreach ($item in $Error) { if (-not $seen.Contains($item)) { $seen.Add($item) } }
$seen = @($seen | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }) + @($seen | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Sort-Object Message -Unique)
$seen += @(Get-FaxPlusSession)
$seen += @(Get-VoipexSession)

# The public properties of an object, and the properties of their values, to a depth of five.
function walk($thing, [int] $depth) {
    if ($null -eq $thing -or $depth -eq 0) { return }
    # Members of types, commands and script blocks are skipped, because they contain no values of a call, and their properties lead to large
    # parts of the process.
    if ($thing -is [System.Reflection.MemberInfo] -or $thing -is [System.Management.Automation.CommandInfo] -or $thing -is [scriptblock]) { return }
    try { "$thing" } catch { }
    if ($thing -is [string] -or $thing.GetType().IsPrimitive -or $thing -is [datetimeoffset] -or $thing -is [uri]) { return }
    if ($thing -is [System.Collections.IDictionary]) { foreach ($key in @($thing.Keys)) { walk $key ($depth - 1); walk $thing[$key] ($depth - 1) } }
    elseif ($thing -is [System.Collections.IEnumerable]) { foreach ($item in $thing) { walk $item ($depth - 1) } }
    foreach ($property in $thing.GetType().GetProperties('Public, Instance')) {
        if ($property.GetIndexParameters().Count -eq 0) { try { $value = $property.GetValue($thing) } catch { continue }; walk $value ($depth - 1) }
    }
}

# Users do not see messages that are written during this search, so these messages are turned off.
$VerbosePreference = $DebugPreference = $InformationPreference = 'SilentlyContinue'
$number = 0
$kinds = [System.Collections.Generic.HashSet[string]]::new()
$report = foreach ($item in $seen) {
    $number++
    walk $item 5
    $item | Format-List * -Force | Out-String -Width 1000
    $item | Out-String -Width 1000
    # A record references all modules through its command, and an exception through its method. The modules are not searched.
    $parts = if ($item -is [System.Management.Automation.ErrorRecord]) { for ($e = $item.Exception; $e; $e = $e.InnerException) { $e | Select-Object * -ExcludeProperty TargetSite, Data, InnerException, ErrorRecord }; $item.InvocationInfo.BoundParameters, $item.ErrorDetails, $item.TargetObject } elseif ($item -is [System.Management.Automation.InformationalRecord]) { $item.Message } else { $item }
    $parts | Where-Object { $null -ne $_ } | ForEach-Object { ConvertTo-Json $_ -Depth 3 -WarningAction SilentlyContinue }
    $xml = Join-Path $env:RUN_FOLDER "$number.xml"
    # A record references the entire module through its command, and searching the module takes a long time. Therefore, the search includes
    # the module only for the first record of each type, and only the arguments of the other records.
    $deep = $kinds.Add($item.GetType().Name) -or $item -isnot [System.Management.Automation.ErrorRecord]
    $(if ($deep) { $item } else { $item.InvocationInfo.BoundParameters, $item.ErrorDetails, $item.TargetObject, $item.Exception.Message }) | Export-Clixml -LiteralPath $xml -Depth 3
    Get-Content -Raw -LiteralPath $xml
    if ($item -is [System.Management.Automation.ErrorRecord]) { $item.InvocationInfo.Line; $item.InvocationInfo.Statement; $item.InvocationInfo.PositionMessage; $item.ScriptStackTrace; $item.Exception.ToString() }
}
Set-Content -LiteralPath (Join-Path $env:RUN_FOLDER report.txt) -Value $report
"seen: $($seen.Count) failed: $failed errors: $(@($seen | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count)"
"kinds: $(@($seen | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique) -join ' ')"
'@
        $read = { param($Name) Get-Content -Raw -LiteralPath (Join-Path $folder $Name) }
        $script:places = @{
            'the output'     = $child.Output + $child.Error
            'the transcript' = & $read transcript.txt
            'the objects'    = & $read report.txt
        }
    }

    It 'the run completed its steps' {
        $child.Ended | Should -BeTrue
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Match 'failed: (1\d|9)\b'
        $child.Output | Should -Match 'kinds: .*DebugRecord|kinds: .*VerboseRecord'
        foreach ($kind in 'ErrorRecord', 'WarningRecord', 'VerboseRecord', 'FaxPlusSession', 'VoipexSession') {
            $child.Output | Should -Match "kinds: .*\b$kind\b"
        }
        foreach ($place in $places.Keys) { $places[$place].Length | Should -BeGreaterThan 1000 -Because $place }
        foreach ($kind in 'Unauthorized', 'TokenExpired', 'BadRequest', 'InvalidResponse', 'ServiceUnavailable', 'NotFound') {
            $places['the objects'] | Should -Match "FaxPlus\.$kind"
        }
    }

    It '<What> is not in any visible output' -ForEach @(
        @{ What = 'the client secret'; Secret = 'client/Recognise+Me1=' }
        @{ What = 'the password'; Secret = 'password/Recognise+Me2=' }
        @{ What = 'a code that was typed'; Secret = 'code_00000000000000000000000000000000000000ff' }
        @{ What = 'a refresh token that was typed'; Secret = 'refresh_00000000000000000000000000000000000000ff' }
    ) {
        $spellings = @(
            $Secret
            [uri]::EscapeDataString($Secret)
            [System.Net.WebUtility]::UrlEncode($Secret)
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("APIK-1:$Secret"))
            [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($Secret))
            [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Secret))
            $Secret.Replace('+', '\u002B')
        )
        foreach ($place in $places.Keys) {
            foreach ($spelling in $spellings) {
                $at = $places[$place].IndexOf($spelling, [StringComparison]::OrdinalIgnoreCase)
                $around = if ($at -ge 0) {
                    $places[$place].Substring(
                        [Math]::Max(0, $at - 300), [Math]::Min(400, $places[$place].Length - [Math]::Max(0, $at - 300)))
                }
                $at | Should -Be -1 -Because "$place contained the secret as '$spelling': $around"
            }
        }
    }

    It 'no code and no token of the service is in any visible output' {
        foreach ($place in $places.Keys) {
            [regex]::Match($places[$place], '(code|access|refresh)_[0-9a-f]{40}').Value | Should -BeNullOrEmpty -Because $place
        }
    }

    It 'a warning is written if a secret was specified as plain text' {
        $places['the transcript'] | Should -Match 'A secret was specified as plain text'
    }
}

# The lines are like those in scripts: each contains the secret and causes an error. Each secret contains its number and Xq7.
Describe 'Secrets on a line of a script that fails' {
    BeforeAll {
        $script = Join-Path $TestDrive lines.ps1
        Set-Content -LiteralPath $script -Value @'
Connect-FaxPlus -Pat (ConvertTo-SecureString 'alohi_pat_01Xq7' -AsPlainText -Force) -ApiUri http://example.org/v3
Connect-FaxPlus 'alohi_pat_02Xq7' -ApiUri http://example.org/v3
Connect-FaxPlus -Token 03Xq7secret -Uri $api
Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret (ConvertTo-SecureString '04Xq7client' -AsPlainText -Force) -RefreshToken '04Xq7refresh' -AccountsUri http://example.org
Connect-Voipex ([pscredential]::new('ada', (ConvertTo-SecureString '05Xq7' -AsPlainText -Force))) -AuthUri http://example.org
'{}' | ConvertFrom-FaxPlusWebhook -Secret whsec_06Xq7!
Wait-FaxPlusWebhook 1 -Secret (ConvertTo-SecureString '07Xq7' -AsPlainText -Force)
Connect-FaxPlus -Pat (ConvertTo-SecureString '08Xq7secret' -AsPlainText -Force) -ApiUri http://example.org/v3; Save-FaxPlusFax -FaxId x -Directory $PSScriptRoot
try { Connect-FaxPlus -Pat '09Xq7 secret' } catch { $_ }; Set-FaxPlusFax x; Set-FaxPlusFax x -Comment y
$s = Connect-FaxPlus -Pat (ConvertTo-SecureString '10Xq7secret' -AsPlainText -Force) -ApiUri $api -PassThru; Receive-FaxPlusFax; Export-FaxPlusReport /no/such/folder/x.html -InputObject x; Set-FaxPlusAICustomField x; Save-FaxPlusFax x -Directory $PSScriptRoot -Report -Format Tiff; Get-FaxPlusFax -Session $s
Connect-FaxPlus -Credential (New-Object PSCredential 'x', (ConvertTo-SecureString 11Xq7 -AsPlainText -Force)) -ExpiresOn tomorrow
& { param($t) Connect-FaxPlus -Pat (ConvertTo-SecureString $t -AsPlainText -Force) -ApiUri http://example.org/v3 } '12Xq7secret'
Connect-FaxPlus -Credential 13Xq7secret -ApiUri $api
Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret 14000700 -RefreshToken 14000701 -SecretName none -Vault Nowhere
$null = Connect-FaxPlus -Pat (ConvertTo-SecureString 'alohi_pat_15Xq7' -AsPlainText -Force) -ApiUri $api; Invoke-FaxPlusRequest "/accounts/alohi_pat_15Xq7" -ErrorAction SilentlyContinue; Get-FaxPlusFax | Out-Null
Connect-FaxPlus -Pta '18Xq7' -ApiUri $api
Connect-FaxPlus -Pat '19Xq7' -DefaultFrom @(1,2) -ApiUri http://example.org
Connect-FaxPlus -OAuth -ClientId x -ClientSecret '20Xq7' -RedirectUri http://localhost:1/ -SignInTimeout 0
Get-FaxPlusFax -Session '21Xq7'
'{}' | ConvertFrom-FaxPlusWebhook -Secret 'whsec_22Xq7' -Nope
'{}' | ConvertFrom-FaxPlusWebhook -Secret '23Xq7' -UserId '' -Header $null
Wait-FaxPlusWebhook -Port abc -Secret '24Xq7' -First x
Connect-FaxPlus -AccessToken '25Xq7' -ApiUri $api
Disconnect-FaxPlus '26Xq7'
Connect-Voipex -User ada -Password '27Xq7'
Connect-FaxPlus -Pat '28Xq7secret', 'x' -ApiUri $api
Connect-FaxPlus -Pat @{ a = '29Xq7' }
Connect-FaxPlus -OAuth -ClientId a -ClientSecret @{ a = '30Xq7' } -RefreshToken '30Xq7', 'b'
Connect-FaxPlus -Pat ([pscustomobject]@{ pat = '31Xq7' })
'{}' | ConvertFrom-FaxPlusWebhook -Secret @('whsec_16Xq7', [System.Collections.Generic.List[string]]@('17Xq7secret')); Get-FaxPlusFax -Session $null
'@
        $script:lines = Invoke-ChildPowerShell -Environment @{ EMULATOR = $emulator.Uri; LINES = $script; RUN_FOLDER = "$TestDrive" } @'
Import-Module $env:FAXPLUS_MODULE
$api = "$env:EMULATOR/v3"
$null = Start-Transcript -Path (Join-Path $env:RUN_FOLDER lines.txt)
$VerbosePreference = $DebugPreference = 'Continue'
. $env:LINES
$null = Stop-Transcript
"errors: $($Error.Count)"
foreach ($item in $Error) {
    $item | Format-List * -Force | Out-String -Width 1000
    $item | Get-Error | Out-String -Width 1000
    $info = $item.InvocationInfo
    $info.Line; $info.Statement; $info.PositionMessage; $item.ScriptStackTrace; $item.Exception.ToString(); "$($item.TargetObject)"; $info.BoundParameters | ConvertTo-Json -Depth 2
}
'@
        $script:shown = $lines.Output + $lines.Error + (Get-Content -Raw -LiteralPath (Join-Path $TestDrive lines.txt))
    }

    It 'are in no stream, no transcript and no error' {
        $lines.Ended | Should -BeTrue
        $lines.Output | Should -Match 'errors: (2[5-9]|3\d)'
        $shown -split '\r?\n' | Where-Object { $_ -match 'Xq7|1400070' } | Select-Object -First 10 | Should -BeNullOrEmpty
    }
}
