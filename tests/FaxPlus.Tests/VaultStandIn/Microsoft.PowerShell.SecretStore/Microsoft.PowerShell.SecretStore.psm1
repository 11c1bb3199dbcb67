function Set-SecretStoreConfiguration {
    [CmdletBinding(SupportsShouldProcess)]
    param([ValidateSet('None', 'Password')] [string] $Authentication, [ValidateSet('None', 'Prompt')] [string] $Interaction,
        [int] $PasswordTimeout, [securestring] $Password)

    # As in the real module, a new store requires a password.
    if ($PSCmdlet.ShouldProcess('the store', 'Configure') -and -not $Password) { throw 'The store requires a password, and there is no user to enter it.' }
}
