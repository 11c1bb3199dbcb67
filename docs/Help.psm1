# Generates the module's help from the pages in docs/en-US: `build.ps1 Help` runs it, and the tests check that the result is up to date.

$ErrorActionPreference = 'Stop'

# Converts Markdown to plain text for a console: each paragraph becomes one line, code is indented, and the markup is removed.
function ConvertTo-PlainText([string] $Markdown) {
    $lines = [System.Collections.Generic.List[string]]::new()
    $isCode = $isOpen = $false
    foreach ($line in ($Markdown -replace '(?s)[ \t]*<!--.*?-->[ \t]*(\r?\n)?') -split '\r?\n') {
        if ($line -match '^\s*```') {
            $isCode = -not $isCode
            $isOpen = $false
        }
        elseif ($isCode) { $lines.Add($line.Length ? "    $line" : '') }
        elseif (-not $line.Trim()) {
            $lines.Add('')
            $isOpen = $false
        }
        else {
            $text = $line.Trim() -replace '\[([^\]]+)\]\((https?:[^)]+)\)', '$1 ($2)' -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\*\*(.+?)\*\*', '$1' -replace '`([^`]+)`', '$1' -replace '\\([_*<>|])', '$1'
            # A line continues the previous one, unless it begins an item of a list.
            if ($isOpen -and $text -notmatch '^[-*] ') { $lines[-1] += " $text" } else { $lines.Add(($text -replace '^\* ', '- ')) }
            $isOpen = $true
        }
    }
    (($lines -join "`n") -replace '\n{3,}', "`n`n").Trim("`n")
}

# Converts a page to an about topic in the format that Get-Help reads.
function ConvertTo-AboutTopic([string] $Path) {
    $width = 78
    $body = (Get-Content -LiteralPath $Path -Raw) -replace '^---(?s:.*?)\n---\s*'
    $out = [System.Collections.Generic.List[string]]::new()
    foreach ($section in [regex]::Split($body, '(?m)^(?=#{1,3} )')) {
        if ($section -match '^# (?<topic>\S+)') {
            $out.AddRange([string[]]('TOPIC', "    $($Matches.topic)", ''))
            $section = $section -replace '^.*\n'
        }
        elseif ($section -match '^(?<depth>##+) (?<title>.+)') {
            $out.AddRange([string[]]($(if ($Matches.depth -eq '##') { $Matches.title.Trim().ToUpperInvariant() } else { "  $($Matches.title.Trim() -replace '`')" }), ''))
            $section = $section -replace '^.*\n'
        }
        foreach ($line in (ConvertTo-PlainText $section) -split '\n') {
            $indent = if ($line -match '^\s+') { $out.Add("    $line".TrimEnd()); continue } elseif ($line.StartsWith('- ')) { '      ' } else { '    ' }
            $current = '   '
            foreach ($word in $line -split ' ') {
                if ($current.Trim() -and $current.Length + 1 + $word.Length -gt $width) {
                    $out.Add($current)
                    $current = $indent + $word
                }
                else { $current += " $word" }
            }
            $out.Add($current.TrimEnd())
        }
        $out.Add('')
    }
    ($out -join "`n") -replace '\n{3,}', "`n`n" -replace '\s+$', "`n"
}

# Returns the default value of a parameter from a new object of the cmdlet's class.
function Get-DefaultValue($Command, [string] $Name) {
    if ($Name -in 'WhatIf', 'Confirm') { return 'False' }
    $value = $Command.ImplementingType.GetProperty($Name).GetValue([Activator]::CreateInstance($Command.ImplementingType))
    if ($null -eq $value -or $value -is [string] -and -not $value) { return 'None' }
    if ($value -is [System.Collections.IDictionary]) { return 'None' }
    if ($value -is [array]) { return $value.Count ? $value -join ', ' : 'None' }
    "$value"
}

# Updates the syntax and the parameters of a page from the cmdlet. The text of the page does not change.
function Update-HelpPage([string] $Path) {
    $page = Import-MarkdownCommandHelp $Path
    $command = Get-Command $page.Title -Module FaxPlus
    $made = New-CommandHelp $command
    $described = @{}
    foreach ($parameter in $page.Parameters) { $described[$parameter.Name] = $parameter.Description }
    foreach ($parameter in $made.Parameters) {
        if ($described.ContainsKey($parameter.Name)) { $parameter.Description = $described[$parameter.Name] }
        $parameter.DefaultValue = Get-DefaultValue $command $parameter.Name
    }
    $page.Parameters.Clear()
    $page.Parameters.AddRange($made.Parameters)
    $page.Syntax.Clear()
    $page.Syntax.AddRange($made.Syntax)
    foreach ($syntax in $page.Syntax) { $syntax.HasCmdletBinding = $true }

    $folder = Join-Path ([IO.Path]::GetTempPath()) "faxplus-page-$([IO.Path]::GetRandomFileName())"
    try {
        $file = Export-MarkdownCommandHelp $page -OutputFolder $folder
        # The creation date is removed, because it would change every page in each run.
        (Get-Content -LiteralPath $file.FullName -Raw) -replace '\r' -replace '(?m)^ms\.date: .*\n' -replace '(?m)[ \t]+$' -replace '\s+\z', "`n" | Set-Content -LiteralPath $Path -NoNewline
    }
    finally {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
    }
}

