# Tests the sign-in with a real browser, from the address that the cmdlet opens, through the consent page and its button, to the final page.
# The browser is controlled through the DevTools protocol, with clicks like those of a user.

BeforeDiscovery {
    $script:chromium = Get-Command chromium, chromium-browser, google-chrome, chrome -CommandType Application -ErrorAction Ignore |
        Select-Object -First 1 -ExpandProperty Source
    $script:missing = -not $chromium -or $IsWindows
    if ($missing) { Write-Warning 'NOT TESTED: signing in with a real browser, because Chromium is not installed.' }
}

Describe 'A real browser' -Skip:$missing -ForEach @{ Chromium = $chromium } {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
        Import-TestModule
        $script:emulator = Open-Emulator '--client', 'APIK-1:client-secret'
        $script:clientSecret = ConvertTo-Secret 'client-secret'
        $script:patience = [System.Threading.CancellationTokenSource]::new([timespan]::FromSeconds(300))

        # Starts a browser with remote control enabled.
        $profileFolder = Join-Path $TestDrive profile
        $start = [System.Diagnostics.ProcessStartInfo]::new($Chromium)
        foreach ($argument in '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
            '--no-proxy-server', '--disable-extensions', '--disable-background-networking', '--hide-scrollbars',
            '--window-size=900,600', '--remote-debugging-port=0', "--user-data-dir=$profileFolder", 'about:blank') {
            $start.ArgumentList.Add($argument)
        }
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $script:process = [System.Diagnostics.Process]::Start($start)
        $null = $process.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
        $null = $process.StandardError.BaseStream.CopyToAsync([System.IO.Stream]::Null)
        $portFile = Join-Path $profileFolder DevToolsActivePort
        Wait-Until { (Test-Path -LiteralPath $portFile) -and @(Get-Content -LiteralPath $portFile).Count -ge 2 } 'the browser'
        $port = @(Get-Content -LiteralPath $portFile)[0]
        Wait-Until {
            $script:page = (Invoke-RestMethod "http://127.0.0.1:$port/json/list" -NoProxy) | Where-Object type -EQ page |
                Select-Object -First 1
            $page
        } 'a page of the browser'
        $script:socket = [System.Net.WebSockets.ClientWebSocket]::new()
        $socket.Options.Proxy = $null
        $socket.ConnectAsync($page.webSocketDebuggerUrl, $patience.Token).GetAwaiter().GetResult()
        $script:lastId = 0

        # Sends a command of the DevTools protocol and returns its result.
        function Send-Page([string] $Method, [hashtable] $Parameter = @{}) {
            $script:lastId++
            $bytes = [Text.Encoding]::UTF8.GetBytes(
                (ConvertTo-Json -Compress -Depth 5 @{ id = $lastId; method = $Method; params = $Parameter }))
            $null = $socket.SendAsync([ArraySegment[byte]]::new($bytes), [System.Net.WebSockets.WebSocketMessageType]::Text, $true,
                $patience.Token).GetAwaiter().GetResult()
            $buffer = [byte[]]::new(65536)
            while ($true) {
                $message = [System.IO.MemoryStream]::new()
                do {
                    $part = $socket.ReceiveAsync([ArraySegment[byte]]::new($buffer), $patience.Token).GetAwaiter().GetResult()
                    $message.Write($buffer, 0, $part.Count)
                } until ($part.EndOfMessage)
                $answer = [Text.Encoding]::UTF8.GetString($message.ToArray()) | ConvertFrom-Json -AsHashtable
                if ($answer['id'] -ne $lastId) { continue }
                if ($answer.ContainsKey('error')) { throw "The browser refused ${Method}: $($answer.error.message)" }
                return $answer.result
            }
        }

        # Returns the result of a JavaScript expression in the page, or nothing while the page is loading.
        function Get-Page([string] $Expression) {
            try {
                (Send-Page Runtime.evaluate @{ expression = $Expression; returnByValue = $true }).result['value']
            } catch [System.Management.Automation.RuntimeException] {
                $null
            }
        }

        function Save-Picture([string] $Name) {
            if (-not $env:BROWSER_PICTURES) { return }
            [IO.File]::WriteAllBytes(
                (Join-Path $env:BROWSER_PICTURES "$Name.png"), [Convert]::FromBase64String((Send-Page Page.captureScreenshot).data))
        }

        # Clicks the center of an element with the mouse.
        function Invoke-Click([string] $Selector) {
            $at = Get-Page ("(() => { const b = document.querySelector('$Selector').getBoundingClientRect(); " +
                'return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()')
            foreach ($type in 'mousePressed', 'mouseReleased') {
                $null = Send-Page Input.dispatchMouseEvent @{ type = $type; x = $at.x; y = $at.y; button = 'left'; clickCount = 1 }
            }
        }

        # Signs in from another runspace, opens the sign-in address, submits the consent page, and returns the results.
        function Invoke-SignIn([string] $Button, [string] $HostName) {
            $redirect = "http://${HostName}:$(Get-FreePort)/signed-in"
            $opened = Join-Path $TestDrive "opened-$([guid]::NewGuid().ToString('N'))"
            $program = "$opened.sh"
            Set-ShellProgram $program 'opened="${0%.sh}"; printf %s "$1" > "$opened.part" && mv "$opened.part" "$opened"'
            $env:BROWSER = $program
            $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript({
                        param($module, $secret, $redirect, $emulator)
                        Import-Module $module
                        try {
                            $uris = @{ RedirectUri = $redirect; AccountsUri = $emulator.Uri; ApiUri = $emulator.ApiUri }
                            Connect-FaxPlus -OAuth -ClientId APIK-1 -ClientSecret $secret @uris -SignInTimeout 300 -ErrorAction Stop
                            (Get-FaxPlusAccount).Email
                        }
                        catch {
                            $_.FullyQualifiedErrorId
                        }
                    }).AddArgument((Get-TestModulePath)).AddArgument($clientSecret).AddArgument($redirect).AddArgument($emulator)
                $running = $shell.BeginInvoke()
                Wait-Until { Test-Path -LiteralPath $opened } 'the address'
                $null = Send-Page Page.navigate @{ url = Get-Content -Raw -LiteralPath $opened }
                Wait-Until { Get-Page "document.readyState === 'complete' && !!document.querySelector('#$Button')" } 'the consent page'
                $consent = Get-Page 'document.body.innerText'
                Save-Picture "consent-$Button"
                Invoke-Click "#$Button"
                Wait-Until { Get-Page "document.readyState === 'complete' && location.pathname === '/signed-in'" } 'the last page'
                Save-Picture "end-$Button"
                $end = Get-Page 'document.body.innerText'
                [pscustomobject]@{
                    Consent = $consent; End = $end; Title = Get-Page 'document.title'; Result = @($shell.EndInvoke($running))
                }
            }
            finally {
                Remove-Item Env:BROWSER
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
        }
    }

    AfterAll {
        if ($socket) { $socket.Dispose() }
        if ($process) {
            $process.Kill($true)
            $process.WaitForExit()
        }
        Close-Emulator $emulator
        $patience.Dispose()
    }

    It 'opens the address of Connect-FaxPlus, the consent page and the final page (<_>)' -ForEach 'localhost',
        '127.0.0.1' {
        $seen = Invoke-SignIn approve $_
        $seen.Consent | Should -Match 'APIK-1'
        $seen.End | Should -Match 'close this page'
        $seen.Title | Should -Match 'approved'
        $seen.Result | Should -Be 'ada@example.com'
    }

    It 'shows that a sign-in was declined, and the cmdlet reports it' {
        $seen = Invoke-SignIn decline localhost
        $seen.End | Should -Match 'not signed in'
        $seen.End | Should -Match 'declined: access_denied\. You can close'
        $seen.Result | Should -BeLike 'FaxPlus.Forbidden,*'
    }
}
