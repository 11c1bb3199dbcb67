BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $topicNames = 'about_FaxPlus', 'about_FaxPlus_Authentication', 'about_FaxPlus_Automation', 'about_FaxPlus_Bulk', 'about_FaxPlus_Scopes',
        'about_FaxPlus_Troubleshooting'
    $topics = @($topicNames | ForEach-Object { @{ Name = $_ } })
    $kinds = @([FaxPlus.FaxPlusErrorKind].GetEnumNames() | ForEach-Object { @{ Kind = $_ } })
    $commands = @(Get-Command -Module FaxPlus | ForEach-Object { @{ Name = $_.Name } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:root = (Get-Item $PSScriptRoot).Parent.Parent.FullName
    $script:pages = Join-Path $root docs en-US
    Import-Module (Join-Path $root docs Help.psm1) -Force
    foreach ($name in 'Examples', 'Yaml') { Import-Module (Join-Path $PSScriptRoot Examples "$name.psm1") -Force }

    # Returns the text below a heading, up to the next heading of the same or a higher level.
    function Get-Section([string] $Text, [string] $Heading) {
        $depth = $Heading.IndexOf(' ')
        [regex]::Match($Text, "(?ms)^$([regex]::Escape($Heading))[ ]*`$\n(?<body>.*?)(?=^#{1,$depth} |\z)").Groups['body'].Value
    }

    # Returns the text of Get-Help as one string.
    function Get-Words($Paragraph) {
        ((@($Paragraph | ForEach-Object { "$($_.Text)".TrimEnd() }) -join "`n`n") -replace '\n{3,}', "`n`n").Trim()
    }

    # Returns the syntax of a command without its hidden parameters.
    function Get-Syntax($Command, $Set) {
        $text = "$($Command.Name) $Set"
        foreach ($parameter in $Set.Parameters | Where-Object { $Command.Parameters[$_.Name].Attributes.Where({ $_ -is [Parameter] -and $_.DontShow }) }) {
            $text = $text -replace " \[-$($parameter.Name)\] <[^>]+>| \[-$($parameter.Name) <[^>]+>\]"
        }
        $text.Trim()
    }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $script:help = Get-Help $Name -Full
        $script:parameters = @((Get-Command $Name).Parameters.Values | Where-Object {
                $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and
                    $_.Name -notin [System.Management.Automation.Cmdlet]::OptionalCommonParameters -and
                # Hidden parameters are only for the pipeline.
                -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow })
            })
        $script:page = Get-Content (Join-Path $pages "$Name.md") -Raw
    }

    It 'describes the command offline in one sentence' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.Synopsis | Should -Not -Match '\{\{'
    }

    It 'describes each existing parameter, and no other' {
        $described = @($help.parameters.parameter | Where-Object { $_ -and $_.name -notin 'WhatIf', 'Confirm' })
        @($described.name | Sort-Object) | Should -Be @($parameters.Name | Sort-Object)
        foreach ($parameter in $described) { $parameter.description.Text | Should -Match '\w' }
    }

    It 'comes from its page: description and notes' {
        $page | Should -Not -Match '\{\{'
        $help.Synopsis | Should -Be (ConvertTo-PlainText (Get-Section $page '## SYNOPSIS')).Trim()
        Get-Words $help.description | Should -Be (ConvertTo-PlainText (Get-Section $page '## DESCRIPTION')).Trim()
        Get-Words $help.alertSet.alert | Should -Be (ConvertTo-PlainText (Get-Section $page '## NOTES')).Trim()
    }

    It 'contains no address that Get-Help -Online would open instead of its page' {
        $help.relatedLinks.navigationLink.uri | Where-Object { $_ } | Should -BeNullOrEmpty
        ($help.relatedLinks | Out-String) | Should -Match 'Fax\.Plus, https://www\.fax\.plus\b'
    }

    It 'has the parameters of its page and of the cmdlet, with their descriptions and default values' {
        foreach ($parameter in $parameters) {
            $section = Get-Section $page "### -$($parameter.Name)"
            $section | Should -Not -BeNullOrEmpty -Because "the page must describe -$($parameter.Name)"
            $described = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
            Get-Words $described.description | Should -Be (ConvertTo-PlainText ($section -replace '(?s)```yaml.*')).Trim()
            $default = Get-DefaultValue (Get-Command $Name) $parameter.Name
            $described.defaultValue | Should -Be $default
            $section | Should -Match "(?m)^DefaultValue: ('$([regex]::Escape($default))'|$([regex]::Escape($default)))\s*$" -Because "this is the default value of -$($parameter.Name)"
            $section | Should -Match "(?m)^Type: $([regex]::Escape($parameter.ParameterType.ToString()))\s*$"
        }
        [regex]::Matches((Get-Section $page '## PARAMETERS'), '(?m)^### -(\w+)').Count | Should -Be (@($parameters) +
            @('WhatIf', 'Confirm' | Where-Object { (Get-Command $Name).Parameters.ContainsKey($_) -and $_ -notin $parameters.Name })).Count
    }

    It 'has a page whose syntax and parameters match the command' {
        $command = Get-Command $Name -Module FaxPlus
        $blocks = @(Get-Block "docs/en-US/$Name.md" (Join-Path $pages "$Name.md"))
        $syntax = @($blocks | Where-Object Kind -EQ Syntax | ForEach-Object { ($_.Code -replace '\s+', ' ').Trim() })
        $syntax | Sort-Object | Should -BeExactly (@($command.ParameterSets | ForEach-Object { Get-Syntax $command $_ }) | Sort-Object)
        foreach ($block in $blocks | Where-Object Kind -EQ Parameter) {
            $printed = ConvertFrom-PlainYaml $block.Code
            $parameter = $command.Parameters[$block.Heading.TrimStart('-')]
            $printed.Type | Should -Be $parameter.ParameterType.ToString() -Because $block.Heading
            $printed.Aliases | Sort-Object | Should -Be ($parameter.Aliases | Sort-Object) -Because $block.Heading
            foreach ($set in $printed.ParameterSets) {
                $real = $parameter.ParameterSets[$set.Name -eq '(All)' ? '__AllParameterSets' : $set.Name]
                $real | Should -Not -BeNullOrEmpty -Because "$($block.Heading) of $($set.Name)"
                $set.Position | Should -Be ($real.Position -lt 0 ? 'Named' : $real.Position) -Because $block.Heading
                $set.IsRequired, $set.ValueFromPipeline, $set.ValueFromPipelineByPropertyName |
                    Should -Be $real.IsMandatory, $real.ValueFromPipeline, $real.ValueFromPipelineByPropertyName -Because $block.Heading
            }
            @($printed.ParameterSets).Count | Should -Be $parameter.ParameterSets.Count -Because $block.Heading
        }
    }

    It 'has the examples of its page, as code and text, without marks' {
        $titles = @([regex]::Matches($page, '(?m)^### Example (?<number>\d+): .+$').Value)
        $examples = @($help.examples.example)
        $examples.Count | Should -Be $titles.Count
        $examples.Count | Should -BeGreaterOrEqual 2
        for ($i = 0; $i -lt $titles.Count; $i++) {
            $titles[$i] | Should -Match "^### Example $($i + 1): "
            $section = Get-Section $page $titles[$i]
            $examples[$i].title.Trim('- ') | Should -Be $titles[$i].Substring(4).Trim()
            $examples[$i].code | Should -Be ([regex]::Match($section, '(?s)```powershell\n(.*?)\n```').Groups[1].Value)
            Get-Words $examples[$i].remarks | Should -Be (ConvertTo-PlainText ($section -replace '(?s)^.*```powershell\n.*?\n```')).Trim()
        }
        (Get-Help $Name -Examples | Out-String) | Should -Not -Match '```|<!--|\x80'
        ($examples.code -join "`n") | Should -Match ([regex]::Escape($Name))
    }

    It 'describes the input and the output' {
        foreach ($type in @($help.inputTypes.inputType) + @($help.returnValues.returnValue) | Where-Object { $_ }) {
            Get-Words $type.description | Should -Match '\w' -Because "the page must describe the type $($type.type.name)"
        }
        $page | Should -Match '\*\*Scopes:\*\*'
    }
}

