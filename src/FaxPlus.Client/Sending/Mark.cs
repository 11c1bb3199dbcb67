using System;

namespace FaxPlus.Client.Sending;

/// <summary>The service has no idempotency key. A tag of its own is what tells a send from any other.</summary>
internal static class Mark
{
    public static string New() => "faxplus-" + Guid.NewGuid().ToString("N");

    /// <summary>All tags of a fax; its mark is the last.</summary>
    public static string[] TagsOf(SendRequest request, string? key, string mark) => key is null ? [.. request.Tags, mark] : [.. request.Tags, key, mark];
}
