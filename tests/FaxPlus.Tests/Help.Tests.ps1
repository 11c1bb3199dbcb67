BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $commands = @(Get-Command -Module FaxPlus | ForEach-Object { @{ Name = $_.Name } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:pages = Join-Path (Get-Item $PSScriptRoot).Parent.Parent.FullName docs en-US
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $script:help = Get-Help $Name -Full
        $script:parameters = @((Get-Command $Name).Parameters.Values | Where-Object {
                $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_.Name -notin [System.Management.Automation.Cmdlet]::OptionalCommonParameters -and
                # Hidden ones are for the pipeline alone.
                -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow })
            })
        $script:page = Get-Content (Join-Path $pages "$Name.md") -Raw
    }

    It 'says offline what it does, in a sentence' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.Synopsis | Should -Not -Match '\{\{'
    }

    It 'has an example' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 1
        @($help.examples.example)[0].code + @($help.examples.example)[0].introduction.Text + @($help.examples.example)[0].remarks.Text | Should -Match ([regex]::Escape($Name))
    }

    It 'describes each parameter that there is, and no other' {
        $described = @($help.parameters.parameter | Where-Object { $_ -and $_.name -notin 'WhatIf', 'Confirm' })
        @($described.name | Sort-Object) | Should -Be @($parameters.Name | Sort-Object)
        foreach ($parameter in $described) { $parameter.description.Text | Should -Match '\w' }
    }

    It 'comes from a page that names the same parameters and leaves nothing to fill in' {
        $page | Should -Not -Match '\{\{'
        foreach ($parameter in $parameters.Name) { $page | Should -Match "(?m)^### -$parameter\s*$" }
    }
}
