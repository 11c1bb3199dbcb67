using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the memory that a run uses for the items in its journal.</summary>
public class JournalMemoryTests
{
    private const int Items = 2000;

    [Fact]
    public void An_item_occupies_at_most_its_key_and_250_bytes_in_the_index()
    {
        var index = new JournalIndex();
        List<WeakReference> parts = Fill(index, out long taken);

        Assert.InRange(taken / Items, 1, 250);
        GC.Collect();
        Assert.Equal(4 * Items, parts.Count);
        // The stack may still reference the parts of the last item.
        Assert.InRange(parts.Count(part => part.IsAlive), 0, 4);
        Assert.Equal(Items, index.Places.Count);
    }

    [Fact]
    public async Task A_completed_run_keeps_no_returned_receipts_in_memory()
    {
        await using Service service = await Service.StartAsync();
        SendRequest[] requests = [.. Enumerable.Range(0, 50).Select(i => service.Letter($"+4144{i:0000000}"))];
        for (int i = 0; i < requests.Length; i++) requests[i].Key = $"k{i}";
        await File.WriteAllLinesAsync(service.Journal(), ["""{"format":"FaxPlus.Journal","version":1,"service":"SERVICE"}"""
            .Replace("SERVICE", service.ApiUri.AbsoluteUri, StringComparison.Ordinal), .. requests.SelectMany(LinesOf)]);
        using IFaxSender run = service.Run();

        var receipts = new List<WeakReference>();
        foreach (SendRequest request in requests) await FindSentAsync(run, request, receipts);

        GC.Collect();
        // The stack may still reference the last receipts.
        Assert.InRange(receipts.Count(receipt => receipt.IsAlive), 0, 2);
        Assert.NotNull(await run.FindSentAsync(requests[0], service.TimeLimit));
    }

    private static string[] LinesOf(SendRequest request) =>
    [
        $$"""{"time":"2026-01-01T00:00:00Z","key":"{{request.Key}}","state":"sending","mark":"faxplus-m","to":"""
            + $$"""["{{request.To[0]}}"],"from":"+16505550100"}""",
        $$"""{"time":"2026-01-01T00:00:01Z","key":"{{request.Key}}","state":"sent","ids":["o1"]}""",
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FindSentAsync(IFaxSender run, SendRequest request, List<WeakReference> receipts)
    {
        SentFax receipt = Assert.Single((await run.FindSentAsync(request))!);
        Assert.Equal(request.To[0], receipt.To);
        receipts.Add(new WeakReference(receipt.To));
    }

    /// <param name="index">The index to fill.</param>
    /// <param name="taken">The bytes of all allocated tables, including those that were replaced by larger tables.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Fill(JournalIndex index, out long taken)
    {
        var parts = new List<WeakReference>();
        taken = 0;
        for (int i = 0; i < Items; i++)
        {
            var intent = new JournalLine { Key = $"k{i}", State = JournalState.Sending, Mark = "m", To = [$"+4144{i}"],
                Files = [$"{i}.pdf"] };
            var end = new JournalLine { Key = $"k{i}", State = JournalState.Failed, Message = $"Message {i}" };
            parts.AddRange(new object[] { intent, intent.To, end, end.Message }.Select(part => new WeakReference(part)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            index.Add(intent, i);
            index.Add(end, i + 1);
            taken += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return parts;
    }
}
