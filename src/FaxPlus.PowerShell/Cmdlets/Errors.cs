using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Converts errors of the client to PowerShell errors.</summary>
internal static class Errors
{
    public static ErrorRecord ToRecord(PSCmdlet cmdlet, FaxPlusException exception, object? target)
    {
        // A specified address, such as the address of a webhook or journal, may contain a key. PowerShell shows the target together with
        // the category of the error.
        string message = AddressSecrets.Hide(exception.Message);
        if (message != exception.Message) exception = exception.With(message);
        if ((target is PSObject wrapped ? wrapped.BaseObject : target) is string text) target = AddressSecrets.Hide(text);
        return new(exception, "FaxPlus." + exception.Kind, CategoryOf(exception.Kind), target)
        {
            ErrorDetails = ForView(cmdlet, new ErrorDetails(message) { RecommendedAction = exception.RecommendedAction ?? "" }),
        };
    }

    /// <summary>
    /// Adds the recommended action to the message, except for ConciseView. Only this view, which Windows PowerShell does not have, shows
    /// the recommended action itself.
    /// </summary>
    public static ErrorDetails ForView(PSCmdlet cmdlet, ErrorDetails details)
    {
        if (details.RecommendedAction.Length == 0
            || string.Equals(cmdlet.GetVariableValue("ErrorView")?.ToString(), "ConciseView", StringComparison.OrdinalIgnoreCase))
        {
            return details;
        }
        return new ErrorDetails($"{details.Message} {details.RecommendedAction}") { RecommendedAction = details.RecommendedAction };
    }

    private static ErrorCategory CategoryOf(FaxPlusErrorKind kind) => kind switch
    {
        FaxPlusErrorKind.NotConnected => ErrorCategory.ConnectionError,
        FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired => ErrorCategory.AuthenticationError,
        FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        FaxPlusErrorKind.NotFound or FaxPlusErrorKind.FileNotFound => ErrorCategory.ObjectNotFound,
        FaxPlusErrorKind.BadRequest => ErrorCategory.InvalidArgument,
        FaxPlusErrorKind.Conflict => ErrorCategory.ResourceExists,
        FaxPlusErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        FaxPlusErrorKind.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
        FaxPlusErrorKind.Timeout => ErrorCategory.OperationTimeout,
        FaxPlusErrorKind.Network => ErrorCategory.ConnectionError,
        FaxPlusErrorKind.InvalidResponse => ErrorCategory.InvalidData,
        FaxPlusErrorKind.InDoubt => ErrorCategory.InvalidResult,
        FaxPlusErrorKind.FileRejected => ErrorCategory.InvalidData,
        _ => ErrorCategory.NotSpecified,
    };
}
