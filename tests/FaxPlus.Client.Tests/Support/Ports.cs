using System;
using System.Net;
using System.Net.Sockets;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Ports for what must be told its port before it listens.</summary>
internal static class Ports
{
    private static readonly Random s_random = new();

    /// <summary>
    /// A port on which nothing listens. It is outside the ranges from which Linux (32768 and up), Windows and macOS (49152 and up)
    /// give ports to connections and to listeners on port 0, so that none of those takes it before it is used.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            int port;
            lock (s_random) port = s_random.Next(20000, 32000);
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port))) return port;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        var probe = new TcpListener(address, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // IPv6 is switched off.
            return true;
        }
        finally
        {
            probe.Stop();
        }
    }
}
