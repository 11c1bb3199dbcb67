using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
#if NET
#endif

namespace FaxPlus.Client.Http;

/// <summary>
/// The proxy of the machine. It is not used for loopback addresses or for hosts that <c>NO_PROXY</c> excludes. <c>NO_PROXY</c> may contain
/// <c>*</c> (all hosts), domains (including their subdomains), IP addresses, and networks such as <c>10.0.0.0/8</c>.
/// </summary>
internal sealed class ServiceProxy : IWebProxy
{
    private static readonly char[] s_separators = [',', ';', ' '];

    public ICredentials? Credentials
    {
        get => Machine?.Credentials;
        set
        {
            if (Machine is IWebProxy machine) machine.Credentials = value;
        }
    }

    private static IWebProxy? Machine =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif

    private static string? Exceptions => Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");

    public Uri? GetProxy(Uri destination) => IsDirect(destination, Exceptions) ? null : Machine?.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsDirect(host, Exceptions) || Machine?.IsBypassed(host) != false;

    /// <summary>Whether the host is a loopback address, or is excluded from the proxy by <c>NO_PROXY</c>.</summary>
    internal static bool IsDirect(Uri destination, string? exceptions) =>
        destination.IsLoopback
        || exceptions?.Split(s_separators, StringSplitOptions.RemoveEmptyEntries).Any(entry => IsOf(destination, entry.Trim())) == true;

    private static bool IsOf(Uri destination, string entry)
    {
        if (entry == "*") return true;
        string host = destination.DnsSafeHost;
        // An entry may end with a port, as in domain:port or [address]:port. An IPv6 address without brackets has no port.
        if (Uri.TryCreate("http://" + entry, UriKind.Absolute, out Uri? withPort)
            && !withPort.IsDefaultPort
            && entry.EndsWith($":{withPort.Port}", StringComparison.Ordinal)
            && (entry[0] == '[' || !IPAddress.TryParse(entry, out _)))
        {
            if (withPort.Port != destination.Port) return false;
            entry = withPort.DnsSafeHost;
        }

        if (IPAddress.TryParse(host, out IPAddress? address)) return IsWithin(address, entry.Trim('[', ']'));
        string domain = entry.TrimStart('*').Trim('.');
        return domain.Length > 0
            && (host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsWithin(IPAddress address, string entry)
    {
        string[] parts = entry.Split('/');
        if (!IPAddress.TryParse(parts[0], out IPAddress? network)) return false;
        if (address.IsIPv4MappedToIPv6 && network.AddressFamily == AddressFamily.InterNetwork) address = address.MapToIPv4();
        byte[] left = address.GetAddressBytes(), right = network.GetAddressBytes();
        if (left.Length != right.Length) return false;
        int bits = left.Length * 8;
        if (parts.Length > 1 && !(int.TryParse(parts[1], out bits) && bits >= 0 && bits <= left.Length * 8)) return false;
        return Enumerable.Range(0, bits).All(bit => ((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }
}
