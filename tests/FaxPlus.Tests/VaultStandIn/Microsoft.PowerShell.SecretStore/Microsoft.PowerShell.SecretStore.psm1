function Set-SecretStoreConfiguration {
    [CmdletBinding(SupportsShouldProcess)]
    param([ValidateSet('None', 'Password')] [string] $Authentication, [ValidateSet('None', 'Prompt')] [string] $Interaction,
        [int] $PasswordTimeout, [securestring] $Password)

    # A new store also requires a password.
    if ($PSCmdlet.ShouldProcess('the store', 'Configure') -and -not $Password) { throw 'The store requires a password, and there is no user to enter it.' }
}
