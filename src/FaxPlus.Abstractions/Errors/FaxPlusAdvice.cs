namespace FaxPlus;

/// <summary>
/// The setting or operation that <see cref="FaxPlusException.RecommendedAction"/> refers to. A program can add the name of the option or
/// command that it provides for this setting or operation.
/// </summary>
public enum FaxPlusAdvice
{
    /// <summary>No particular setting or operation.</summary>
    None,

    /// <summary>Create a token and sign in with it.</summary>
    SignIn,

    /// <summary>Sign in again in the browser; <see cref="FaxPlusException.AdviceValue"/> is the client id.</summary>
    SignInInBrowser,

    /// <summary>Sign in again in the browser and store the tokens; <see cref="FaxPlusException.AdviceValue"/> is the client id.</summary>
    SignInInBrowserAndKeep,

    /// <summary>Sign in to Voipex.</summary>
    SignInToVoipex,

    /// <summary>Sign in without a browser on this machine.</summary>
    SignInWithoutBrowser,

    /// <summary>Check the address of the API.</summary>
    ApiAddress,

    /// <summary>Check the address of the API, and the account that the request specifies.</summary>
    ApiAddressOrMember,

    /// <summary>Check the address of the accounts service.</summary>
    AccountsAddress,

    /// <summary>Check the address of the Voipex token service.</summary>
    VoipexTokenAddress,

    /// <summary>Send the parameters of token requests in the query.</summary>
    TokenParametersInQuery,

    /// <summary>Send the parameters of token requests in the body.</summary>
    TokenParametersInBody,

    /// <summary>Check the account that the request for the fax specifies.</summary>
    Member,

    /// <summary>Check the account that the request for the outbox item specifies, or search the list of faxes for the fax.</summary>
    SentSince,

    /// <summary>Read the fax from the account.</summary>
    ReadFax,

    /// <summary>Save the document of the fax.</summary>
    SaveFax,

    /// <summary>Search for the fax among the sent faxes.</summary>
    SentFaxes,

    /// <summary>Search for the fax by its tag in the outbox and by its number among the sent faxes.</summary>
    OutboxAndSentFaxes,

    /// <summary>
    /// Search for the fax by its tag in the outbox and by its number among the sent faxes, or send it again although it is in doubt.
    /// </summary>
    ResendInDoubt,

    /// <summary>Follow the receipt of a send instead of an outbox id.</summary>
    FollowReceipt,

    /// <summary>Follow the receipt of a send instead of an outbox id, or search for the fax among the sent faxes.</summary>
    FollowReceiptOrSentFaxes,

    /// <summary>Wait for the fax again.</summary>
    WaitAgain,

    /// <summary>Wait longer for the fax, or cancel the fax.</summary>
    WaitLonger,

    /// <summary>Increase the timeout.</summary>
    Timeout,

    /// <summary>Send fewer faxes concurrently.</summary>
    SendSlower,

    /// <summary>Specify the number to send from.</summary>
    Sender,

    /// <summary>Specify the country of numbers without a country code.</summary>
    Region,

    /// <summary>Pass a number to the service without checking its format.</summary>
    NumberCheck,

    /// <summary>Upload a file again.</summary>
    Upload,

    /// <summary>Specify a key for an item of a run with a journal.</summary>
    Key,

    /// <summary>Overwrite the file.</summary>
    Overwrite,

    /// <summary>Save the response to a file.</summary>
    SaveAnswer,

    /// <summary>Specify the correct encoding of the list of files.</summary>
    ListEncoding,

    /// <summary>Receive faxes from a specified time, without a checkpoint.</summary>
    ReceiveAfter,

    /// <summary>List the numbers of the account.</summary>
    Numbers,

    /// <summary>List the members.</summary>
    Members,

    /// <summary>Read the fields of the account.</summary>
    AccountFields,

    /// <summary>Read the credit for Fax AI.</summary>
    AICredit,

    /// <summary>Read the balance.</summary>
    Balance,

    /// <summary>Read the numbers and the balance.</summary>
    NumbersAndBalance,

    /// <summary>List the countries, areas and numbers for sale.</summary>
    Shop,

    /// <summary>Pass the body of a webhook message unchanged.</summary>
    WebhookBody,

    /// <summary>Pass the headers of a webhook message, or compare the message with the account instead of checking its signature.</summary>
    WebhookSignature,

    /// <summary>Compare a webhook message with the account, because Azure Automation has changed the message body.</summary>
    AutomationWebhook,

    /// <summary>Specify the secret of the storage account that contains the journal or checkpoint.</summary>
    StorageSecret,
}
