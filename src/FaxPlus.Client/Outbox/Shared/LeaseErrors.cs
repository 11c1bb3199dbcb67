using System;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The errors of a worker that cannot renew its lease.</summary>
internal static class LeaseErrors
{
    /// <summary>Creates the error of a worker that has lost its lease.</summary>
    /// <param name="found">The worker's row as another worker has changed it; an empty row if it was deleted.</param>
    /// <param name="length">The duration of the lease.</param>
    public static FaxPlusException Lost(TableRow found, TimeSpan length)
    {
        string why = found.ETag is null
            ? "The row of this worker was deleted from the journal's table, so other workers may take over its faxes."
            : $"This worker did not renew its lease for more than {length.TotalMinutes:0.#} minutes, "
                + "and another worker has taken over its faxes.";
        return new FaxPlusException(FaxPlusErrorKind.Conflict, $"{why} Therefore, this worker sends no more faxes.")
        {
            RecommendedAction = "Run the same command again.",
            IsFatal = true,
        };
    }

    /// <summary>
    /// Creates the error for a table that cannot be used. The error does not contain the exception message, which may contain an address
    /// with a signature.
    /// </summary>
    public static FaxPlusException Unusable(Exception error) =>
        new(FaxPlusErrorKind.ServiceUnavailable, $"The journal's table cannot be used ({error.GetType().Name}).")
        {
            RecommendedAction = "Check the network and the storage account, and run the same command again.",
            IsFatal = true,
        };

    public static FaxPlusException RowDeleted(string key) =>
        new(FaxPlusErrorKind.Conflict, $"The row of the fax {key} was deleted from the journal's table during the run.")
        {
            RecommendedAction = "Check in the outbox and in the sent faxes whether the fax was sent.",
        };
}
