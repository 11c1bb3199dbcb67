using System;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests a journal on a file system without locks, in a separate process in which .NET file locking is disabled.</summary>
public class JournalWithoutLocksTests
{
    [Fact]
    public async Task Without_locks_a_journal_is_refused_and_no_fax_is_sent()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync();
        using Child child = Child.BeginWithoutLocks("send", service.ApiUri.AbsoluteUri, service.Journal(), service.Files.File("letter.pdf"),
            "1");

        await child.LiveAsync("");

        Assert.Contains("cannot be locked", child.Said);
        Assert.Equal(0, await service.AcceptedAsync());
    }
}
