using System;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The errors for rows of a journal with values that no worker has written.</summary>
internal static class DamagedRow
{
    public static FaxPlusException Header(string key, string column, Exception? cause = null) => Of(
        key,
        column,
        "The service and the account of the run are not known, so no fax is sent. If they are those of this sign-in, delete the row; "
            + "the next run writes it again. Otherwise, use another journal.",
        cause);

    public static FaxPlusException Item(string key, string column, Exception? cause = null) => Of(
        key,
        column,
        "The contents of the row are not known, so no fax is sent. Check in the outbox and in the sent faxes whether the fax of "
            + "that row was sent; then repair or delete the row.",
        cause);

    public static FaxPlusException Worker(string key, string column) => Of(
        key,
        column,
        "Stop the worker of this row, or wait until three minutes have passed since the timestamp of the row. Then delete the row.");

    private static FaxPlusException Of(string key, string column, string advice, Exception? cause = null) =>
        new(
            FaxPlusErrorKind.FileRejected,
            $"The row {key} of the journal's table is damaged: the value of the column {column} is not valid.",
            cause)
        {
            RecommendedAction = advice,
            IsFatal = true,
        };
}
