BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--pat', 'second-token', '--seed-faxes', '3', '--number', '+16505550100', '--number', '+16505550101'
    $script:secret = ConvertTo-Secret 'good-token'
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Signing in' {
    BeforeEach {
        Clear-Emulator $emulator
        Disconnect-FaxPlus
        foreach ($name in 'FAXPLUS_PAT', 'FAXPLUS_API_URI', 'FAXPLUS_ACCOUNTS_URI') { Remove-Item "Env:$name" -ErrorAction Ignore }
    }

    Context 'Connect-FaxPlus -Pat' {
        It 'signs in with a SecureString, without output and without a request' {
            $said = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri *>&1
            $said | Should -BeNullOrEmpty
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'also accepts the token as the first argument' {
            Connect-FaxPlus $secret -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'accepts the token with -Token, which is the beginning of the name of another parameter' {
            Connect-FaxPlus -Token (ConvertTo-Secret good-token) -ApiUri $emulator.ApiUri
            { Get-FaxPlusFax } | Should -Not -Throw
        }

        It 'also accepts plain text, with exactly one warning that describes the alternative' {
            Connect-FaxPlus -Pat 'good-token' -ApiUri $emulator.ApiUri -WarningVariable warned -WarningAction SilentlyContinue
            $warned.Count | Should -Be 1
            $warned[0].Message | Should -Match 'plain text'
            $warned[0].Message | Should -Match '-FromEnvironment|-Credential'
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'removes the spaces around a copied token' {
            Connect-FaxPlus -Pat (ConvertTo-Secret " good-token`n") -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'refuses an empty token, and one that contains a space, before any request' {
            foreach ($text in '', 'two words') {
                $problem = Get-ErrorOf { Connect-FaxPlus -Pat (ConvertTo-Secret $text) -ApiUri $emulator.ApiUri }
                $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            }
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
        }

        It 'ends with an error instead of waiting if no prompt is available' {
            $child = Invoke-ChildPowerShell 'Import-Module $env:FAXPLUS_MODULE; try { Connect-FaxPlus } catch { "caught: $_" }'
            $child.Ended | Should -BeTrue
            $child.Output | Should -Match '(?s)caught: .*(Pat|NonInteractive)'
        }

        It 'prompts for the token without echo' {
            $python = Get-Command python3, python -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if (-not $python -or $IsWindows) {
                Write-Warning 'NOT TESTED: the prompt for the token, because python3 with pseudo-terminals is not available.'
                Set-ItResult -Skipped -Because 'python3 with pseudo-terminals is not available'
                return
            }

            $driver = Join-Path $TestDrive terminal.py
            Set-Content -LiteralPath $driver -Value @'
import os, pty, select, signal, sys, termios, time
answer = os.environ.pop("TERMINAL_ANSWER")
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
seen, sent, queries, end = b"", False, 0, time.time() + 300
while time.time() < end:
    if select.select([fd], [], [], 0.2)[0]:
        try:
            block = os.read(fd, 4096)
        except OSError:
            break
        if not block:
            break
        seen += block
        while seen.count(b"\x1b[6n") > queries:
            queries += 1
            os.write(fd, b"\x1b[1;1R")
    if not sent and b"Pat:" in seen:
        sent = True
        # Waits until the prompt has turned off the echo, because text that is typed earlier would be displayed.
        while termios.tcgetattr(fd)[3] & termios.ECHO and time.time() < end:
            time.sleep(0.02)
        for letter in answer + "\r":
            os.write(fd, letter.encode())
            time.sleep(0.02)
else:
    os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
sys.stdout.write("asked: %s\n" % sent)
sys.stdout.write(seen.decode("utf-8", "replace"))
'@
            $user = Join-Path $TestDrive user.ps1
            Set-Content -LiteralPath $user -Value 'Import-Module $env:FAXPLUS_MODULE; Connect-FaxPlus -ApiUri $env:TERMINAL_API; "I am " + (Get-FaxPlusAccount).Email'
            $env:TERMINAL_ANSWER = 'good-token'
            $env:TERMINAL_API = $emulator.ApiUri
            $env:FAXPLUS_MODULE = Get-TestModulePath
            try {
                $seen = & $python $driver @(Get-PowerShellCommand) -NoProfile -NoLogo -File $user | Out-String
            }
            finally {
                Remove-Item Env:TERMINAL_ANSWER, Env:TERMINAL_API
            }

            $seen | Should -Match 'asked: True'
            $seen | Should -Match 'I am ada@example\.com'
            $seen | Should -Not -Match 'good-token'
        }
    }

    Context 'Connect-FaxPlus in other ways' {
        It 'uses the password of a -Credential, regardless of the user name' {
            Connect-FaxPlus -Credential ([pscredential]::new('anybody', $secret)) -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'uses FAXPLUS_PAT with -FromEnvironment, without a warning' {
            $env:FAXPLUS_PAT = 'good-token'
            Connect-FaxPlus -FromEnvironment -ApiUri $emulator.ApiUri *>&1 | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'names the variable that is not set' {
            $problem = Get-ErrorOf { Connect-FaxPlus -FromEnvironment -ApiUri $emulator.ApiUri }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            $problem.Exception.Message | Should -Match 'FAXPLUS_PAT'
        }

        It 'uses the address from FAXPLUS_API_URI, over which -ApiUri takes precedence' {
            $env:FAXPLUS_API_URI = $emulator.ApiUri
            Connect-FaxPlus -Pat $secret
            (Get-FaxPlusSession).ApiUri | Should -Be $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            $env:FAXPLUS_API_URI = 'https://elsewhere.example/v3'
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            (Get-FaxPlusSession).ApiUri | Should -Be $emulator.ApiUri
        }

        It 'uses the real service if no address is specified' {
            Connect-FaxPlus -Pat $secret
            (Get-FaxPlusSession).ApiUri.Scheme | Should -Be 'https'
            (Get-FaxPlusSession).ApiUri.Host | Should -BeLike '*.fax.plus'
        }

        It 'reports an invalid FAXPLUS_API_URI' {
            $env:FAXPLUS_API_URI = 'not an address'
            $problem = Get-ErrorOf { Connect-FaxPlus -Pat $secret }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.Exception.Message | Should -Match 'FAXPLUS_API_URI'
        }

        It 'refuses plain http to another machine: <Address>' -ForEach @(
            @{ Address = 'http://restapi.fax.plus/v3' }
            @{ Address = 'http://127.0.0.1.example.com/v3' }
            @{ Address = 'http://localhost.example.com/v3' }
            @{ Address = 'ftp://localhost/v3' }
            @{ Address = 'http://user:word@localhost/v3' }
        ) {
            $problem = Get-ErrorOf { Connect-FaxPlus -Pat $secret -ApiUri $Address }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'https'
            Get-FaxPlusSession | Should -BeNullOrEmpty
        }

        It 'also refuses plain http to another machine for -AccountsUri' {
            $problem = Get-ErrorOf { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -AccountsUri 'http://accounts.fax.plus' }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
        }

        It 'refuses an expired token' {
            $problem = Get-ErrorOf { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -ExpiresOn (Get-Date).AddDays(-1) }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'new'
        }

        It 'warns once about a token that expires soon, and not about others' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -ExpiresOn (Get-Date).AddDays(
                5) -WarningVariable soon -WarningAction SilentlyContinue
            $soon.Count | Should -Be 1
            $soon[0].Message | Should -Match "expires on $((Get-Date).AddDays(5).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)), in 5 days\."
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -ExpiresOn (Get-Date).AddDays(
                60) -WarningVariable later -WarningAction SilentlyContinue
            $later | Should -BeNullOrEmpty
            (Get-FaxPlusSession).ExpiresOn | Should -Not -BeNullOrEmpty
        }

        It 'returns the session with -PassThru' {
            $session = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru -DefaultFrom '+16505550101' -Scope fax:all:read
            $session | Should -BeOfType FaxPlus.FaxPlusSession
            @($session).Count | Should -Be 1
            $session.DefaultFrom | Should -Be '+16505550101'
            $session.Scope | Should -Be 'fax:all:read'
            $session | Should -Be (Get-FaxPlusSession)
        }

        It 'ends the previous sign-in when it fails for any reason: <_>' -ForEach @(
            "-Pat `$secret -ApiUri http://restapi.fax.plus/v3"
            "-Pat `$null", "-Pat ''", "-Pat 'two words'", "-Pat `$secret -ApiUri `$null", "-Pat `$secret -ApiUri 'http://['"
            "-Pat `$secret -ExpiresOn 2020-01-01", "-Pat `$secret -ExpiresOn soon", "-Pat `$secret -Uri http://localhost"
            "-Credential `$null", "-Credential good-token", "-SecretName `$null", "-SecretName ''", '-FromEnvironment'
            "-Pat `$secret -ExpiresOn", "-Pat `$secret -OAuth", "-Pat `$secret -NoSuch 1 -PassThru:yes"
            "-OAuth -ClientId `$null -ClientSecret `$secret -RefreshToken `$secret"
        ) {
            $before = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            try { & ([scriptblock]::Create("Connect-FaxPlus $_")) } catch { $problem = $_ }
            if ($problem.FullyQualifiedErrorId -like 'FaxPlus.*') {
                "$problem" | Should -Match 'The previous sign-in \(PersonalAccessToken at .*\) was ended'
            }
            Get-FaxPlusSession | Should -BeNullOrEmpty
            $next = Get-ErrorOf { Get-FaxPlusFax }
            $next.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            $next.Exception.Message | Should -Match 'the last Connect-FaxPlus failed'
            (Get-ErrorOf { Get-FaxPlusFax -Session $before }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'ends the previous sign-in if an error in the arguments prevents the next one: <Name>' -ForEach @(
            @{
                Name = 'an empty token'
                Run = { Connect-FaxPlus -Pat (ConvertTo-SecureString '' -AsPlainText -Force) -ApiUri $emulator.ApiUri }
            }
            @{ Name = 'on several lines'; Run = {
                    Connect-FaxPlus -ApiUri $emulator.ApiUri `
                        -Pat (ConvertTo-SecureString $null -AsPlainText -Force)
                }
            }
            @{
                Name = 'a method of null'
                Run = { Connect-FaxPlus -Pat $undefined.GetNetworkCredential().SecurePassword -ApiUri $emulator.ApiUri }
            }
            @{ Name = 'an error of a function'; Run = {
                    function Find-Token { throw 'no token' }
                    Connect-FaxPlus -Pat (Find-Token) -ApiUri $emulator.ApiUri
                }
            }
            @{
                Name = 'beside other commands on the line'; Run = { $null = 1; $x = Connect-FaxPlus -Pat ([securestring]'x') -PassThru; $x }
            }
        ) {
            $before = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            try { & $Run } catch { $null = $_ }
            Get-FaxPlusSession | Should -BeNullOrEmpty
            (Get-ErrorOf { Get-FaxPlusFax }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            (Get-ErrorOf { Get-FaxPlusFax -Session $before }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'ends the previous sign-in when the next one, which is called indirectly, does not start: <_>' -ForEach @(
            'cfp -Pat (Find-NoToken)'
            'cfp -Pat (ConvertTo-SecureString "" -AsPlainText -Force)'
            '& $name -Pat (Find-NoToken)'
            '& $command -Pat (Find-NoToken)'
            'Invoke-Expression "Connect-FaxPlus -Pat (Find-NoToken)"'
            'Connect-Customer (Find-NoToken)'
            'Connect-Customer (ConvertTo-SecureString "" -AsPlainText -Force)'
            'Connect-FaxPlus -Pat (Find-NoToken) } catch { "fail: $_" > $null }; Write-Verbose done; try {'
            '& $block (Find-NoToken)'
            '. $block (ConvertTo-SecureString "" -AsPlainText -Force)'
            '& { param($Token) Connect-FaxPlus -Pat $Token } (Find-NoToken)'
            'Connect-CustomerOfModule (Find-NoToken)'
            'Open-CustomerOfModule -Token (Find-NoToken)'
            'Open-Customer (Find-NoToken)'
            'Open-CustomerByAlias (ConvertTo-SecureString "" -AsPlainText -Force)'
            '& $nested (Find-NoToken)'
            '$token = Find-NoToken; Connect-FaxPlus -Pat $token'
            "`$token = Find-NoToken`n`n    if (`$verbose) { 'found' }`n    `$s = Connect-FaxPlus -Pat `$token -PassThru"
            '$token = Get-Content -LiteralPath /no/such/file -ErrorAction Stop; $null = Connect-FaxPlus -Pat $token'
            '$given = @{ Pat = (Find-NoToken) }; Connect-FaxPlus @given'
            '$token = Find-NoToken; Connect-Customer $token'
            '$token = Find-NoToken; try { cfp -Pat $token } catch { "fail: $_" }'
            'Connect-Stored'
            'Import-Clixml /no/such/file -ErrorAction Stop | ForEach-Object { Connect-FaxPlus -Pat $_ }'
            'Find-NoToken | ForEach-Object { $null = Connect-FaxPlus -Pat $_ }'
            'Write-NoToken | % { cfp -Pat $_ }'
            '$null = Write-NoToken | Where-Object { $_ } | ForEach-Object { try { Connect-Customer $_ } catch { "fail: $_" } }'
            'foreach ($token in Import-Clixml /no/such/file) { Connect-FaxPlus -Pat $token }'
            'foreach ($token in Write-NoToken) { $token.MakeReadOnly(); Connect-FaxPlus -Pat $token }'
            '& "./connect-$name.ps1"'
            '& "Connect-$other" -Force'
            '. "$PSScriptRoot/no-token.ps1"; Connect-FaxPlus -Pat $token'
            '$token = & "$PSScriptRoot/no-token.ps1"; Connect-FaxPlus -Pat $token'
            '$token = & $noToken; Connect-FaxPlus -Pat $token'
            '1 | ForEach-Object { $token = Find-NoToken; Connect-FaxPlus -Pat $token }'
            'if (-not $token) { throw "no token" }; Connect-FaxPlus -Pat $token'
            ". `"`$PSScriptRoot/no-token.ps1`"`n    Connect-FaxPlus -Pat `$token"
            "`$token = ./no-token.ps1`n    Connect-FaxPlus -Pat `$token"
            "`$token = & `$noToken`n    Connect-FaxPlus -Pat `$token"
            '$token = $noToken.Invoke(); Connect-FaxPlus -Pat $token'
            '$token = fnt; Connect-FaxPlus -Pat $token'
            '$token = corp\Find-TokenOfModule; Connect-FaxPlus -Pat $token'
            '$token = & $function; Connect-FaxPlus -Pat $token'
            '$token = [Tokens]::Find(); Connect-FaxPlus -Pat $token'
            '$token = [Tokens]::new().Read(); Connect-FaxPlus -Pat $token'
            '$token = Find-TokenOfPipeline; Connect-FaxPlus -Pat $token'
            'Connect-FaxPlus -Pat (fnt)'
            '$token = Find-NoToken; if ($token) { Connect-FaxPlus -Pat $token }'
            '$token = Find-NoToken; if ($null -eq $token) { "none" } else { Connect-FaxPlus -Pat $token }'
            '$token = [IO.File]::ReadAllText("/no/such/file"); if (![string]::IsNullOrEmpty($token)) { Connect-FaxPlus -Pat $token }'
            '$token = Get-Content -LiteralPath /no/such/file -ErrorAction Stop; if ($null -ne $token) { Connect-FaxPlus -Pat $token }'
            '$tokens = Find-NoToken; foreach ($token in $tokens) { Connect-FaxPlus -Pat $token }'
            '$token = Find-NoToken; $null = $(Connect-FaxPlus -Pat $token)'
            '$token = Find-NoToken; $sessions = @(Connect-FaxPlus -Pat $token -PassThru)'
            '$token = Find-NoToken; foreach ($i in 1, 2) { break }; Connect-FaxPlus -Pat $token'
            'Connect-Optional'
            'Connect-Returned'
            '$ErrorActionPreference = "Stop"; $token = Get-Content -LiteralPath /no/such/file; if ($token) { Connect-FaxPlus -Pat $token }'
            '$token = Get-StoredToken; if ($token) { Connect-FaxPlus -Pat $token }'
            'Find-NoToken; Connect-Stored'
            'Find-NoToken; Connect-Optional'
            'Find-NoToken; Connect-Returned'
            'Find-NoToken; Open-Customer $token'
            'Find-NoToken; Open-CustomerByAlias $token'
            'Find-NoToken; Open-Customer -Tok $token'
            'Find-NoToken; Open-Other x $token'
            'Find-NoToken && Connect-FaxPlus -Pat $token'
            '$token = Find-NoToken; Connect-FaxPlus -Pat $token && "ok"'
        ) {
            if ($_ -like '*&&*' -and $PSVersionTable.PSVersion.Major -lt 7) { Set-ItResult -Skipped -Because '&& requires PowerShell 7'; return }
            $script = Join-Path $TestDrive skipped.ps1
            Set-Content (Join-Path $TestDrive no-token.ps1) 'throw "no token"'
            Set-Content $script @"
`$noToken = { throw 'no token' }
function Find-NoToken { throw 'no token' }
function Write-NoToken { Write-Error 'no token' }
function Get-StoredToken { Get-Content -LiteralPath /no/such/file -ErrorAction Stop }
function Find-TokenOfPipeline { begin { } process { throw 'no token' } }
function Connect-Customer(`$Token) { Connect-FaxPlus -Pat `$Token -ApiUri '$($emulator.ApiUri)' }
function Connect-Optional { `$token = Find-NoToken; if (-not `$token) { return }; Connect-FaxPlus -Pat `$token }
function Connect-Returned { `$token = Find-NoToken; return Connect-FaxPlus -Pat `$token -PassThru }
Set-Alias cfp Connect-FaxPlus
Set-Alias fnt Find-NoToken
`$function = 'Find-NoToken'
class Tokens {
    static [string] Find() { throw 'no token' }
    [string] Read() { throw 'no token' }
}
function Connect-Stored { `$token = Find-NoToken; Connect-FaxPlus -Pat `$token }
function Open-Customer(`$Token) { if (`$Token) { Connect-Customer `$Token } }
function Open-Other(`$Other, `$Token) { if (`$Token) { Connect-Customer `$Token } }
function Open-CustomerByAlias(`$Token) { . { cfp -Pat `$Token } }
`$null = New-Module corp {
    function Connect-CustomerOfModule(`$Token) { Connect-FaxPlus -Pat `$Token }
    function Open-Private(`$Token) { Connect-CustomerOfModule `$Token }
    function Open-CustomerOfModule(`$Token) { Open-Private `$Token }
    function Find-TokenOfModule { throw 'no token' }
    Export-ModuleMember Connect-CustomerOfModule, Open-CustomerOfModule, Find-TokenOfModule
} | Import-Module -PassThru
`$block = { param(`$Token) Connect-FaxPlus -Pat `$Token }
`$nested = { param(`$Token) Open-Customer `$Token }
`$name = 'Connect-FaxPlus'
`$command = Get-Command Connect-FaxPlus
try {
    $_
} catch { `$null = `$_ }
Get-FaxPlusSession
"@
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            Push-Location $TestDrive
            try { & $script 2>$null | Should -BeNullOrEmpty } finally { Pop-Location }
        }

        It 'names the line of the error that prevented the sign-in' {
            $script = Join-Path $TestDrive line.ps1
            Set-Content $script 'try {', '    $token = Get-Content -LiteralPath /no/such/file -ErrorAction Stop', '    Connect-FaxPlus -Pat $token', '} catch { $null = $_ }', 'Get-FaxPlusAccount'
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            $failed = Get-ErrorOf { & $script }
            "$failed" | Should -BeLike "*the last Connect-FaxPlus failed or was not reached after an error in line 2 of '$script'.*"
        }

        It 'does not use the previous session in the variable for -Session if the next sign-in did not start' {
            $found = foreach ($token in 'good-token', '', 'good-token') {
                try {
                    $session = Connect-FaxPlus -Pat (ConvertTo-SecureString $token -AsPlainText -Force) -ApiUri $emulator.ApiUri -PassThru
                }
                catch { $null = $_ }
                try { (Get-FaxPlusAccount -Session $session -ErrorAction Stop).Email } catch { $_.FullyQualifiedErrorId }
            }
            $found[0, 2] | Should -Be 'ada@example.com', 'ada@example.com'
            $found[1] | Should -BeLike 'FaxPlus.NotConnected,*'
        }

        It 'refuses the previous secret if the assignment of the next one failed: <_>' -ForEach @(
            '$cred = Import-Clixml "$PSScriptRoot/$a.xml"'
            'try { $cred = Import-Clixml "$PSScriptRoot/$a.xml" } catch { $null = $_ }'
            'try { $cred = Read-Credential $a } catch { $null = $_ }'
            '$text = $tokens[$a]; $pat = ConvertTo-SecureString $text -AsPlainText -Force; $cred = [pscredential]::new("x", $pat)'
            '$cred = Import-Clixml "$PSScriptRoot/$a.xml"; $more = @{ Verbose = $false }'
            '$given = @{ Credential = Import-Clixml "$PSScriptRoot/$a.xml" }; $cred = $given.Credential'
            'if ($a) { $cred = Import-Clixml "$PSScriptRoot/$a.xml" }'
            'Disconnect-FaxPlus; $cred = Import-Clixml "$PSScriptRoot/$a.xml"'
            'try { $cred = Import-Clixml "$PSScriptRoot/$a.xml" } catch { try { $cred = Import-Clixml "$PSScriptRoot/$a.json" } catch { $null = $_ } }'
            'if (-not $a) { $cred = $null } else { $cred = Import-Clixml "$PSScriptRoot/$a.xml" }'
            '$script:cred = Import-Clixml "$PSScriptRoot/$a.xml"'
            '[pscredential] $cred = Import-Clixml "$PSScriptRoot/$a.xml"'
            '$cred, $more = (Import-Clixml "$PSScriptRoot/$a.xml"), $null'
        ) {
            [pscredential]::new('x', $secret) | Export-Clixml (Join-Path $TestDrive A.xml)
            [pscredential]::new('x', (ConvertTo-Secret second-token)) | Export-Clixml (Join-Path $TestDrive C.xml)
            $script = Join-Path $TestDrive stale.ps1
            Set-Content $script @"
`$tokens = @{ A = 'good-token'; C = 'second-token' }
function Read-Credential(`$Name) { Import-Clixml "`$PSScriptRoot/`$Name.xml" -ErrorAction Stop }
foreach (`$a in 'A', 'B', 'B', 'A', 'C') {
    $_
    Connect-FaxPlus -ApiUri '$($emulator.ApiUri)' -Credential `$cred
    "`$a `$(@(Get-FaxPlusSession).Count)"
}
`$Error.Exception.Message -like '*prevented the assignment*'
"@
            # The script runs outside the try block of Pester, in which an error in an assignment would end more than the statement.
            $shell = [powershell]::Create().AddScript('Import-Module $args[0]; & $args[1]')
            try { $found = $shell.AddArgument((Get-TestModulePath)).AddArgument($script).Invoke() } finally { $shell.Dispose() }
            $found[0..4] | Should -Be 'A 1', 'B 0', 'B 0', 'A 1', 'C 1'
            $found[5] | Should -Match "An error in line \d+ of '.*stale\.ps1' prevented the assignment of \$"
            $found.Count | Should -Be 7
        }

        It 'refuses the previous secret if another kind of assignment failed: <assignment>; <signIn>' -ForEach @(
            @{ assignment = '$store.Pat = Read-Token $a'; signIn = 'Connect-FaxPlus -Pat $store.Pat' }
            @{ assignment = '$store["Pat"] = Read-Token $a'; signIn = 'Connect-FaxPlus @store' }
            @{ assignment = '$env:FAXPLUS_PAT = Read-Text $a'; signIn = 'Connect-FaxPlus -FromEnvironment' }
            @{ assignment = '$pat = Read-Token $a'; signIn = 'Connect-Own $pat' }
            @{ assignment = '$pat = Read-Token $a'; signIn = 'Connect-OwnOfModule $pat' }
            @{ assignment = '$pat = Read-Token $a'; signIn = 'Connect-FaxPlus $pat -DefaultFrom +16505550100' }
            @{ assignment = '$all = @{ Pat = Read-Token $a }; $pat = $all.Pat'; signIn = 'Connect-Own -Token $pat' }
            @{ assignment = '$text = Read-Text $a'; signIn = 'Connect-FaxPlus (ConvertTo-SecureString $text -AsPlainText -Force)' }
        ) {
            $script = Join-Path $TestDrive other.ps1
            Set-Content $script @"
`$env:FAXPLUS_API_URI = '$($emulator.ApiUri)'
function Read-Text(`$Name) { if (`$Name -eq 'B') { throw 'missing' } else { 'good', 'token' -join '-' } }
function Read-Token(`$Name) { ConvertTo-SecureString (Read-Text `$Name) -AsPlainText -Force }
function Connect-Own(`$Token) { Connect-FaxPlus -Pat `$Token }
`$null = New-Module own { function Connect-OwnOfModule(`$Given) { Connect-FaxPlus -Pat `$Given } } | Import-Module -PassThru
`$store = @{}
foreach (`$a in 'A', 'B', 'A') {
    try { $assignment } catch { `$null = `$_ }
    try { $signIn } catch { `$null = `$_ }
    @(Get-FaxPlusSession).Count
}
"@
            $shell = [powershell]::Create().AddScript('Import-Module $args[0]; & $args[1]')
            try { $found = $shell.AddArgument((Get-TestModulePath)).AddArgument($script).Invoke() }
            finally {
                $shell.Dispose()
                Remove-Item env:FAXPLUS_PAT, env:FAXPLUS_API_URI -ErrorAction Ignore
            }
            $found | Should -Be 1, 0, 1
        }

        It 'refuses the previous secret in a script that signs in twice' {
            $script = Join-Path $TestDrive twice.ps1
            [pscredential]::new('x', $secret) | Export-Clixml (Join-Path $TestDrive A.xml)
            Set-Content $script @"
`$cred = Import-Clixml "`$PSScriptRoot/A.xml"
Connect-FaxPlus -ApiUri '$($emulator.ApiUri)' -Credential `$cred
@(Get-FaxPlusSession).Count
`$cred = Import-Clixml "`$PSScriptRoot/none.xml"
Connect-FaxPlus -ApiUri '$($emulator.ApiUri)' -Credential `$cred
@(Get-FaxPlusSession).Count
"@
            $shell = [powershell]::Create().AddScript('Import-Module $args[0]; & $args[1]')
            try { $found = $shell.AddArgument((Get-TestModulePath)).AddArgument($script).Invoke() } finally { $shell.Dispose() }
            $found | Should -Be 1, 0
        }

        It 'accepts the secret of the previous sign-in if its variable was assigned again: <_>' -ForEach @(
            '$pat = [int]"x"; $pat = Read-Token A'
            '$pat = [int]"x"; if (-not $found) { $pat = Read-Token A }'
            'try { $pat = Read-Token missing } catch { $pat = Read-Token A }'
            '$pat = (Get-Content -LiteralPath /no/such/file -ErrorAction SilentlyContinue) + "good-token" | ConvertTo-SecureString -AsPlainText -Force'
            '$mail = Import-Clixml /no/such/file'
            '$mail = [int]"x"; $other = $pat'
            'try { $pat = Read-Token missing } catch { $pat = $default }'
            '$pat = $default; try { $pat = Read-Token missing } catch { $null = $_ }'
            'foreach ($try in "missing", "A") { try { $pat = Read-Token $try } catch { $null = $_ } }'
            'foreach ($try in "missing", "A") { try { $env:TEST_TOKEN = $try; $pat = Read-Token $env:TEST_TOKEN } catch { $null = $_ } }'
            '$pat = Read-Cached'
            '$from = [int]"x"; $given = @{ Pat = $pat }'
            'Disconnect-FaxPlus'
            '$list = [int]"x"; $list = 1'
        ) {
            $script = Join-Path $TestDrive again.ps1
            Set-Content $script @"
function Read-Token(`$Name) { if (`$Name -eq 'missing') { throw 'missing' } else { ConvertTo-SecureString good-token -AsPlainText -Force } }
function Read-Cached { Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue; `$script:default }
`$pat = `$default = Read-Token A
`$null = [int]'x'
foreach (`$i in 1..3) {
    $_
    Connect-FaxPlus -ApiUri '$($emulator.ApiUri)' -Pat `$pat
    @(Get-FaxPlusSession).Count
}
`$Error.Count -gt 0
"@
            $shell = [powershell]::Create().AddScript('Import-Module $args[0]; & $args[1]')
            try { $found = $shell.AddArgument((Get-TestModulePath)).AddArgument($script).Invoke() } finally { $shell.Dispose() }
            $found | Should -Be 1, 1, 1, $true
        }

        It 'stays signed in after an error that did not end the statements before a sign-in: <_>' -ForEach @(
            'Get-Item -LiteralPath /no/such/file; $token = Find-OwnToken; if ($token) { Connect-FaxPlus -Pat $token }'
            'foreach ($i in 1) { Get-Item -LiteralPath /no/such/file; if ($i) { continue }; Connect-FaxPlus -Pat $token }'
            'Connect-Good; Get-Item -LiteralPath /no/such/file -ErrorAction Stop'
            '$x = 1; Connect-Good; Find-NoToken'
            'Find-OwnToken; Connect-Good; Find-OwnToken; Find-NoToken'
            'try { Find-NoToken } catch { $null = $_ }; Connect-Good'
            'Get-Item -LiteralPath /no/such/file; $before = Get-FaxPlusSession; Connect-Good'
            'Add-Step { Get-Item -LiteralPath /no/such/file }; Connect-Good; foreach ($step in $steps) { & $step }'
            'Set-Variable step { Find-NoToken }; Connect-Good; & $step'
            '$token = Get-Content -LiteralPath /no/such/file; if ($token) { Connect-FaxPlus -Pat $token }'
            '$token = Get-Content -LiteralPath /no/such/file; if ($token) { Connect-FaxPlus -Pat $token }; $ErrorActionPreference = "Stop"'
            '$token = Find-CaughtToken; if ($token) { Connect-FaxPlus -Pat $token }'
            'trap { continue } $token = Find-NoToken; if ($token) { Connect-FaxPlus -Pat $token }'
            '$token = Find-TrappedToken; if ($token) { Connect-FaxPlus -Pat $token }'
            '$token = try { Find-NoToken } catch { "" }; if ($token) { Connect-FaxPlus -Pat $token }'
            'Find-NoToken; if ($other) { Connect-FaxPlus -Pat $other }'
            'Find-NoToken; if (-not (Get-FaxPlusSession)) { Connect-FaxPlus }'
            'Find-NoToken; $session = Get-FaxPlusSession; if (-not $session) { Connect-FaxPlus }'
            '$token = Find-NoToken; if (-not $token) { Connect-FaxPlus }'
            'foreach ($token in Get-Content -LiteralPath /no/such/file -ErrorAction SilentlyContinue) { Connect-FaxPlus -Pat $token }'
            'Get-Item -LiteralPath /no/such/file -ErrorAction Ignore | ForEach-Object { Connect-FaxPlus -Pat $_ }'
            'Find-NoToken | ForEach-Object { if ($_) { Connect-FaxPlus -Pat $_ } }'
            '& "./report-$name.ps1"'
            '$token = Find-NoToken; if ($token -and $other) { Connect-FaxPlus -Pat $token }'
            '$token = Find-NoToken; if ($token) { if ($other) { return }; Connect-FaxPlus -Pat $token }'
            '$token = Find-NoToken; if ($token) { return }; Connect-FaxPlus'
            'Find-NoToken; foreach ($token in $tokens) { Connect-FaxPlus -Pat $token }'
            'foreach ($i in 1, 2) { try { Find-NoToken } catch { continue }; Connect-FaxPlus }'
            'Find-NoToken; switch ($other) { 1 { Connect-FaxPlus } }'
            'Get-Item -LiteralPath /no/such/file && Connect-FaxPlus'
            'Find-NoToken || Connect-FaxPlus'
            'foreach ($i in 1, 2) { Connect-Good; try { Find-NoToken } catch { continue } }'
            'trap { Connect-FaxPlus; continue }; Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue'
            'Find-NoToken; Connect-Once'
            'Find-NoToken; Connect-Unless'
            'Find-NoToken; Connect-Cached x'
            'Find-NoToken; Connect-Optionally'
            'Find-NoToken; Connect-Later'
            'Find-NoToken; Connect-Optionally -Other x'
            'Find-NoToken; Send-Document letter.pdf'
            'Connect-Cached (Find-NoToken)'
            'Find-NoToken; Start-Worker'
            'Find-NoToken; Start-Workers'
            'Find-NoToken; Register-Worker'
            'Find-NoToken; Set-Worker'
            'Find-NoToken; Add-Worker'
            'Connect-Good; try { Find-NoToken; Connect-FaxPlus } catch { $Error.RemoveAt(0) }; $Error.RemoveAt(0)'
        ) {
            if ($_ -match '&&|\|\|' -and $PSVersionTable.PSVersion.Major -lt 7) { Set-ItResult -Skipped -Because '&& requires PowerShell 7'; return }
            $script = Join-Path $TestDrive stays.ps1
            Set-Content $script @"
function Find-NoToken { throw 'no token' }
function Find-OwnToken { }
function Find-CaughtToken { try { Find-NoToken } catch { `$null = `$_ } }
function Find-TrappedToken { trap { continue } Find-NoToken }
`$steps = @()
function Add-Step(`$Step) { `$script:steps += `$Step }
function Connect-Once { if (-not `$script:done) { Connect-Good; `$script:done = `$true } }
function Connect-Unless { if (`$script:done) { return }; Connect-Good; `$script:done = `$true }
function Connect-Cached(`$Name) { if (-not `$sessions[`$Name]) { `$sessions[`$Name] = Connect-Good } }
function Connect-Optionally(`$Token, `$Other) { if (`$Token) { Connect-FaxPlus -Pat `$Token } }
function Send-Document(`$Path, `$Token) { if (`$Token) { Connect-FaxPlus -Pat `$Token } }
function Connect-Later { Connect-Once }
function Start-Worker { Start-ThreadJob { Connect-FaxPlus -Pat x } }
function Start-Workers { 1 | ForEach-Object -Parallel { Connect-FaxPlus -Pat x } }
function Register-Worker { Register-ObjectEvent `$timer Elapsed -Action { Connect-FaxPlus -Pat x } }
function Set-Worker { `$script:worker = { Connect-FaxPlus -Pat x } }
function Add-Worker { function script:Connect-Worker { Connect-FaxPlus -Pat x } }
function Connect-Good { Connect-FaxPlus -Pat (ConvertTo-SecureString good-token -AsPlainText -Force) -ApiUri '$($emulator.ApiUri)' }
try {
    $_
} catch { `$null = `$_ }
(Get-FaxPlusAccount).Email
"@
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            @(& $script 2>$null)[-1] | Should -Be 'ada@example.com'
        }

        It 'stays signed in after an argument that a function refuses, and after a later error in Invoke-Expression' {
            function Send-Document([int] $Retries) { if (-not (Get-FaxPlusSession)) { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri } }
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            try { Send-Document many } catch { $null = $_ }
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            Invoke-Expression 'Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri; Get-Item -LiteralPath /no/such/file' -ErrorAction SilentlyContinue 2>$null
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'stays signed in after an error inside a function that has signed in' {
            function Connect-Customer($Token) {
                Connect-FaxPlus -Pat $Token -ApiUri $emulator.ApiUri
                Write-Error 'no mail'
                Get-Item -LiteralPath /no/such/file
            }
            Connect-Customer $secret -ErrorAction SilentlyContinue 2>$null
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'stays signed in after an error inside a block, a function of a function or of a module that has signed in: <_>' -ForEach @(
            '& $block $secret', '. $block $secret', 'Open-Customer $secret', 'Connect-CustomerOfModule $secret'
            '& { param($Token) Connect-FaxPlus -Pat $Token -ApiUri $api; Get-Item -LiteralPath /no/such/file } $secret'
            '& { param($Token) Connect-FaxPlus -Pat $Token -ApiUri $api; Find-Nothing } $secret'
            '1 | ForEach-Object { & $block $secret }', 'Find-Nothing; & $block $secret', '& $block $secret; Find-Nothing'
            '& $other (Find-Nothing)'
        ) {
            $script = Join-Path $TestDrive kept.ps1
            Set-Content $script @"
param(`$secret, `$api)
function Find-Nothing { Get-Item -LiteralPath /no/such/file }
function Connect-Customer(`$Token) {
    Connect-FaxPlus -Pat `$Token -ApiUri `$api
    Find-Nothing
}
function Open-Customer(`$Token) { Connect-Customer `$Token }
`$null = New-Module corp {
    function Connect-CustomerOfModule(`$Token) {
        Connect-FaxPlus -Pat `$Token -ApiUri '$($emulator.ApiUri)'
        Get-Item -LiteralPath /no/such/file
    }
} | Import-Module -PassThru
`$other = { Get-Date }
`$block = {
    param(`$Token)
    Connect-FaxPlus -Pat `$Token -ApiUri `$api
    Find-Nothing
}
$_
Get-FaxPlusSession
"@
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            @(& $script $secret $emulator.ApiUri 2>$null).ForEach{ $_.GetType().Name } | Should -Contain FaxPlusSession
        }

        It 'stays signed in after errors of other commands: <Name>' -ForEach @(
            @{ Name = 'on the line of the sign-in'; Run = { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri; Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue } }
            @{ Name = 'after it in the pipeline'; Run = { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru | ForEach-Object { Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue } } }
            @{ Name = 'in its arguments, without consequence'; Run = { Connect-FaxPlus -Pat $secret -ApiUri ($emulator.ApiUri, (Get-Item -LiteralPath /no/such/file -ErrorAction SilentlyContinue) | Select-Object -First 1) } }
            @{ Name = 'in another runspace'; Run = { Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri; 1 | ForEach-Object -Parallel { Import-Module $using:module; Connect-FaxPlus -Pat (ConvertTo-SecureString '' -AsPlainText -Force) } -ErrorAction SilentlyContinue } }
        ) {
            $module = Get-TestModulePath
            try { & $Run } catch { $null = $_ }
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'keeps the sign-in while a command line is completed or looked up' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            $null = [System.Management.Automation.CommandCompletion]::CompleteInput('Connect-FaxPlus -Pat x -A', 25, $null)
            $null = Get-Command Connect-FaxPlus -Syntax
            $null = Get-Help Connect-FaxPlus -Parameter *
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'does not affect the sign-in of another runspace' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            $shell = [powershell]::Create().AddScript(
                'Import-Module $args[0]; Connect-FaxPlus -Pat bad -ApiUri http://example.org/v3').AddArgument((Get-TestModulePath))
            $shell.Invoke()
            $shell.HadErrors | Should -BeTrue
            $shell.Dispose()
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }
    }

    Context 'Sessions' {
        It 'without a session, the error of every cmdlet describes how to sign in' {
            foreach ($action in { Get-FaxPlusFax }, { Get-FaxPlusOutbox }, { Get-FaxPlusAccount },
                { Save-FaxPlusFax -FaxId x -Directory $TestDrive },
                { Send-FaxPlusFax -To +16505550111 -Path $PSCommandPath }, { Wait-FaxPlusFax x }, { Invoke-FaxPlusRequest /accounts/self },
                    { Remove-FaxPlusFax x -Confirm:$false }) {
                $problem = @(Get-ErrorOf $action)
                $problem.Count | Should -Be 1 -Because "$action"
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*' -Because "$action"
                $problem[0].ErrorDetails.RecommendedAction | Should -Match 'Connect-FaxPlus' -Because "$action"
            }
        }

        It 'Get-FaxPlusSession has no output and no error without a session' {
            Get-FaxPlusSession *>&1 | Should -BeNullOrEmpty
        }

        It 'Disconnect-FaxPlus ends the sign-in, and can be repeated' {
            $session = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            $null = Get-FaxPlusAccount
            Disconnect-FaxPlus *>&1 | Should -BeNullOrEmpty
            Get-FaxPlusSession | Should -BeNullOrEmpty
            (Get-ErrorOf { Get-FaxPlusAccount }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            (Get-ErrorOf { Get-FaxPlusAccount -Session $session }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            { Disconnect-FaxPlus -ErrorAction Stop } | Should -Not -Throw
        }

        It 'Disconnect-FaxPlus refuses a value that is not a session, because the sign-in would remain' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            foreach ($given in $null, 'text', @()) {
                (Get-ErrorOf { Disconnect-FaxPlus -Session $given }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
                (Get-ErrorOf { Disconnect-Voipex -Session $given }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            }
        }

        It '-Session does not show an invalid argument' {
            foreach ($given in 'secret-Xq7', (@('secret-Xq7') * 2), @{ Token = 'secret-Xq7' }) {
                $failed = Get-ErrorOf { Get-FaxPlusFax -Session $given }
                $failed.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
                $failed | Format-List * -Force | Out-String | Should -Not -Match 'Xq7'
            }
        }

        It 'Disconnect-FaxPlus -Session closes this session and keeps that of the runspace' {
            $other = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            $own = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            Disconnect-FaxPlus -Session $other
            Get-FaxPlusSession | Should -Be $own
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It '-Session takes precedence over the session of the runspace' {
            $other = Connect-FaxPlus -Pat (ConvertTo-Secret 'second-token') -ApiUri $emulator.ApiUri -PassThru
            Connect-FaxPlus -Pat (ConvertTo-Secret 'wrong-token') -ApiUri $emulator.ApiUri
            (Get-FaxPlusAccount -Session $other).Email | Should -Be 'ada@example.com'
            (Get-ErrorOf { Get-FaxPlusAccount }).FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
        }

        It 'a command ends when an earlier command in the pipeline signs in to another account' {
            $other = Open-Emulator '--number', '+16505550100'
            try {
                Set-Content -LiteralPath (Join-Path $TestDrive d.txt) hello
                $signIn = {
                    Connect-Emulator $_
                    [pscustomobject]@{
                        To = '+15005550001'
                        Path = Join-Path $TestDrive d.txt
                        Email = "a$($_.ProcessId)@b.example"
                        Target = 'https://example.com/x'
                        Event = 'fax_sent'
                    }
                }
                foreach ($run in { $emulator, $other | ForEach-Object $signIn | Send-FaxPlusFax -From +16505550100 }, { $emulator, $other |
                    ForEach-Object $signIn | New-FaxPlusInvitation }, { $emulator, $other | ForEach-Object $signIn | Set-FaxPlusWebhook }) {
                    Connect-Emulator $emulator
                    $failed = Get-ErrorOf $run
                    "$failed" | Should -Match 'sign-in of this runspace changed'
                    $failed.FullyQualifiedErrorId | Should -Match '^FaxPlus\.NotConnected'
                }

                Get-EmulatorChange $other | Should -BeNullOrEmpty
                @(Get-EmulatorChange $emulator | Where-Object path -Match outbox).Count | Should -Be 1
                Get-EmulatorChange $emulator | Where-Object path -Match 'invitations|hooks' | Should -BeNullOrEmpty
            }
            finally {
                Close-Emulator $other
            }
        }

        It 'the receipts of running calls are written before the command ends, also with -Wait: <_>' -ForEach $false, $true {
            $other = Open-Emulator '--number', '+16505550100'
            try {
                Connect-Emulator $emulator
                $file = Join-Path $TestDrive running.txt
                Set-Content -LiteralPath $file hello
                $signIn = { if ($_ -eq 5) { Connect-Emulator $other }; [pscustomobject]@{ To = "+1415555012$_"; Path = $file } }
                $before = @(Get-EmulatorChange $emulator | Where-Object path -Match outbox).Count
                $receipts = [System.Collections.Generic.List[object]]::new()
                $failed = Get-ErrorOf {
                    1..6 | ForEach-Object $signIn | Send-FaxPlusFax -From +16505550100 -ThrottleLimit 4 -Wait:$_ |
                        ForEach-Object { $receipts.Add($_) }
                }
                "$failed" | Should -Match 'sign-in of this runspace changed'
                @(Get-EmulatorChange $emulator | Where-Object path -Match outbox).Count - $before | Should -Be 4
                $receipts.To | Sort-Object | Should -Be (1..4 | ForEach-Object { "+1415555012$_" })
            }
            finally {
                Close-Emulator $other
            }
        }

        It 'a runspace never has the sign-in of another' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            $own = Get-FaxPlusSession
            $other = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $other.Runspace.SessionStateProxy.SetVariable('module', (Get-TestModulePath))
                $other.Runspace.SessionStateProxy.SetVariable('token', (ConvertTo-Secret 'second-token'))
                $other.Runspace.SessionStateProxy.SetVariable('api', $emulator.ApiUri)
                $seen = $other.AddScript('Import-Module $module; @(Get-FaxPlusSession).Count; try { Get-FaxPlusAccount -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }; Connect-FaxPlus -Pat $token -ApiUri $api; (Get-FaxPlusSession).ConnectedAt').Invoke()
                $seen[0] | Should -Be 0
                $seen[1] | Should -BeLike 'FaxPlus.NotConnected,*'
                $seen[2] | Should -Not -Be $own.ConnectedAt
                Get-FaxPlusSession | Should -Be $own
            }
            finally {
                $other.Runspace.Dispose()
                $other.Dispose()
            }
        }

        It '-Session can be passed to ForEach-Object -Parallel' {
            $session = Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri -PassThru
            $module = Get-TestModulePath
            $ids = (Get-EmulatorState $emulator).faxes.id
            $got = $ids | ForEach-Object -Parallel {
                Import-Module $using:module
                Get-FaxPlusFax -FaxId $_ -Session $using:session
            } -ThrottleLimit 3
            $got.Id | Sort-Object | Should -Be ($ids | Sort-Object)
        }

        It 'without -Session, the error in a parallel runspace recommends passing it' {
            Connect-FaxPlus -Pat $secret -ApiUri $emulator.ApiUri
            $module = Get-TestModulePath
            $advice = 1 | ForEach-Object -Parallel {
                Import-Module $using:module
                try { Get-FaxPlusAccount -ErrorAction Stop } catch { $_.ErrorDetails.RecommendedAction }
            }
            $advice | Should -Match '\$using:'
        }
    }
}
