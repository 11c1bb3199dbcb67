using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A cmdlet that can wait until faxes have a final status.</summary>
public abstract class FollowingCmdlet : SessionCmdlet
{
    /// <summary>Writes the record of each fax as soon as the fax has a final status.</summary>
    private protected void Follow(IReadOnlyCollection<object> faxes, string userId, TimeSpan timeout)
    {
        // A stopwatch is used because the system clock may be changed during the wait.
        var watch = Stopwatch.StartNew();
        IFaxFollower follower = Start(faxes, userId);
        int ended = 0;
        ShowWaiting(ended, faxes.Count);
        while (true)
        {
            IReadOnlyList<FollowedFax> news = Await(stop => follower.NextAsync(timeout - watch.Elapsed, stop));
            if (news.Count == 0) break;
            ended += news.Count;
            ShowWaiting(ended, faxes.Count);
            // The records precede the messages, because a message may end the command.
            foreach (FollowedFax item in news)
            {
                if (item.Fax is not null && EndFollowing(item.Source)) WriteObject(item.Fax);
            }

            foreach (FollowedFax item in news) Report(item);
        }
    }

    /// <summary>Called before the record of a fax is written.</summary>
    /// <returns>Whether to write the record; false if the receipt of the fax was written.</returns>
    private protected virtual bool EndFollowing(object fax) => true;

    private IFaxFollower Start(IEnumerable<object> faxes, string userId)
    {
        IFaxFollower follower = Client.Faxes.Follow();
        foreach (object fax in faxes)
        {
            switch (fax)
            {
                case SentFax sent:
                    follower.Add(sent);
                    break;
                case OutboxFax outbox:
                    follower.Add(outbox);
                    break;
                case Fax record:
                    follower.Add(record);
                    break;
                default:
                    follower.Add((string)fax, userId);
                    break;
            }
        }

        return follower;
    }

    private void Report(FollowedFax item)
    {
        if (item.Error is not null)
        {
            Fail(item.Error, item.Source);
            return;
        }

        Fax fax = item.Fax!;
        if (!FaxStatus.IsSuccess(fax.Status))
        {
            string hint = FaxStatus.IsWorthAnotherTry(fax.Status) ? " Sending the fax again later may succeed." : "";
            WriteWarning(string.Format(
                CultureInfo.CurrentCulture,
                "The fax to {0} was not sent, or was only partly sent: {1} ({2}).{3}",
                fax.To,
                FaxStatus.Describe(fax.Status),
                fax.Status,
                hint));
        }
    }

    private void ShowWaiting(int ended, int all) => WriteProgress(new ProgressRecord(1, "Waiting for faxes", $"{ended} of {all} finished")
    {
        PercentComplete = 100 * ended / all,
        RecordType = ended >= all ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}
