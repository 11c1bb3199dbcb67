using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FaxPlus.Client.Http;

/// <summary>What a request that got no answer tells about whether the service saw it.</summary>
internal static class HttpFailureClassifier
{
    /// <summary>Whether the request provably never reached the service: there was no connection.</summary>
    public static bool IsBeforeSending(Exception exception)
    {
        // SocketsHttpHandler reports its connect time-out like this; our own time-outs are TimeoutException.
        if (exception is OperationCanceledException { InnerException: TimeoutException }) return true;
#if NET8_0_OR_GREATER
        return exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        // .NET Framework says it with a WebException. Mono and the .NET before 8 keep what went wrong on the way to a connection as it is,
        // and put what broke one into an IOException.
        return exception is HttpRequestException
        {
            InnerException: SocketException or AuthenticationException or WebException
            {
                Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.ProxyNameResolutionFailure
                    or WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure,
            },
        };
#endif
    }

    /// <summary>Whether trying again is of no use: a certificate that is not trusted, or a proxy that wants to know who asks.</summary>
    public static bool IsLasting(Exception exception) => exception is HttpRequestException request
#if NET8_0_OR_GREATER
        && (request.HttpRequestError == HttpRequestError.ProxyTunnelError || InnerOf<AuthenticationException>(request) is not null);
#else
        && (InnerOf<AuthenticationException>(request) is not null || InnerOf<WebException>(request) is { Status: WebExceptionStatus.TrustFailure });
#endif

    private static T? InnerOf<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T)) exception = exception.InnerException;
        return (T?)exception;
    }

    /// <summary>Whether the way to the service failed, rather than the service or this program.</summary>
    public static bool IsNetwork(Exception exception) =>
        (exception is HttpRequestException or IOException or SocketException or TimeoutException or WebException && !IsMissingPart(exception))
        || (exception is OperationCanceledException && IsBeforeSending(exception));

    /// <summary>Whether a body is not what its Content-Encoding says.</summary>
    public static bool IsBadEncoding(Exception exception) => exception is InvalidDataException || exception.GetType() == typeof(InvalidOperationException);

    /// <summary>Whether an assembly of this program is missing or cannot be loaded.</summary>
    public static bool IsMissingPart(Exception exception) =>
        (exception is FileNotFoundException missing ? missing.FileName : (exception as FileLoadException)?.FileName)?.Contains(", Version=") == true;

    /// <summary>The innermost message, which names the cause: "Connection refused", "Name or service not known".</summary>
    public static string Reason(Exception exception)
    {
        while (exception.InnerException is not null) exception = exception.InnerException;
        return SecretMask.HideUserInfo(exception.Message.TrimEnd('.', '\r', '\n'));
    }
}
