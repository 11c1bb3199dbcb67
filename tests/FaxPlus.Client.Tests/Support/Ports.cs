using System;
using System.Net;
using System.Net.Sockets;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Finds ports for servers that need their port before they listen.</summary>
internal static class Ports
{
    private static readonly Random s_random = new();

    /// <summary>
    /// Finds a port on which no program listens. The port is outside the dynamic ranges of Linux (from 32768) and of Windows and macOS
    /// (from 49152), so that no connection and no listener on port 0 gets the port before the test uses it.
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
            // IPv6 is disabled.
            return true;
        }
        finally
        {
            probe.Stop();
        }
    }
}
