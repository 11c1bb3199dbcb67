using System;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>A journal where files cannot be locked, by a process of its own to which the framework gives no locks.</summary>
public class JournalWithoutLocksTests
{
    [Fact]
    public async Task It_is_refused_and_nothing_is_sent_since_two_runs_could_have_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync();
        using Child child = Child.BeginWithoutLocks("send", service.ApiUri.AbsoluteUri, service.Journal(), service.Files.File("letter.pdf"), "1");

        await child.LiveAsync("");

        Assert.Contains("cannot be locked", child.Said);
        Assert.Equal(0, await service.TakenAsync());
    }
}
