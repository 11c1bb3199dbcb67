BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:clientSecret = ConvertTo-Secret 'client-secret'
    $script:emulator = Open-Emulator '--client', 'APIK-1:client-secret'
    $script:http = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseProxy = $false })

    # Returns the address to which a browser is redirected after the consent page. The answer 1 approves, and 0 declines.
    function Get-Redirect([string] $Address, [string] $Answer = '1') {
        $http.GetAsync("$Address&approve=$Answer").GetAwaiter().GetResult().Headers.Location.OriginalString
    }

    function Get-Code($Emulator, [string] $RedirectUri = 'http://localhost:8400/callback') {
        $address = Get-Redirect ("$($Emulator.Uri)/login?response_type=code&client_id=APIK-1&scope=all" +
            "&redirect_uri=$([uri]::EscapeDataString($RedirectUri))")
        [uri]::UnescapeDataString(($address -replace '^.*[?&]code=([^&]*).*$', '$1'))
    }

    function Get-RefreshToken($Emulator) {
        $request = [System.Net.Http.HttpRequestMessage]::new('POST', "$($Emulator.Uri)/token")
        $request.Headers.Add('Authorization', 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('APIK-1:client-secret')))
        $fields = [System.Collections.Generic.Dictionary[string, string]]::new()
        $fields['grant_type'] = 'authorization_code'
        $fields['client_id'] = 'APIK-1'
        $fields['code'] = Get-Code $Emulator
        $fields['redirect_uri'] = 'http://localhost:8400/callback'
        $request.Content = [System.Net.Http.FormUrlEncodedContent]::new($fields)
        ($http.Send($request).Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json).refresh_token
    }

    # Returns a redirect URI on a free port.
    function Get-FreeRedirect([string] $Name = 'localhost') { "http://${Name}:$(Get-FreePort)/callback" }

    function Test-PortFree([string] $RedirectUri) {
        foreach ($address in [ipaddress]::Loopback, [ipaddress]::IPv6Loopback) {
            $probe = [System.Net.Sockets.TcpListener]::new($address, ([uri]$RedirectUri).Port)
            try { $probe.Start() } catch { return $false } finally { $probe.Stop() }
        }
        $true
    }

    # Creates a program that simulates a browser and its user. $1 is the address.
    function New-Browser([string] $Shell) {
        if ($IsWindows -or -not (Get-Command curl -CommandType Application -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'the simulated browser is a shell script that requires curl'
        }
        $path = Join-Path $TestDrive "browser $([guid]::NewGuid().ToString('N'))"
        Set-ShellProgram $path $Shell
        $env:BROWSER = $path
    }

    function Connect-InBrowser([string] $RedirectUri, [hashtable] $With = @{}) {
        $uris = @{ RedirectUri = $RedirectUri; ApiUri = $emulator.ApiUri; AccountsUri = $emulator.Uri }
        Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret @uris @With
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
    $http.Dispose()
}

Describe 'Signing in with OAuth' {
    BeforeEach {
        Clear-Emulator $emulator
        Disconnect-FaxPlus
        foreach ($variable in 'BROWSER', 'FAXPLUS_PAT', 'FAXPLUS_API_URI', 'FAXPLUS_ACCOUNTS_URI', 'FAXPLUS_CLIENT_ID',
            'FAXPLUS_CLIENT_SECRET', 'FAXPLUS_REFRESH_TOKEN') {
            Remove-Item "Env:$variable" -ErrorAction Ignore
        }
    }

    Context 'In the browser' {
        It 'opens the browser at the login page, receives the code and has no output' {
            $redirect = Get-FreeRedirect
            New-Browser "curl -sL -o $(ConvertTo-ShellWord "$TestDrive/page.html") `"`$1&approve=1`""
            Connect-InBrowser $redirect *>&1 | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'

            Wait-Until { (Test-Path $TestDrive/page.html) -and (Get-Content -Raw $TestDrive/page.html) -match '</html>' } 'the last page'
            Get-Content -Raw $TestDrive/page.html | Should -Match 'close this page'
            Test-PortFree $redirect | Should -BeTrue
            $login = @(Get-EmulatorRequest $emulator GET '^/login$')
            $login.Count | Should -Be 1
            $login[0].query | Should -Match ('response_type=code&client_id=APIK-1' +
                '&redirect_uri=http%3A%2F%2Flocalhost%3A\d+%2Fcallback&scope=all&state=\w{32,}')
        }

        It 'ignores the output and the exit of the browser, and shows none of it' {
            New-Browser "set -e; sleep 0.3; echo noise; echo noise >&2; yes noise | head -c 300000; yes noise | head -c 300000 >&2; curl -sL -o /dev/null `"`$1&approve=1`"; echo done > $(ConvertTo-ShellWord "$TestDrive/done")"
            Connect-InBrowser (Get-FreeRedirect) @{ SignInTimeout = 300 } *>&1 | Should -BeNullOrEmpty
            Wait-Until { Test-Path $TestDrive/done } 'the end of the browser'
        }

        It 'reports that the sign-in was declined, and releases the port' {
            $redirect = Get-FreeRedirect
            New-Browser 'curl -sL -o /dev/null "$1&approve=0"'
            $problem = Get-ErrorOf { Connect-InBrowser $redirect }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Forbidden,*'
            $problem.Exception.Message | Should -Match 'declined'
            Get-FaxPlusSession | Should -BeNullOrEmpty
            Test-PortFree $redirect | Should -BeTrue
        }

        It 'rejects a page of another sign-in, and continues to wait' {
            $redirect = Get-FreeRedirect
            New-Browser "curl -sL -o /dev/null '${redirect}?code=stolen&state=other'"
            $problem = Get-ErrorOf { Connect-InBrowser $redirect @{ SignInTimeout = 3 } }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
            $problem.Exception.Message | Should -Match 'state'
            Get-EmulatorRequest $emulator POST | Should -BeNullOrEmpty
            Test-PortFree $redirect | Should -BeTrue
        }

        It 'reports a timeout if nobody signs in, and releases the port' {
            $redirect = Get-FreeRedirect
            New-Browser 'exit 0'
            $problem = Get-ErrorOf { Connect-InBrowser $redirect @{ SignInTimeout = 1 } }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Timeout,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-NoBrowser'
            Test-PortFree $redirect | Should -BeTrue
        }

        It 'reports that no browser exists (<Name>), names the alternative, and releases the port' -ForEach @(
            @{ Name = 'no such file'; Path = '/no/such/browser' }
            @{ Name = 'no such command'; Path = 'no-such-browser-4711' }
            @{ Name = 'not a program'; Path = $PSCommandPath }
            @{ Name = 'a name with quotes'; Path = 'no"such $(exit) browser' }
        ) {
            $redirect = Get-FreeRedirect
            $env:BROWSER = $Path
            $problem = Get-ErrorOf { Connect-InBrowser $redirect @{ SignInTimeout = 300 } }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
            $problem.Exception.Message | Should -Match 'browser'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-NoBrowser'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'BROWSER'
            Test-PortFree $redirect | Should -BeTrue
        }

        It 'reports immediately that <Name> starts and fails, names the alternative, and releases the port' -ForEach @(
            @{ Name = 'the browser'; Shell = 'echo no screen >&2; exit 3'; Code = 3 }
            @{ Name = 'the program with which the system opens addresses'; Shell = $null; Code = 4 }
        ) {
            $redirect = Get-FreeRedirect
            $path = $env:PATH
            try {
                if ($Shell) { New-Browser $Shell }
                elseif ($IsWindows) { Set-ItResult -Skipped -Because 'Windows itself opens addresses' }
                else {
                    $folder = New-Item -ItemType Directory -Force -Path (Join-Path $TestDrive bin)
                    foreach ($program in 'xdg-open', 'open') { Set-ShellProgram (Join-Path $folder $program) 'exit 4' }
                    $env:PATH = $folder.FullName + [IO.Path]::PathSeparator + $path
                }

                $problem = Get-ErrorOf { Connect-InBrowser $redirect @{ SignInTimeout = 300 } }
            }
            finally {
                $env:PATH = $path
            }

            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
            $problem.Exception.Message | Should -Match "browser.*exit code $Code"
            $problem.ErrorDetails.RecommendedAction | Should -Match '-NoBrowser'
            Test-PortFree $redirect | Should -BeTrue
        }

        It 'ignores a browser that fails after the redirect' {
            New-Browser 'curl -sL -o /dev/null "$1&approve=1"; exit 3'
            Connect-InBrowser (Get-FreeRedirect) @{ SignInTimeout = 300 } *>&1 | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'reports a port that is in use' {
            $taken = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $taken.Start()
            try {
                New-Browser "touch $(ConvertTo-ShellWord "$TestDrive/opened")"
                $problem = Get-ErrorOf { Connect-InBrowser "http://localhost:$($taken.LocalEndpoint.Port)/callback" }
                $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Conflict,*'
                $problem.Exception.Message | Should -Match $taken.LocalEndpoint.Port
                Test-Path $TestDrive/opened | Should -BeFalse
            }
            finally {
                $taken.Stop()
            }
        }

        It 'ends the previous sign-in when it fails' {
            Connect-FaxPlus -Pat (ConvertTo-Secret 'good-token') -ApiUri $emulator.ApiUri
            New-Browser 'curl -sL -o /dev/null "$1&approve=0"'
            $null = Get-ErrorOf { Connect-InBrowser (Get-FreeRedirect) }
            Get-FaxPlusSession | Should -BeNullOrEmpty
        }

        It 'ends immediately when it is stopped, and releases the port' {
            $redirect = Get-FreeRedirect
            New-Browser "touch $(ConvertTo-ShellWord "$TestDrive/came")"
            $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript('param($module, $secret, $redirect, $emulator) Import-Module $module; ' +
                    'Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $secret -RedirectUri $redirect ' +
                    '-AccountsUri $emulator.Uri -ApiUri $emulator.ApiUri')
                foreach ($argument in (Get-TestModulePath), $clientSecret, $redirect, $emulator) { $null = $shell.AddArgument($argument) }
                $running = $shell.BeginInvoke()
                Wait-Until { Test-Path $TestDrive/came } 'the browser'
                $shell.Stop()
                $running.IsCompleted | Should -BeTrue
                Test-PortFree $redirect | Should -BeTrue
            }
            finally {
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
        }
    }

    Context 'Without a browser' {
        It 'ends with an error instead of waiting if no prompt is available (<Name>)' -ForEach @(
            @{ Name = 'not interactive'; Argument = @('-NonInteractive') }
            @{ Name = 'input from a file'; Argument = @() }
        ) {
            $child = Invoke-ChildPowerShell -Argument $Argument -Environment @{ EMULATOR = $emulator.Uri } @'
Import-Module $env:FAXPLUS_MODULE
try { Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret (ConvertTo-SecureString client-secret -AsPlainText -Force) -RedirectUri https://app.example/done -NoBrowser -AccountsUri $env:EMULATOR }
catch { "caught: $($_.FullyQualifiedErrorId) $($_.ErrorDetails.RecommendedAction)" }
'the end'
'@
            $child.Ended | Should -BeTrue
            $child.Output | Should -Match 'caught: FaxPlus\.BadRequest,.* -AuthorizationCode'
            $child.Output | Should -Match 'the end'
        }

        It 'displays the address, reads the pasted <Name> without echo, and signs in (<Redirect>)' -ForEach @(
            @{ Name = 'address'; Redirect = 'https://app.example/done'; Switch = '' }
            @{ Name = 'code'; Redirect = 'http://localhost:8400/callback'; Switch = '-NoBrowser' }
        ) {
            $python = Get-Command python3, python -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if (-not $python -or $IsWindows) {
                Write-Warning 'NOT TESTED: pasting a code, because python3 with pseudo-terminals is not available.'
                Set-ItResult -Skipped -Because 'python3 with pseudo-terminals is not available'
                return
            }

            $driver = Join-Path $TestDrive terminal.py
            Set-Content -LiteralPath $driver -Value @'
import fcntl, os, pty, re, select, signal, struct, sys, termios, time, urllib.request, urllib.parse, urllib.error
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
def approve(address):
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(address + "&approve=1")
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 400, 0, 0))
seen, pasted, queries, end = b"", None, 0, time.time() + 300
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
    if not pasted and b"press Enter" in seen:
        found = re.search(rb"http://127\S+/login\?[^\s\x1b]+", seen).group(0).decode()
        address = approve(found)
        pasted = address if sys.argv[1] == "address" else urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["code"][0]
        # Waits until the prompt has turned off the echo, because text that is typed earlier would be displayed.
        while termios.tcgetattr(fd)[3] & termios.ECHO and time.time() < end:
            time.sleep(0.02)
        for letter in pasted + "\r":
            os.write(fd, letter.encode())
            time.sleep(0.005)
else:
    os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
text = seen.decode("utf-8", "replace")
code = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["code"][0]
sys.stdout.write("code shown: %s\n" % (code in text))
sys.stdout.write(text)
'@
            $user = Join-Path $TestDrive user.ps1
            Set-Content -LiteralPath $user -Value "Import-Module `$env:FAXPLUS_MODULE; Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret (ConvertTo-SecureString client-secret -AsPlainText -Force) -RedirectUri $Redirect -ApiUri $($emulator.ApiUri) -AccountsUri $($emulator.Uri) $Switch; 'I am ' + (Get-FaxPlusAccount).Email"
            $seen = & $python $driver $Name @(Get-PowerShellCommand) -NoProfile -NoLogo -File $user | Out-String
            $seen | Should -Match 'I am ada@example\.com'
            $seen | Should -Match 'code shown: False'
        }
    }

    Context 'With a code or a token from elsewhere' {
        It 'accepts an -AuthorizationCode, and refuses a used one with advice' {
            $code = ConvertTo-Secret (Get-Code $emulator)
            $with = @{ AuthorizationCode = $code }
            Connect-InBrowser 'http://localhost:8400/callback' $with *>&1 | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            $problem = Get-ErrorOf { Connect-InBrowser 'http://localhost:8400/callback' $with }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'used once'
        }

        It 'accepts the complete address of the redirect without a check of its state, and reports a declined one' {
            $login = "$($emulator.Uri)/login?response_type=code&client_id=APIK-1&scope=all&state=of-another-machine" +
                '&redirect_uri=http%3A%2F%2Flocalhost%3A8400%2Fcallback'
            Connect-InBrowser 'http://localhost:8400/callback' @{ AuthorizationCode = ConvertTo-Secret (Get-Redirect $login) } *>&1 |
                Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            $problem = Get-ErrorOf {
                Connect-InBrowser 'http://localhost:8400/callback' @{ AuthorizationCode = ConvertTo-Secret (Get-Redirect $login '0') }
            }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Forbidden,*'
            $problem.Exception.Message | Should -Match 'declined'
        }

        It 'accepts a -RefreshToken, without a request until it is needed' {
            $token = ConvertTo-Secret (Get-RefreshToken $emulator)
            Clear-EmulatorRequest $emulator
            $uris = @{ ApiUri = $emulator.ApiUri; AccountsUri = $emulator.Uri }
            Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RefreshToken $token @uris *>&1 | Should -BeNullOrEmpty
            Get-EmulatorRequest $emulator | Should -BeNullOrEmpty
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            @(Get-EmulatorRequest $emulator POST '^/token$').Count | Should -Be 1
            (Get-EmulatorRequest $emulator GET).headers.'x-fax-clientid' | Should -Be 'APIK-1'
        }

        It 'names the sign-in to repeat if the refresh token is invalid' {
            Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RefreshToken (
                ConvertTo-Secret 'refresh_dead') -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri
            $problem = Get-ErrorOf { Get-FaxPlusAccount }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.TokenExpired,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'Connect-FaxPlus -OAuth -ClientId APIK-1'
        }

        It 'reports a wrong client secret' {
            Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret (ConvertTo-Secret 'wrong') -RefreshToken (
                ConvertTo-Secret (Get-RefreshToken $emulator)) -ApiUri $emulator.ApiUri -AccountsUri $emulator.Uri
            $problem = Get-ErrorOf { Get-FaxPlusAccount }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.Unauthorized,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'client secret'
        }
    }

    Context 'From the environment' {
        BeforeEach {
            $env:FAXPLUS_API_URI = $emulator.ApiUri
            $env:FAXPLUS_ACCOUNTS_URI = $emulator.Uri
            $env:FAXPLUS_CLIENT_ID = 'APIK-1'
            $env:FAXPLUS_CLIENT_SECRET = 'client-secret'
            $env:FAXPLUS_REFRESH_TOKEN = Get-RefreshToken $emulator
        }

        It 'uses the three variables, without output' {
            Connect-FaxPlus -FromEnvironment *>&1 | Should -BeNullOrEmpty
            (Get-FaxPlusSession).Kind | Should -Be 'OAuth'
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
        }

        It 'warns once when the service has replaced the token of <Name>, and does not show the new token' -ForEach @(
            @{ Name = 'FAXPLUS_REFRESH_TOKEN'; Connect = { Connect-FaxPlus -FromEnvironment } }
            @{
                Name = '-RefreshToken'
                Connect = {
                    Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $clientSecret -RefreshToken (
                        ConvertTo-Secret $env:FAXPLUS_REFRESH_TOKEN)
                }
            }
        ) {
            & $Connect
            $warned = @(1..2 | ForEach-Object {
                    Get-FaxPlusAccount 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }
                    Invoke-Control $emulator POST revoke @{ kind = 'access' }
                })
            @(Get-EmulatorRequest $emulator POST '^/token$').Count | Should -Be 3
            $warned.Count | Should -Be 1
            $warned[0].Message | Should -Match "\b?$Name\b.*Connect-FaxPlus -OAuth .*-SecretName"
            $warned[0].Message | Should -Not -MatchExactly 'refresh_'
        }

        It 'names the missing variable: <_>' -ForEach 'FAXPLUS_CLIENT_ID', 'FAXPLUS_CLIENT_SECRET', 'FAXPLUS_REFRESH_TOKEN' {
            Remove-Item "Env:$_"
            $problem = Get-ErrorOf { Connect-FaxPlus -FromEnvironment }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotConnected,*'
            $problem.Exception.Message | Should -Match "\b$_ is not set"
            Get-FaxPlusSession | Should -BeNullOrEmpty
        }

        It 'prefers a personal access token' {
            $env:FAXPLUS_PAT = 'good-token'
            Connect-FaxPlus -FromEnvironment
            (Get-FaxPlusSession).Kind | Should -Be 'PersonalAccessToken'
        }
    }

    Context 'Token parameters' {
        BeforeAll { $script:strict = Open-Emulator '--client', 'APIK-1:client-secret', '--token-parameters', 'query' }
        AfterAll { Close-Emulator $strict }

        It 'are sent in the query with -TokenParametersInQuery, and the error without it recommends this' {
            $code = ConvertTo-Secret (Get-Code $strict)
            $common = @{
                OAuth = $true; ClientId = 'APIK-1'; ClientSecret = $clientSecret; ApiUri = $strict.ApiUri; AccountsUri = $strict.Uri
            }
            $problem = Get-ErrorOf { Connect-FaxPlus @common -RedirectUri http://localhost:8400/callback -AuthorizationCode $code }
            $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.BadRequest,*'
            $problem.ErrorDetails.RecommendedAction | Should -Match '-TokenParametersInQuery'
            Connect-FaxPlus @common -RedirectUri http://localhost:8400/callback -AuthorizationCode $code -TokenParametersInQuery
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            Invoke-Control $strict POST revoke @{ kind = 'access' }
            (Get-FaxPlusAccount).Email | Should -Be 'ada@example.com'
            (Get-EmulatorRequest $strict POST '^/token$')[-1].query | Should -Be '?grant_type=refresh_token&refresh_token=***'
        }
    }
}
