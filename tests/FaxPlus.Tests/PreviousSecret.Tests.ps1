# Tests whether a sign-in is refused if the variable with its secret still contains the secret of the previous sign-in, because the assignment
# of the next secret failed. Each script signs in several times; account B has no secret. The first line of a script contains the expected
# output: for each sign-in, the account, and whether the script is signed in then.

BeforeDiscovery {
    $script:scripts = (Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot PreviousSecretScripts) -Filter *.ps1).BaseName
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:folder = New-Item -ItemType Directory (Join-Path $TestDrive accounts)
    Copy-Item (Join-Path $PSScriptRoot PreviousSecretScripts *.ps1) $folder
    foreach ($account in 'A', 'C') {
        [pscredential]::new('x', (ConvertTo-Secret "tok$account")) | Export-Clixml (Join-Path $folder "$account.xml")
        Set-Content (Join-Path $folder "$account.txt") "tok$account"
    }
}

Describe 'The secret of the previous sign-in' {
    AfterEach { Remove-Item env:FAXPLUS_PAT, env:FAXPLUS_API_URI -ErrorAction Ignore }

    It 'is refused only if the assignment of the next secret failed: <_>' -ForEach $scripts {
        $path = Join-Path $folder "$_.ps1"
        $env:FAXPLUS_API_URI = 'http://127.0.0.1:1/v3'
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace).AddScript(@'
param($Module, $Path)
Import-Module $Module
function Who($Account) { "$Account$(@(Get-FaxPlusSession -ErrorAction Ignore).Count)" }
function Tok($Account) {
    if ($Account -eq 'B') { throw 'no token B' }
    ConvertTo-SecureString "tok$Account" -AsPlainText -Force
}
function Sec($Text) { ConvertTo-SecureString $Text -AsPlainText -Force }
Set-Location (Split-Path $Path)
& $Path
'@)
        try { $found = $shell.AddArgument((Get-TestModulePath)).AddArgument($path).Invoke() }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
        "$found" | Should -Be (Get-Content -LiteralPath $path -TotalCount 1).Substring(2)
    }
}
