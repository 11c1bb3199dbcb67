namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>Creates the errors for a tracked fax whose result was not found.</summary>
internal static class TrackingErrors
{
    public static FaxPlusException Hidden(TrackedFax fax) =>
        new(
            FaxPlusErrorKind.InDoubt,
            $"The result of the fax {fax.Name} is not known: it has left the outbox, and the service does not show all faxes that were "
            + "sent in the same second.")
        {
            RecommendedAction = "Do not send the fax again because of this message alone: search for the fax in the dashboard. "
                + "If at most 49 faxes are sent per second, each fax can be tracked.",
            Advice = FaxPlusAdvice.SendSlower,
        };

    public static FaxPlusException Missing(TrackedFax fax) =>
        new(FaxPlusErrorKind.NotFound, $"The fax {fax.Name} is neither in the outbox nor among the sent faxes.")
        {
            RecommendedAction = fax.MayBeFaxId
                ? "Check the id. An outbox id is no longer valid after the fax has been sent; track the receipt of the send instead."
                : "The fax was cancelled or deleted, or the account does not keep its sent faxes (the setting save_history). "
                    + "Search the sent faxes.",
            Advice = fax.MayBeFaxId ? FaxPlusAdvice.FollowReceipt : FaxPlusAdvice.SentFaxes,
        };

    public static FaxPlusException TimedOut(TrackedFax fax, FaxPlusException? cause) =>
        new(
            FaxPlusErrorKind.Timeout,
            $"The fax {fax.Name} did not finish within the time limit; "
            + $"its status is {(fax.IsMissing ? null : fax.Status) ?? "not known"}.",
            cause)
        {
            RecommendedAction = fax.MayBeFaxId && fax.Status is null
                ? "The service has not shown a fax with this id. An outbox id is no longer valid after the fax has been sent; "
                    + "track the receipt of the send, or search the sent faxes."
                : fax.IsMissing
                    ? "The fax is neither in the outbox nor among the sent faxes: it was cancelled, or the service does not show it yet. "
                        + "Wait for the fax again: if it is still missing after one or two minutes, the error states the cause."
                : "The fax was not cancelled by the timeout. Wait for it again with a longer timeout, or cancel it.",
            Advice = fax.MayBeFaxId && fax.Status is null
                ? FaxPlusAdvice.FollowReceiptOrSentFaxes
                : fax.IsMissing ? FaxPlusAdvice.WaitAgain
                : FaxPlusAdvice.WaitLonger,
        };
}
