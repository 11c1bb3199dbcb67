# Tests docs/compared.md: each tool of the vendor's connector with its command.

BeforeDiscovery {
    $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
    $page = Get-Content -LiteralPath (Join-Path $root docs compared.md)
    $section = $page[$page.IndexOf("## The vendor's MCP connector")..($page.IndexOf("## The vendor's SDKs"))]
    $rows = $section -match '^\| ' | Select-Object -Skip 2 | ForEach-Object {
        $null, $tool, $command, $request, $null = ($_ -replace '\\\|', "`0").Split('|').Trim()
        @{ Tool = $tool; Command = $command.Replace("`0", '|'); Request = $request }
    }
    $others = $page | Where-Object { $_ -notmatch '^\|' } | Select-String '`(\w+-(?:FaxPlus|Voipex)\w+[^`]*)`' -AllMatches |
        ForEach-Object Matches | ForEach-Object { @{ Code = $_.Groups[1].Value } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule

    # The text of the tests in this folder, in which the commands must occur. The excluded files only contain lists of commands.
    $lists = 'Compared', 'Module', 'Origins', 'Pipeline', 'Completion', 'HelpExamples' | ForEach-Object { "$_.Tests.ps1" }
    $script:tests = (Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.Tests.ps1 | Where-Object Name -NotIn $lists |
        Get-Content -Raw) -join "`n"

    function Get-NamedCommand([string] $Text) {
        [regex]::Matches($Text, '(?<name>\w+-(?:FaxPlus|Voipex)\w+)(?: -(?<parameter>\w+))?') | ForEach-Object {
            [pscustomobject]@{ Name = $_.Groups['name'].Value; Parameter = $_.Groups['parameter'].Value }
        }
    }

    function Assert-Exists($Named) {
        foreach ($one in $Named) {
            $command = Get-Command -Module FaxPlus -Name $one.Name -ErrorAction Ignore
            $command | Should -Not -BeNullOrEmpty -Because $one.Name
            if ($one.Parameter) { $command.Parameters.Keys | Should -Contain $one.Parameter }
        }
    }
}

Describe 'The comparison with the connector' {
    It 'has each tool once: the 41 known names, and the six that can be inferred' -ForEach @{ Tools = $rows.Tool } {
        $Tools | Should -HaveCount 47
        $Tools | Sort-Object -Unique | Should -HaveCount 47
        ($Tools -match '^\(') | Should -HaveCount 6
    }

    It '<Tool>: the command exists and is tested, or the row states the reason' -ForEach $rows {
        $named = @(Get-NamedCommand $Command)
        Assert-Exists $named
        if ($Request -match '^(documented|assumed)') {
            $named | Should -Not -BeNullOrEmpty
            $Command | Should -Not -Match '^(no|not needed)\b'
            # The command needs the parameter that corresponds to the tool; ids may also be positional or from the pipeline.
            foreach ($one in $named) {
                $call = if ($one.Parameter -and $one.Parameter -notmatch 'Id$|^Number$') {
                    "$($one.Name)\b[^\n|]* -$($one.Parameter)\b" } else { "$($one.Name)\b(?!['-])" }
                $tests -match $call | Should -BeTrue -Because "a test must call $($one.Name) $($one.Parameter)"
            }
        } else {
            $Request | Should -BeIn 'path unknown', 'connector only'
            if ($Command -match '^(no|not needed)\b') {
                $Command | Should -Match '^(no|not needed): \S.{10,}'
            } else {
                $named | Should -Not -BeNullOrEmpty
            }
        }
    }

    It 'also names only existing commands in its text: <Code>' -ForEach $others {
        Assert-Exists (Get-NamedCommand $Code)
    }
}
