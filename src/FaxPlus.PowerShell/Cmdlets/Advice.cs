namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Adds the names of commands and parameters to the client's advice, which is independent of PowerShell.</summary>
internal static class Advice
{
    /// <summary>The advice to save each new refresh token, which replaces the token from a parameter or environment variable.</summary>
    public const string KeepRefreshToken =
        "To save each new token, sign in once with Connect-FaxPlus -OAuth … -SecretName <name>, " +
        "and from then on with Connect-FaxPlus -SecretName <name>.";

    /// <summary>Adds the command or parameter to an error's recommended action, unless the action already contains it.</summary>
    public static FaxPlusException Complete(FaxPlusException error) => CommandFor(error) is string command ? Add(error, command) : error;

    /// <summary>Adds a sentence to an error's recommended action, unless the action already contains the sentence.</summary>
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
            "With -NoBrowser, Connect-FaxPlus shows the address and prompts for the address to which the browser is redirected.",
        // This advice applies to Fax.Plus and Voipex.
        FaxPlusAdvice.ApiAddress => "Set the address with -ApiUri of the sign-in command.",
        FaxPlusAdvice.ApiAddressOrMember => "Set the address with -ApiUri of the sign-in command, and the account with -UserId.",
        FaxPlusAdvice.AccountsAddress => "Set the address with Connect-FaxPlus -AccountsUri.",
        FaxPlusAdvice.VoipexTokenAddress => "Set the address with Connect-Voipex -AuthUri.",
        FaxPlusAdvice.TokenParametersInQuery => "Sign in with -TokenParametersInQuery.",
        FaxPlusAdvice.TokenParametersInBody => "Sign in without -TokenParametersInQuery.",
        FaxPlusAdvice.Member => "Specify the account with -UserId.",
        FaxPlusAdvice.SentSince => "Search with Get-FaxPlusFax, and specify the account with -UserId.",
        FaxPlusAdvice.ReadFax => "Use Get-FaxPlusFax.",
        FaxPlusAdvice.SaveFax => "Use Save-FaxPlusFax.",
        FaxPlusAdvice.SentFaxes => "Use Get-FaxPlusFax -Category sent.",
        FaxPlusAdvice.OutboxAndSentFaxes => "Use Get-FaxPlusOutbox and Get-FaxPlusFax -Category sent.",
        FaxPlusAdvice.ResendInDoubt =>
            "Use Get-FaxPlusOutbox and Get-FaxPlusFax -Category sent to search for the fax, and -ResendInDoubt to resend it.",
        FaxPlusAdvice.FollowReceipt => "The receipt is the object that Send-FaxPlusFax returned.",
        FaxPlusAdvice.FollowReceiptOrSentFaxes =>
            "The receipt is the object that Send-FaxPlusFax returned; Get-FaxPlusFax -Category sent lists sent faxes.",
        FaxPlusAdvice.WaitAgain => "Use Wait-FaxPlusFax.",
        FaxPlusAdvice.WaitLonger => "Use Wait-FaxPlusFax with a longer -Timeout, or Stop-FaxPlusFax.",
        FaxPlusAdvice.Timeout => "Use a longer -Timeout.",
        FaxPlusAdvice.SendSlower => "Use a lower -ThrottleLimit.",
        FaxPlusAdvice.Sender =>
            "Get-FaxPlusNumber lists the numbers; set the sender for a command with -From, " +
            "and for the session with Connect-FaxPlus -DefaultFrom.",
        FaxPlusAdvice.Region => "Set the country for the session with Connect-FaxPlus -Region, or for a command with -Region.",
        FaxPlusAdvice.NumberCheck => "If the number is correct, use -SkipNumberCheck to send to the unchanged number.",
        FaxPlusAdvice.Upload => "Use Add-FaxPlusFile.",
        FaxPlusAdvice.Key => "Specify the key with -Key, and files with -Path.",
        FaxPlusAdvice.Overwrite => "Use -Force to overwrite the file.",
        FaxPlusAdvice.ListEncoding => "Use Import-Csv -Encoding.",
        FaxPlusAdvice.ReceiveAfter => "Specify the time with -After.",
        FaxPlusAdvice.Numbers => "Use Get-FaxPlusNumber.",
        FaxPlusAdvice.Members => "Use Get-FaxPlusMember.",
        FaxPlusAdvice.AccountFields => "Get-FaxPlusAccount | ConvertTo-Json -Depth 8 shows all names.",
        FaxPlusAdvice.AICredit => "Use Get-FaxPlusAICredit.",
        FaxPlusAdvice.Balance => "Use Get-FaxPlusBalance.",
        FaxPlusAdvice.NumbersAndBalance => "Use Get-FaxPlusNumber and Get-FaxPlusBalance.",
        FaxPlusAdvice.Shop => "Use Get-FaxPlusCountry, Get-FaxPlusArea and Find-FaxPlusNumber.",
        FaxPlusAdvice.WebhookBody => "Get-Content -Raw reads a file as one string.",
        FaxPlusAdvice.WebhookSignature => "Pass the headers with -Header; or use -Verify without -Secret.",
        FaxPlusAdvice.AutomationWebhook => "Use -Verify without -Secret, or a PowerShell 5.1 runbook.",
        FaxPlusAdvice.StorageSecret =>
            "Specify the secret with -JournalCredential or -CheckpointCredential, or in FAXPLUS_JOURNAL_CONNECTION.",
        _ => null,
    };
}
