using System;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Compares addresses. Differences that the service may normalize are ignored, such as the case of the host, a default port and an empty
/// path.
/// </summary>
internal static class WebhookTarget
{
    public static bool AreSame(string? left, string? right) => string.Equals(Canonical(left), Canonical(right), StringComparison.Ordinal);

    public static string Canonical(string? target) =>
        Uri.TryCreate(target, UriKind.Absolute, out Uri? address) ? address.AbsoluteUri : target?.Trim() ?? "";
}
