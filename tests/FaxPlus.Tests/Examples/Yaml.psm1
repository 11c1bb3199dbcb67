# Reads the subset of YAML that the documentation and the workflows use. It rejects all other YAML, such as anchors, tags, flow mappings,
# escapes and several documents.

$ErrorActionPreference = 'Stop'

class YamlReader {
    hidden [string[]] $Lines
    hidden [int] $At = 0

    YamlReader([string] $text) { $this.Lines = $text -split '\r?\n' }

    [object] Read() {
        $indent = $this.Indent()
        if ($indent -lt 0) { return $null }
        $value = $this.ReadNode($indent)
        if ($this.Indent() -ge 0) { throw $this.Fault('nothing more is expected') }
        return $value
    }

    hidden [string] Fault([string] $What) { return "YAML, line $($this.At + 1): ${What}: $($this.Lines[$this.At])" }

    # Returns the indentation of the next non-empty line, or -1 if there is none.
    hidden [int] Indent() {
        while ($this.At -lt $this.Lines.Count -and $this.Lines[$this.At] -match '^\s*(#.*)?$') { $this.At++ }
        if ($this.At -ge $this.Lines.Count) { return -1 }
        if ($this.Lines[$this.At] -match '^ *\t|^(---|\.\.\.)') { throw $this.Fault('tabs and document markers are not supported') }
        return $this.Lines[$this.At].Length - $this.Lines[$this.At].TrimStart(' ').Length
    }

    hidden [object] ReadNode([int] $indent) {
        if ($this.Lines[$this.At].Substring($indent) -match '^-( |$)') { return $this.ReadList($indent) }
        return $this.ReadMap($indent)
    }

    hidden [object] ReadList([int] $indent) {
        $items = [System.Collections.Generic.List[object]]::new()
        while ($this.Indent() -eq $indent -and $this.Lines[$this.At].Substring($indent) -match '^-(?<gap> +|$)(?<rest>.*)$') {
            $gap, $rest = $Matches.gap, $Matches.rest
            if (-not $rest) {
                $this.At++
                $inner = $this.Indent()
                if ($inner -gt $indent) { $items.Add($this.ReadNode($inner)) } else { $items.Add($null) }
            }
            elseif ($rest -match '^[\w.-]+:( |$)') {
                # A mapping that starts on the line with the dash.
                $inner = $indent + 1 + $gap.Length
                $this.Lines[$this.At] = ' ' * $inner + $rest
                $items.Add($this.ReadMap($inner))
            }
            else {
                $items.Add($this.ReadScalar($rest))
                $this.At++
            }
        }
        return $items.ToArray()
    }

    hidden [object] ReadMap([int] $indent) {
        $map = [ordered]@{}
        while ($this.Indent() -eq $indent -and $this.Lines[$this.At].Substring($indent) -notmatch '^-( |$)') {
            if ($this.Lines[$this.At].Substring($indent) -notmatch '^(?<key>[\w.-]+):(?: +(?<value>.*))?$') {
                throw $this.Fault('a key is expected')
            }
            $key, $value = $Matches.key, ("$($Matches['value'])" -replace '^#.*')
            if ($map.Contains($key)) { throw $this.Fault('the key is there twice') }
            if ($value -match '^\|-?\s*$') { $map[$key] = $this.ReadLiteral($indent) }
            elseif ($value.Trim()) {
                $map[$key] = $this.ReadScalar($value)
                $this.At++
            }
            else {
                $this.At++
                $inner = $this.Indent()
                $isList = $inner -eq $indent -and $this.Lines[$this.At].Substring($indent) -match '^-( |$)'
                $map[$key] = $null
                if ($inner -gt $indent) { $map[$key] = $this.ReadNode($inner) } elseif ($isList) { $map[$key] = $this.ReadList($indent) }
            }
        }
        if ($this.Indent() -gt $indent) { throw $this.Fault('the indentation fits nothing') }
        return $map
    }

    # Reads the lines of a literal block (|).
    hidden [string] ReadLiteral([int] $indent) {
        $text = [System.Collections.Generic.List[string]]::new()
        $this.At++
        $depth = 0
        for (; $this.At -lt $this.Lines.Count; $this.At++) {
            $line = $this.Lines[$this.At]
            if (-not $line.Trim()) { $text.Add(''); continue }
            $own = $line.Length - $line.TrimStart(' ').Length
            if ($own -le $indent) { break }
            if (-not $depth) { $depth = $own }
            if ($own -lt $depth) { throw $this.Fault('the indentation fits nothing') }
            $text.Add($line.Substring($depth))
        }
        return ($text -join "`n").TrimEnd("`n") + "`n"
    }

    hidden [object] ReadScalar([string] $text) {
        $text = $text.Trim()
        if ($text -match "^'(?<in>(?:[^']|'')*)'\s*(?:#.*)?$") { return $Matches.in.Replace("''", "'") }
        if ($text -match '^"(?<in>[^"\\]*)"\s*(?:#.*)?$') { return $Matches.in }
        $text = ($text -replace '\s+#.*$').TrimEnd()
        if ($text -match '^\[(?<in>[^\[\]]*)\]$') {
            return @($Matches.in -split ',' | Where-Object { $_.Trim() } | ForEach-Object { $this.ReadScalar($_) })
        }
        if ($text -match '^[&*!%@`{"''\[|>]|: |:$') { throw $this.Fault('this is not read, or needs quotation marks') }
        switch -CaseSensitive -Regex ($text) {
            '^(true|false)$' { return $text -ceq 'true' }
            '^-?\d+$' { return [long]$text }
            '^(~|null)$' { return $null }
        }
        return $text
    }
}

function ConvertFrom-PlainYaml([string] $Text) { , [YamlReader]::new($Text).Read() }

Export-ModuleMember -Function ConvertFrom-PlainYaml
