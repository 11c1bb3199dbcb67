using System;
using System.Globalization;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The first 128 bits of the SHA-256 of an item key. The row key of an item contains this hash instead of the item key, which may be too
/// long for a row key, or contain characters that are not allowed in row keys.
/// </summary>
internal readonly struct ItemHash(ulong high, ulong low) : IEquatable<ItemHash>
{
    public const int Size = 16;

    public static ItemHash Of(string key) => FromHex(Digest.Of(key));

    /// <summary>Returns the hash that 32 hexadecimal digits in lower case specify; null for any other text.</summary>
    public static ItemHash? TryFromHex(string text) =>
        text.Length == 2 * Size && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')) ? FromHex(text) : null;

    public static ItemHash FromHex(string text) => new(Part(text, 0), Part(text, Size));

    public static ItemHash Read(byte[] bytes, int at) => new(BitConverter.ToUInt64(bytes, at), BitConverter.ToUInt64(bytes, at + 8));

    public void Write(byte[] bytes, int at)
    {
        BitConverter.GetBytes(high).CopyTo(bytes, at);
        BitConverter.GetBytes(low).CopyTo(bytes, at + 8);
    }

    public ulong Low => low;

    /// <summary>A 64-bit fingerprint of the hash, which is never 0.</summary>
    public ulong Fingerprint => low == 0 ? 1 : low;

    /// <summary>Maps the hash to a number that is at least 0 and less than a limit. The result is the same for all workers.</summary>
    public int Below(int limit) => (int)(low % (ulong)limit);

    public string ToHex() => high.ToString("x16", CultureInfo.InvariantCulture) + low.ToString("x16", CultureInfo.InvariantCulture);

    public bool Equals(ItemHash other) => high == other.High && low == other.Low;

    public override bool Equals(object? obj) => obj is ItemHash other && Equals(other);

    public override int GetHashCode() => low.GetHashCode();

    private ulong High => high;

    private static ulong Part(string text, int at) =>
        ulong.Parse(text.Substring(at, Size), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