# Converts the Markdown in a MAML file, which PlatyPS copies unchanged, to plain text for a console.
function Format-Maml([string] $Path) {
    $xml = [xml]::new()
    $xml.PreserveWhitespace = $false
    $xml.Load($Path)
    $names = [System.Xml.XmlNamespaceManager]::new($xml.NameTable)
    $spaces = @{ maml = 'http://schemas.microsoft.com/maml/2004/10'; command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'; dev = 'http://schemas.microsoft.com/maml/dev/2004/10' }
    foreach ($prefix in $spaces.Keys) { $names.AddNamespace($prefix, $spaces[$prefix]) }

    # Replaces the paragraphs of a node.
    function Set-Paragraph($Node, [string] $Text) {
        @($Node.SelectNodes('maml:para', $names)) | ForEach-Object { $null = $Node.RemoveChild($_) }
        foreach ($part in $Text -split '\n\n' | Where-Object { $_ }) {
            $paragraph = $xml.CreateElement('maml', 'para', $spaces.maml)
            $paragraph.InnerText = $part
            $null = $Node.AppendChild($paragraph)
        }
    }

    function Get-Markdown($Node) { (@($Node.SelectNodes('maml:para', $names)).InnerText | Where-Object { $_ -ne [string][char]0x80 }) -join "`n`n" }

    foreach ($example in $xml.SelectNodes('//command:example', $names)) {
        $title = $example.SelectSingleNode('maml:title', $names)
        $title.InnerText = $title.InnerText.Trim()
        $introduction = $example.SelectSingleNode('maml:introduction', $names)
        $text = (Get-Markdown $introduction) -replace '\r' -replace '(?s)<!--.*?-->\s*'
        $parts = [regex]::Match($text, '(?s)^(?<before>.*?)```\w*\n(?<code>.*?)\n```(?<after>.*)$')
        $example.SelectSingleNode('dev:code', $names).InnerText = $parts.Groups['code'].Value
        Set-Paragraph $introduction (ConvertTo-PlainText $parts.Groups['before'].Value)
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        Set-Paragraph $remarks (ConvertTo-PlainText $parts.Groups['after'].Value)
        # Adds an empty line before the next example.
        $null = $remarks.AppendChild($xml.CreateElement('maml', 'para', $spaces.maml))
    }

    foreach ($node in $xml.SelectNodes('//maml:description | //maml:alert', $names)) { Set-Paragraph $node (ConvertTo-PlainText (Get-Markdown $node)) }
    foreach ($parameter in $xml.SelectNodes('//command:parameters/command:parameter', $names)) {
        $type = $parameter.SelectSingleNode('command:parameterValue', $names)
        if ($type) { $type.InnerText = $type.InnerText -replace '^System\.Nullable`1\[(.*)\]$', '$1' -replace '^(\w+\.)+' }
        $name = $parameter.SelectSingleNode('maml:name', $names).InnerText
        $default = $parameter.SelectSingleNode('dev:defaultValue', $names) ?? $parameter.AppendChild($xml.CreateElement('dev', 'defaultValue', $spaces.dev))
        $default.InnerText = Get-DefaultValue (Get-Command $parameter.SelectSingleNode('../../command:details/command:name', $names).InnerText.Trim()) $name
    }
    foreach ($link in @($xml.SelectNodes('//maml:navigationLink', $names))) {
        $text, $uri = 'maml:linkText', 'maml:uri' | ForEach-Object { $link.SelectSingleNode($_, $names) }
        if ($text.InnerText -eq 'Online Version' -and -not $uri.InnerText) { $null = $link.ParentNode.RemoveChild($link) }
        # Get-Help -Online would open the first address as the online page of the command, so the addresses are moved to the link text.
        elseif ($uri.InnerText -match '^https?:') { $text.InnerText += ', ' + $uri.InnerText }
        $uri.InnerText = ''
    }

    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try { $xml.Save($writer) } finally { $writer.Dispose() }
}

# Generates pages, MAML and about topics in the source and in the module in out/.
function Update-ModuleHelp([string] $Root) {
    $pages = Get-ChildItem "$Root/docs/en-US/*-*.md"
    # The existing help is removed first, because PlatyPS would copy text from it into the new pages.
    Remove-Item "$Root/out/FaxPlus/en-US/*-Help.xml" -ErrorAction Ignore
    foreach ($page in $pages) { Update-HelpPage $page.FullName }

    $made = Join-Path ([IO.Path]::GetTempPath()) "faxplus-help-$([IO.Path]::GetRandomFileName())"
    try {
        $pages | Import-MarkdownCommandHelp | Export-MamlCommandHelp -OutputFolder $made | Out-Null
        foreach ($file in Get-ChildItem "$made/FaxPlus/*.xml") { Format-Maml $file.FullName }
        foreach ($topic in Get-ChildItem "$Root/docs/en-US/about_*.md") {
            Set-Content -LiteralPath "$made/FaxPlus/$($topic.BaseName).help.txt" -Value (ConvertTo-AboutTopic $topic.FullName) -NoNewline
        }
        foreach ($folder in "$Root/src/module/en-US", "$Root/out/FaxPlus/en-US") { Copy-Item "$made/FaxPlus/*" $folder }
    }
    finally {
        Remove-Item -LiteralPath $made -Recurse -Force -ErrorAction Ignore
    }
}

Export-ModuleMember -Function ConvertTo-PlainText, ConvertTo-AboutTopic, Get-DefaultValue, Update-ModuleHelp
