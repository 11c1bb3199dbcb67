# Runs every PowerShell block of the documentation as printed, against the emulator, and checks that every printed message is produced. The
# pages are README.md, docs (commands, about topics, recipes) and the .md files of samples. Blocks.Tests.ps1 runs the other kinds of blocks.
#
# How to write a block
#   A ```powershell block runs in a new runspace, in a new folder, with a new service. The signed-in user is the administrator
#   ada@example.com, with all scopes and the default sender +16505550100, which is the account's only number. The account has the members
#   max@example.com and mia@example.com, and 60 faxes (the newest of them from the end of 2025). There are an OAuth application APIK-1234,
#   a Voipex user, and a secret FaxPlus in the default vault and in the vault Work. Faxes to destinations whose last digits are in the
#   emulator's list fail (+14155550001 is busy); all other faxes are sent within half a second.
#   The folder contains offer.pdf, terms-general.pdf, terms-payment.pdf, invoice.pdf, contract.pdf, letters/*.pdf, list.csv, people.csv,
#   hooks.csv, webhooks.psd1, nightly.ps1 and the samples; without a drive C, C:\ refers to this folder. Run-Examples.ps1 creates all this.
#   All prompts are answered: confirmations with yes, and the prompts for the token, 'Client secret', 'Signing secret' and credentials. The
#   browser approves sign-ins. StandIns.ps1 contains the commands of Azure Automation, and functions for the marks `before`.
#   Take ids from a pipeline; do not invent them. Use the ports 8090 (webhooks) and 8400 (sign-in).
#
# How to mark a block: with HTML comments directly above it, which Get-Help does not show.
#   <!-- before: $sent = Send-FaxPlusFax … -->   PowerShell that runs first in the same runspace, to set up what the reader already has
#   <!-- expect: FaxPlus.NotFound -->            the block must throw or write these errors, and no others
#   <!-- stop: reason -->                        the block runs until it is stopped, with Ctrl+C after the first output
#   <!-- quiet: reason -->                       the block has no output and changes nothing, as intended
#   <!-- apart: what it changes -->              Blocks.Tests.ps1 runs the block, in a separate process with its own home folder
#   <!-- says: Get-FaxPlusFax -FaxId nope -->    above ```text: this PowerShell must write these messages. An ellipsis matches any text
#   <!-- run by: file -->                        above ```sh: this file of the repository runs the lines of the block that it contains
#   <!-- not run: reason -->                     the block cannot be run; the reason is shown in each run
#
# The ten common commands of the README are run in each run, all other blocks with -All (Slow).
# The environment variable EXAMPLES_PAGE limits a run to pages with this text in their paths; EXAMPLES_TIMES shows the slowest blocks.
#
# A block fails if it throws or writes an unexpected error, or if it has no effect: no output and no change.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Examples Examples.psm1) -Force
    $pages = @(Get-ExamplePage (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName)
    $all = @($pages | ForEach-Object { Get-ExampleBlock $_.Page $_.Path })
    $script:few = @($pages.Page -match '^docs/en-US/\w+-\w+\.md$' |
        Where-Object { $page = $_; @($all | Where-Object { $_.Page -eq $page }).Count -lt 2 })
    $script:blocks = @($pages | ForEach-Object { Get-Block $_.Page $_.Path })
    foreach ($block in $blocks | Where-Object Kind -EQ NotRun) {
        Write-Warning "NOT RUN: $($block.Page), line $($block.Line): $($block.NotRun)"
    }
    if ($env:EXAMPLES_PAGE) { $all = @($all | Where-Object { $_.Page -like "*$env:EXAMPLES_PAGE*" }) }
    $ten, $others = $all.Where({ $_.Page -eq 'README.md' -and $_.Heading -eq 'Usage' }, 'Split')

    $script:examples = {
        BeforeAll { $script:faults = Invoke-Example $Blocks }

        It 'of <Page>, line <Line>, run' -ForEach $Blocks {
            $faults.ContainsKey("${Page}:$Line") | Should -BeTrue
            $faults["${Page}:$Line"] | Should -BeNullOrEmpty -Because $Code
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Examples Examples.psm1) -Force
    $script:webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

    # Runs blocks in a separate process. Returns the failures by page and line; null means success.
    function Invoke-Example([object[]] $Block) {
        $folder = (New-Item -ItemType Directory (
            Join-Path ([IO.Path]::GetTempPath()) "faxplus-examples-$([guid]::NewGuid().ToString('N'))")).FullName
        $emulator = Open-Emulator '--pat', 'alohi_pat_example', '--client', 'APIK-1234:client-secret', '--voipex',
            'voipex-user:voipex-password', '--number', '+16505550100', '--seed-faxes', '60', '--send-seconds', '0.5', '--ai-seconds', '0.2',
            '--webhook-secret', $webhookSecret
        # The fixed ports in the examples can be used by only one run at a time.
        $turn = [System.Threading.Mutex]::new($false, 'FaxPlus documentation examples')
        $isMine = $false
        try {
            ConvertTo-Json -Depth 4 @{ Uri = $emulator.Uri; Token = 'alohi_pat_example'; WebhookSecret = $webhookSecret; Blocks = $Block } |
                Set-Content (Join-Path $folder job.json)
            try {
                $isMine = $turn.WaitOne([timespan]::FromMinutes(10))
            } catch [System.Threading.AbandonedMutexException] {
                $isMine = $true
            }
            $script = Join-Path $PSScriptRoot Examples Run-Examples.ps1
            $program, [string[]] $leading = Get-PowerShellCommand
            $said = & $program @leading -NoProfile -NonInteractive -File $script -JobPath (Join-Path $folder job.json) -ResultPath (
                Join-Path $folder results.json) *>&1
            if ($LASTEXITCODE) { throw "The examples could not be run: $($said | Out-String)" }
            $faults = @{}
            $results = Get-Content (Join-Path $folder results.json) -Raw | ConvertFrom-Json
            foreach ($result in $results) { $faults[$result.Key] = $result.Fault }
            if ($env:EXAMPLES_TIMES) {
                $results | Sort-Object Seconds -Descending | Select-Object -First 10 | ForEach-Object {
                    Write-Host ('{0,6:0.0} s  {1}' -f $_.Seconds, $_.Key)
                }
            }
            $faults
        }
        finally {
            if ($isMine) { $turn.ReleaseMutex() }
            $turn.Dispose()
            Close-Emulator $emulator
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
}

# If EXAMPLES_PAGE is set, one of the lists may be empty.
if ($ten) { Describe 'Ten common commands' -Tag Quick -ForEach @{ Blocks = $ten } -Fixture $examples }
if ($others) { Describe 'The other examples' -Tag Slow -ForEach @{ Blocks = $others } -Fixture $examples }

Describe 'The documentation' -ForEach @{ Blocks = $blocks; Few = $few } {
    It 'has at least two examples on the page of each command' { $Few | Should -BeNullOrEmpty }

    It 'has only blocks of kinds that are run' {
        $Blocks | Where-Object Kind -EQ Unknown | ForEach-Object { "$($_.Page), line $($_.Line): $($_.Language)" } | Should -BeNullOrEmpty
    }

    It 'has relative links whose targets exist' {
        $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
        $links = foreach ($page in Get-ExamplePage $root) {
            foreach ($match in [regex]::Matches((Get-Content -LiteralPath $page.Path -Raw), '\]\((?!https?:)([^)#\s]+)')) {
                @{ Name = "$($page.Page): $($match.Groups[1].Value)"; Path = Join-Path (Split-Path $page.Path) $match.Groups[1].Value }
            }
        }
        $links.Count | Should -BeGreaterThan 100
        $links | Where-Object { -not (Test-Path -LiteralPath $_.Path) } | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'has blocks in C# that tests run' {
        $runBy = @{
            'src/FaxPlus.Client/README.md' = 'Package.Tests.ps1'
            'src/FaxPlus.Emulator/README.md' = '../FaxPlus.Emulator.Tests/ReadmeTests.cs'
        }
        @($Blocks | Where-Object Kind -EQ CSharp | ForEach-Object Page) | Sort-Object | Should -Be ($runBy.Keys | Sort-Object)
        foreach ($test in $runBy.Values) { Get-Content -LiteralPath (Join-Path $PSScriptRoot $test) -Raw | Should -Match '```csharp' }
    }
}

Describe 'The runner of the examples' -Tag Slow {
    BeforeAll {
        # Tests the marks, and the first line of each block.
        $path = Join-Path $TestDrive page.md
        Set-Content $path @'
```powershell
Get-FaxPlusFax -First 1
```

```powershell
Get-FaxPlusFax -FaxId nope
```

<!-- expect: FaxPlus.NotFound -->
```powershell
Get-FaxPlusFax -FaxId nope
```

<!-- expect: FaxPlus.NotFound -->
```powershell
Get-FaxPlusFax -First 1
```

```powershell
$fax = Get-FaxPlusFax -First 1
```

<!-- quiet: the variable is what it is about -->
```powershell
$fax = Get-FaxPlusFax -First 1
```

```powershell
$fax.Id
```

<!-- before: $fax = Get-FaxPlusFax -First 1 -->
```powershell
$fax.Id
```

```powershell
throw 'broken'
```

<!-- stop: it goes on for ever -->
```powershell
while ($true) { 'going on'; Start-Sleep 1 }
```

```powershell
Get-FaxPlusFax -First 1 | Remove-FaxPlusFax
```

<!-- says: Get-FaxPlusFax -FaxId nope -->
```text
Reading the fax failed: the service returned 404 (Not Found): … There is no fax 'nope'.
```

<!-- says: Get-FaxPlusFax -FaxId nope -->
```text
Reading the fax went well.
```

```sh
exit 1
```

<!-- apart: it installs something -->
```powershell
throw 'is not run here'
```
'@
        $script:trial = @(Get-ExampleBlock page.md $path)
        $script:outcome = Invoke-Example $trial
        function Get-Outcome([int] $Number) { $outcome["page.md:$($trial[$Number].Line)"] }
    }

    It 'finds the blocks for the prompt and their marks' {
        $trial.Count | Should -Be 13
        $trial[7].Before | Should -Be '$fax = Get-FaxPlusFax -First 1'
    }

    It 'fails a block that writes an unexpected error' {
        Get-Outcome 0 | Should -BeNullOrEmpty
        Get-Outcome 1 | Should -BeLike 'FaxPlus.NotFound*'
        Get-Outcome 2 | Should -BeNullOrEmpty
    }

    It 'fails a block whose expected error does not occur' { Get-Outcome 3 | Should -BeLike '*should end in*FaxPlus.NotFound*' }

    It 'fails a block without output, unless it is marked' {
        Get-Outcome 4 | Should -BeLike '*nothing*'
        Get-Outcome 5 | Should -BeNullOrEmpty
    }

    It 'runs each block in a separate runspace with the required setup' {
        Get-Outcome 6 | Should -BeLike '*nothing*'
        Get-Outcome 7 | Should -BeNullOrEmpty
    }

    It 'fails a block that throws' { Get-Outcome 8 | Should -BeLike '*broken*' }

    It 'stops an endless block' { Get-Outcome 9 | Should -BeNullOrEmpty }

    It 'fails a printed message that no command writes' {
        Get-Outcome 11 | Should -BeNullOrEmpty
        Get-Outcome 12 | Should -BeLike 'It should say: Reading the fax went well.*404*'
    }

    It 'answers prompts' { Get-Outcome 10 | Should -BeNullOrEmpty }
}
