namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Adds commands and parameters to the advice of the client, which names neither.</summary>
internal static class Advice
{
    /// <summary>How to save the refresh tokens that replace that of a parameter or variable.</summary>
    public const string KeepRefreshToken =
        "To save each new token, sign in once with Connect-FaxPlus -OAuth … -SecretName <name>, " +
        "and from then on with Connect-FaxPlus -SecretName <name>.";

    /// <summary>Adds the command or parameter to what an error recommends, once.</summary>
    public static FaxPlusException Complete(FaxPlusException error) => CommandFor(error) is string command ? Add(error, command) : error;

    /// <summary>Adds a sentence to what an error recommends, once.</summary>
    public static FaxPlusException Add(FaxPlusException error, string advice) =>
        error.RecommendedAction?.Contains(advice) == true ? error
        : new FaxPlusException(error) { RecommendedAction = $"{error.RecommendedAction} {advice}".TrimStart() };

    private static string? CommandFor(FaxPlusException error) => error.Advice switch
    {
        FaxPlusAdvice.SignIn => "Sign in with Connect-FaxPlus.",
        FaxPlusAdvice.SignInInBrowser => $"Use Connect-FaxPlus -OAuth -ClientId {error.AdviceValue} -ClientSecret … -RedirectUri ….",
        FaxPlusAdvice.SignInInBrowserAndKeep =>
            $"Use Connect-FaxPlus -OAuth -ClientId {error.AdviceValue} -ClientSecret … -RedirectUri … -SecretName ….",
        FaxPlusAdvice.SignInToVoipex => "Use Connect-Voipex.",
        FaxPlusAdvice.SignInWithoutBrowser =>
            "With -NoBrowser, Connect-FaxPlus shows the address and asks for the address to which the browser is redirected.",
        // Of Fax.Plus or of Voipex.
        FaxPlusAdvice.ApiAddress => "The sign-in sets the address with -ApiUri.",
        FaxPlusAdvice.ApiAddressOrMember => "The sign-in sets the address with -ApiUri; -UserId sets the account.",
        FaxPlusAdvice.AccountsAddress => "The address is set with Connect-FaxPlus -AccountsUri.",
        FaxPlusAdvice.VoipexTokenAddress => "The address is set with Connect-Voipex -AuthUri.",
        FaxPlusAdvice.TokenParametersInQuery => "Sign in with -TokenParametersInQuery.",
        FaxPlusAdvice.TokenParametersInBody => "Sign in without -TokenParametersInQuery.",
        FaxPlusAdvice.Member => "The account is set with -UserId.",
        FaxPlusAdvice.SentSince => "Look with Get-FaxPlusFax; the account is set with -UserId.",
        FaxPlusAdvice.ReadFax => "Use Get-FaxPlusFax.",
        FaxPlusAdvice.SaveFax => "Use Save-FaxPlusFax.",
        FaxPlusAdvice.SentFaxes => "Use Get-FaxPlusFax -Category sent.",
        FaxPlusAdvice.OutboxAndSentFaxes => "Use Get-FaxPlusOutbox and Get-FaxPlusFax -Category sent.",
        FaxPlusAdvice.ResendInDoubt => "Use Get-FaxPlusOutbox and Get-FaxPlusFax -Category sent to look, and -ResendInDoubt to send again.",
        FaxPlusAdvice.FollowReceipt => "The receipt is the object that Send-FaxPlusFax returned.",
        FaxPlusAdvice.FollowReceiptOrSentFaxes =>
            "The receipt is the object that Send-FaxPlusFax returned; Get-FaxPlusFax -Category sent lists sent faxes.",
        FaxPlusAdvice.WaitAgain => "Use Wait-FaxPlusFax.",
        FaxPlusAdvice.WaitLonger => "Use Wait-FaxPlusFax with a longer -Timeout, or Stop-FaxPlusFax.",
        FaxPlusAdvice.Timeout => "Use a longer -Timeout.",
        FaxPlusAdvice.SendSlower => "Use a lower -ThrottleLimit.",
        FaxPlusAdvice.Sender =>
            "Get-FaxPlusNumber lists the numbers; -From sets one for a command, and Connect-FaxPlus -DefaultFrom for the session.",
        FaxPlusAdvice.Region => "Connect-FaxPlus -Region sets it for the session, and -Region for a command that has it.",
        FaxPlusAdvice.NumberCheck => "If the number is right, send it unchanged with -SkipNumberCheck.",
        FaxPlusAdvice.Upload => "Use Add-FaxPlusFile.",
        FaxPlusAdvice.Key => "The key is set with -Key, files with -Path.",
        FaxPlusAdvice.Overwrite => "Use -Force to overwrite it.",
        FaxPlusAdvice.ListEncoding => "Use Import-Csv -Encoding.",
        FaxPlusAdvice.ReceiveAfter => "The time is set with -After.",
        FaxPlusAdvice.Numbers => "Use Get-FaxPlusNumber.",
        FaxPlusAdvice.Members => "Use Get-FaxPlusMember.",
        FaxPlusAdvice.AccountFields => "Get-FaxPlusAccount | ConvertTo-Json -Depth 8 shows all names.",
        FaxPlusAdvice.AICredit => "Use Get-FaxPlusAICredit.",
        FaxPlusAdvice.Balance => "Use Get-FaxPlusBalance.",
        FaxPlusAdvice.NumbersAndBalance => "Use Get-FaxPlusNumber and Get-FaxPlusBalance.",
        FaxPlusAdvice.Shop => "Use Get-FaxPlusCountry, Get-FaxPlusArea and Find-FaxPlusNumber.",
        FaxPlusAdvice.WebhookBody => "Get-Content -Raw reads a file as one text.",
        FaxPlusAdvice.WebhookSignature => "Pass the headers with -Header; or use -Verify without -Secret.",
        FaxPlusAdvice.AutomationWebhook => "Use -Verify without -Secret, or a PowerShell 5.1 runbook.",
        FaxPlusAdvice.StorageSecret =>
            "The secret is given with -JournalCredential or -CheckpointCredential, or in FAXPLUS_JOURNAL_CONNECTION.",
        _ => null,
    };
}
