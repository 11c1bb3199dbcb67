function Save-Archive([string] $FaxId, [string] $Folder, $Session) {
    $format = @{ Format = 'Tiff' }
    Save-FaxPlusFax $FaxId -Path "$Folder/$FaxId.tiff" -Force @format -Session $Session
    Save-FaxPlusFax $FaxId -Directory $Folder -Report -Force -Session $Session
}

function Clear-Archive([string] $FaxId, $Session) { Remove-FaxPlusFax $FaxId -Session $Session }

Export-ModuleMember -Function Save-Archive, Clear-Archive