Describe '<Name>' -ForEach $topics {
    It 'is shown by Get-Help with the text of its page' {
        $shown = Get-Help $Name | Out-String
        $shown | Should -Match "TOPIC\s+$Name\s"
        $file = Join-Path (Split-Path (Get-TestModulePath)) en-US "$Name.help.txt"
        Get-Content $file -Raw | Should -Be (ConvertTo-AboutTopic (Join-Path $pages "$Name.md"))
        Get-Content (Join-Path $root src module en-US "$Name.help.txt") -Raw | Should -Be (Get-Content $file -Raw)
    }

    It 'has no marks, and fits 80 columns except for code' {
        $text = ConvertTo-AboutTopic (Join-Path $pages "$Name.md")
        $text | Should -Not -Match '```|<!--|\*\*'
        @($text -split "`n" | Where-Object { $_.Length -gt 80 -and $_ -notmatch '^ {8}' }) | Should -BeNullOrEmpty
    }

    It 'contains only existing commands and topics' {
        $text = Get-Content (Join-Path $pages "$Name.md") -Raw
        foreach ($word in [regex]::Matches($text, '\b[A-Z]\w+-(FaxPlus|Voipex)\w*\b').Value | Select-Object -Unique) {
            Get-Command $word -Module FaxPlus | Should -Not -BeNullOrEmpty
        }
        foreach ($word in [regex]::Matches($text, '\babout_FaxPlus\w*\b').Value | Select-Object -Unique) {
            $word | Should -BeIn (Get-ChildItem $pages -Filter about_*.md).BaseName
        }
    }
}

Describe 'The columns of a list' {
    It 'are the same in the command, in its help, in the troubleshooting topic and in <_>' -ForEach 'docs/sending.md' {
        $columns = (Get-Command Send-FaxPlusFax).Parameters.Values |
            Where-Object { $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true } | ForEach-Object Name
        foreach ($place in @(
                [regex]::Match((Get-Content (Join-Path $root $_) -Raw), '(?s)The columns of a list are (.*?)\. ')
                [regex]::Match((Get-Content (Join-Path $pages Send-FaxPlusFax.md) -Raw), '(?s)The columns are (.*?)\. ')
                [regex]::Match((Get-Content (Join-Path $pages about_FaxPlus_Troubleshooting.md) -Raw), '(?s)Columns bind by\s+name: (.*?)\.\n')
            )) {
            [regex]::Matches($place.Groups[1].Value, '\b[A-Z]\w+').Value | Sort-Object | Should -Be ($columns | Sort-Object)
        }
    }
}

Describe 'The troubleshooting topic' {
    It 'has message, cause and solution of FaxPlus.<Kind>' -ForEach $kinds {
        $section = Get-Section (Get-Content (Join-Path $pages about_FaxPlus_Troubleshooting.md) -Raw) "## FaxPlus.$Kind"
        $section | Should -Match '(?s)```text\n.+?\n```.*^Cause: .+^Solution: .+'.Replace('^', '\n')
    }
}

Describe 'about_FaxPlus' {
    It 'names each command' {
        $text = Get-Content (Join-Path $pages about_FaxPlus.md) -Raw
        foreach ($command in (Get-Command -Module FaxPlus).Name) { $text | Should -Match "\b$command\b" }
    }
}
