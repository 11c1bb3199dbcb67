# The code blocks of the documentation. HelpExamples.Tests.ps1 says how they are marked.

$ErrorActionPreference = 'Stop'

# The pages whose blocks are run, by their paths below the root of the repository.
function Get-ExamplePage([string] $Root) {
    foreach ($pattern in 'README.md', 'docs/en-US/*.md', 'docs/recipes/*.md', 'samples/*.md', 'samples/*/*.md') {
        foreach ($file in Get-ChildItem -Path (Join-Path $Root $pattern) -ErrorAction Ignore | Sort-Object Name) {
            @{ Page = [IO.Path]::GetRelativePath($Root, $file.FullName).Replace('\', '/'); Path = $file.FullName }
        }
    }
}

# The PowerShell blocks of a page, each with its marks.
function Get-ExampleBlock([string] $Page, [string] $Path) {
    $lines = @(Get-Content -LiteralPath $Path)
    $marks = @{}
    for ($i = 0; $i -lt $lines.Count; $i++) {
        if ($lines[$i] -match '^\s*<!--\s*(?<mark>[a-z ]+?)\s*:\s*(?<text>.*)$') {
            $mark = $Matches.mark
            $text = [System.Collections.Generic.List[string]]::new()
            $text.Add($Matches.text)
            while ($text[-1] -notmatch '-->\s*$') {
                $i++
                if ($i -ge $lines.Count) { throw "${Page}: a comment has no end." }
                $text.Add($lines[$i])
            }
            $marks[$mark] = ($text -join "`n") -replace '\s*-->\s*$'
        }
        elseif ($lines[$i] -match '^(?<indent>\s*)```\s*(?<language>\w*)\s*$') {
            $indent, $language, $first = $Matches.indent, $Matches.language, ($i + 2)
            $code = [System.Collections.Generic.List[string]]::new()
            for ($i++; $lines[$i] -notmatch '^\s*```\s*$'; $i++) {
                if ($i + 1 -ge $lines.Count) { throw "${Page}, line ${first}: a code block has no end." }
                $code.Add(($lines[$i] -replace "^$indent"))
            }
            if ($language -in 'powershell', 'pwsh') {
                $unknown = @($marks.Keys | Where-Object { $_ -notin 'before', 'expect', 'stop', 'quiet', 'not run' })
                if ($unknown) { throw "${Page}, line ${first}: there is no mark '$unknown'." }
                @{
                    Page   = $Page
                    Line   = $first
                    Code   = $code -join "`n"
                    Before = $marks['before']
                    Expect = @($marks['expect'] -split '\s*,\s*' | Where-Object { $_ })
                    Stop   = [int]$marks['stop']
                    Quiet  = $marks['quiet']
                    NotRun = $marks['not run']
                }
            }
            $marks = @{}
        }
        # Only what stands directly above a block is about it.
        elseif ($lines[$i].Trim()) { $marks = @{} }
    }
}

Export-ModuleMember -Function Get-ExamplePage, Get-ExampleBlock
