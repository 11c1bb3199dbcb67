using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>An event of an item. A worker reports the event to the other workers in its own row.</summary>
internal readonly struct ItemNews(ItemHash hash, JournalState state, ulong fingerprint)
{
    /// <summary>The size of an event in bytes.</summary>
    public const int Size = ItemHash.Size + 1 + sizeof(ulong);

    public ItemHash Hash => hash;

    public JournalState State => state;

    /// <summary>The fingerprint of the contents; 0 if the contents are not known.</summary>
    public ulong Fingerprint => fingerprint;

    public static byte[] Write(IReadOnlyList<ItemNews> news)
    {
        byte[] bytes = new byte[news.Count * Size];
        for (int i = 0; i < news.Count; i++)
        {
            news[i].Hash.Write(bytes, i * Size);
            bytes[(i * Size) + ItemHash.Size] = (byte)news[i].State;
            BitConverter.GetBytes(news[i].Fingerprint).CopyTo(bytes, (i * Size) + ItemHash.Size + 1);
        }

        return bytes;
    }

    /// <summary>Whether <see cref="Write"/> can have written the bytes.</summary>
    public static bool IsValid(byte[] bytes) => bytes.Length % Size == 0
        && Read(bytes).All(news => news.State is >= JournalState.Sending and <= JournalState.InDoubt);

    public static IEnumerable<ItemNews> Read(byte[] bytes) => Enumerable.Range(0, bytes.Length / Size)
        .Select(i => new ItemNews(
            ItemHash.Read(bytes, i * Size),
            (JournalState)bytes[(i * Size) + ItemHash.Size],
            BitConverter.ToUInt64(bytes, (i * Size) + ItemHash.Size + 1)));
}
