@{
    Severity     = 'Error', 'Warning'
    ExcludeRules = @(
        # What a person is told at a prompt is not output.
        'PSAvoidUsingWriteHost'
        # Steps of builds and tests are named for what they read best as.
        'PSUseSingularNouns'
        'PSUseShouldProcessForStateChangingFunctions'
        # Neither sees that a script block within uses them, as Pester's do.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The tests' tokens are made up, and a token from the environment is text before it is a secret.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        # Scripts for PowerShell 7 are UTF-8 without a mark. A test of its own sees to those that Windows PowerShell reads.
        'PSUseBOMForUnicodeEncodedFile'
        # Does not see the parameters of a job's block.
        'PSUseUsingScopeModifierInNewRunspaces'
        # Takes a hash table that is an argument for none.
        'PSUseCmdletCorrectly'
    )
}
