@{
    Severity     = 'Error', 'Warning'
    ExcludeRules = @(
        # Messages for the user at the prompt are not output.
        'PSAvoidUsingWriteHost'
        # The names of functions in builds and tests need not follow the rules for commands that users call.
        'PSUseSingularNouns'
        'PSUseShouldProcessForStateChangingFunctions'
        # The next two rules do not detect the use of a variable or parameter in a nested script block, such as the blocks of Pester.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The tokens in the tests are not real, and a token from an environment variable is plain text.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        # Scripts for PowerShell 7 are UTF-8 without a byte order mark. Scripts.Tests.ps1 tests the scripts that Windows PowerShell reads.
        'PSUseBOMForUnicodeEncodedFile'
        # This rule does not detect the parameters of a job's script block.
        'PSUseUsingScopeModifierInNewRunspaces'
        # This rule does not recognize a hash table as an argument.
        'PSUseCmdletCorrectly'
    )
}
