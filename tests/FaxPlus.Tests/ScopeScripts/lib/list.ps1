Get-FaxPlusOutbox
