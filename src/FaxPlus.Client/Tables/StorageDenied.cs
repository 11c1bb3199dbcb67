namespace FaxPlus.Client.Tables;

/// <summary>The errors of requests that the storage refuses because of the secret or the identity.</summary>
internal static class StorageDenied
{
    private const string NoKeys = "KeyBasedAuthenticationNotPermitted";

    /// <param name="message">The message, with the status and the error code.</param>
    /// <param name="code">The error code of the storage; null if the response contains none.</param>
    public static FaxPlusException Of(string message, string? code) => new(FaxPlusErrorKind.Forbidden, message)
    {
        RecommendedAction = AdviceFor(code),
        Advice = code == NoKeys ? FaxPlusAdvice.None : FaxPlusAdvice.StorageSecret,
        IsFatal = true,
    };

    private static string AdviceFor(string? code) => code switch
    {
        "AuthenticationFailed" or "InvalidAuthenticationInfo" or "NoAuthenticationInformation" =>
            "The key or the shared access signature (SAS) is wrong or has expired, the access token is not accepted, or the clock of this "
            + "machine is wrong. Copy the key again, or create another SAS.",
        "AuthorizationPermissionMismatch" or "InsufficientAccountPermissions" =>
            "Assign the role Storage Table Data Contributor for the table to the identity; or use a shared access signature (SAS) with the "
            + "permissions read, add and update (rau).",
        "AuthorizationResourceTypeMismatch" or "AuthorizationServiceMismatch" =>
            "Use a shared access signature (SAS) of the table, or one of the account for the service Table (t) and the resource types "
            + "container and object (co), with the permissions read, add and update (rau).",
        "AuthorizationSourceIPMismatch" or "AuthorizationProtocolMismatch" =>
            "The shared access signature (SAS) does not permit the address of this machine, or this protocol. Create another SAS.",
        "AuthorizationFailure" =>
            "Permit the network of this machine in the firewall of the storage account; or use a shared access signature (SAS) "
            + "for the service Table with the permissions read, add and update (rau).",
        NoKeys =>
            "The storage account accepts no keys, and no signatures (SAS) made with them. Remove the secret, also from the environment "
            + "variable FAXPLUS_JOURNAL_CONNECTION, and assign the role Storage Table Data Contributor for the table to the identity of "
            + "the machine or user.",
        _ =>
            "Assign the role Storage Table Data Contributor for the table to the identity, or use a key or a shared access signature (SAS) "
            + "that permits reading, adding and updating its rows.",
    };
}
