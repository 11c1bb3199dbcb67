using System;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The errors of a worker that cannot renew its lease.</summary>
internal static class LeaseErrors
{
    /// <summary>The worker has lost its lease.</summary>
    /// <param name="found">Its row, as another worker has changed or deleted it.</param>
    /// <param name="length">The length of the lease.</param>
    public static FaxPlusException Lost(TableRow found, TimeSpan length)
    {
        string why = found.ETag is null
            ? "The row of this worker was deleted from the journal's table, so other workers may take over its faxes."
            : $"This worker did not renew its lease for more than {length.TotalMinutes:0.#} minutes, "
                + "and another worker has taken over its faxes.";
        return new FaxPlusException(FaxPlusErrorKind.Conflict, $"{why} This worker has sent nothing since then.")
        {
            RecommendedAction = "Start the same command again.",
            IsFatal = true,
        };
    }

    /// <summary>
    /// The table cannot be used. The text of the exception is not shown, since it may contain an address with a signature.
    /// </summary>
    public static FaxPlusException Unusable(Exception error) =>
        new(FaxPlusErrorKind.ServiceUnavailable, $"The table of the journal cannot be used ({error.GetType().Name}).")
        {
            RecommendedAction = "Check the network and the storage account, and run the same command again.",
            IsFatal = true,
        };
}
