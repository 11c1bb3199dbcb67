# Reads the code blocks of the documentation. HelpExamples.Tests.ps1 describes the marks; Blocks.Tests.ps1 describes how each kind of block
# is run.

$ErrorActionPreference = 'Stop'

$KnownMarks = 'before', 'expect', 'stop', 'quiet', 'says', 'apart', 'run by', 'not run'

# Returns the pages whose blocks are run, with their paths relative to the repository root.
function Get-ExamplePage([string] $Root) {
    foreach ($pattern in '*.md', 'docs/*.md', 'docs/en-US/*.md', 'docs/recipes/*.md', 'samples/*.md', 'samples/*/*.md', 'src/*/*.md') {
        foreach ($file in Get-ChildItem -Path (Join-Path $Root $pattern) -ErrorAction Ignore | Sort-Object Name) {
            @{ Page = [IO.Path]::GetRelativePath($Root, $file.FullName).Replace('\', '/'); Path = $file.FullName }
        }
    }
}

# Returns the kind of a block, which depends on its language and position. The kind is unknown if no test would run the block.
function Get-BlockKind([string] $Page, [string] $Language, [string] $Heading, [hashtable] $Mark) {
    $isCommandPage = $Page -match '^docs/en-US/\w+-\w+\.md$'
    switch ($Language) {
        { $Mark['not run'] } { return 'NotRun' }
        powershell { return $Mark['apart'] ? 'Apart' : 'PowerShell' }
        text { return $Mark['says'] ? 'Message' : 'Unknown' }
        yaml { return $isCommandPage ? 'Parameter' : 'Pipeline' }
        '' { return $isCommandPage -and $Heading -eq 'SYNTAX' ? 'Syntax' : 'Unknown' }
        sh { return 'Shell' }
        crontab { return 'Crontab' }
        ini { return 'Unit' }
        dotenv { return 'Environment' }
        csv { return 'List' }
        csharp { return 'CSharp' }
        default { return 'Unknown' }
    }
}

# Returns all blocks of a page with their kinds and marks.
function Get-Block([string] $Page, [string] $Path) {
    $lines = @(Get-Content -LiteralPath $Path)
    $marks = @{}
    $heading = $title = ''
    for ($i = 0; $i -lt $lines.Count; $i++) {
        if ($lines[$i] -match '^\s*<!--\s*(?<mark>[a-z ]+?)\s*:\s*(?<text>.*)$') {
            $mark = $Matches.mark
            if ($mark -notin $KnownMarks) { throw "${Page}, line $($i + 1): there is no mark '$mark'." }
            $text = [System.Collections.Generic.List[string]]::new()
            $text.Add($Matches.text)
            while ($text[-1] -notmatch '-->\s*$') {
                $i++
                if ($i -ge $lines.Count) { throw "${Page}: a comment has no end." }
                $text.Add($lines[$i])
            }
            $marks[$mark] = ($text -join "`n") -replace '\s*-->\s*$'
        }
        elseif ($lines[$i] -match '^(?<indent>\s*)```\s*(?<language>\S*)\s*$') {
            $indent, $language, $first = $Matches.indent, $Matches.language, ($i + 2)
            $code = [System.Collections.Generic.List[string]]::new()
            for ($i++; $lines[$i] -notmatch '^\s*```\s*$'; $i++) {
                if ($i + 1 -ge $lines.Count) { throw "${Page}, line ${first}: a code block has no end." }
                $code.Add(($lines[$i] -replace "^$indent"))
            }
            $kind = Get-BlockKind $Page $language $heading $marks
            $isMessage = $kind -eq 'Message'
            @{
                Page     = $Page
                Line     = $first
                Kind     = $kind
                Language = $language
                Heading  = $title
                Code     = $isMessage ? $marks['says'] : $code -join "`n"
                Says     = $isMessage ? $code -join "`n" : $null
                Before   = $marks['before']
                Expect   = @($marks['expect'] -split '\s*,\s*' | Where-Object { $_ })
                Stop     = [bool]$marks['stop']
                Quiet    = $marks['quiet']
                Apart    = $marks['apart']
                RunBy    = $marks['run by']
                NotRun   = $marks['not run']
            }
            $marks = @{}
        }
        # Only marks directly above a block apply to it.
        elseif ($lines[$i].Trim()) {
            $marks = @{}
            if ($lines[$i] -match '^##? (?<heading>.+?)\s*$') { $heading = $Matches.heading }
            if ($lines[$i] -match '^#+ (?<title>.+?)\s*$') { $title = $Matches.title }
        }
    }
}

# Returns the blocks of a page that are run at the prompt, and the blocks with messages.
function Get-ExampleBlock([string] $Page, [string] $Path) {
    Get-Block $Page $Path | Where-Object Kind -In PowerShell, Message
}

Export-ModuleMember -Function Get-ExamplePage, Get-Block, Get-ExampleBlock
