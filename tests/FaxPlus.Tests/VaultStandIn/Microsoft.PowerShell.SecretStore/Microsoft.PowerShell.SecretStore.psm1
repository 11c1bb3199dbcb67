function Set-SecretStoreConfiguration {
    [CmdletBinding(SupportsShouldProcess)]
    param([ValidateSet('None', 'Password')] [string] $Authentication, [ValidateSet('None', 'Prompt')] [string] $Interaction,
        [int] $PasswordTimeout, [securestring] $Password)

    # A new store also requires a password.
    if ($PSCmdlet.ShouldProcess('the store', 'Configure') -and -not $Password) { throw 'Nobody is there to give the store a password.' }
}
