using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FaxPlus.Client.Http;

/// <summary>
/// Classifies the exception of a request without a response, for example by whether the service may have received the request.
/// </summary>
internal static class HttpFailureClassifier
{
    /// <summary>Whether no connection was established, so that the request cannot have reached the service.</summary>
    public static bool IsBeforeSending(Exception exception)
    {
        // SocketsHttpHandler reports a connect timeout as an OperationCanceledException with an inner TimeoutException, whereas this client
        // reports an inactivity timeout as a TimeoutException.
        if (exception is OperationCanceledException { InnerException: TimeoutException }) return true;
#if NET8_0_OR_GREATER
        return exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        // .NET Framework reports a failure to connect as a WebException. Mono and .NET before version 8 report such a failure as a socket
        // or TLS exception, whereas the error of an established connection is inside an IOException.
        return exception is HttpRequestException
        {
            InnerException: SocketException or AuthenticationException or WebException
            {
                Status: WebExceptionStatus.NameResolutionFailure
                    or WebExceptionStatus.ConnectFailure or WebExceptionStatus.ProxyNameResolutionFailure
                    or WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure,
            },
        };
#endif
    }

    /// <summary>
    /// Whether a retry would fail in the same way, for example because the certificate is not trusted or a proxy refuses the connection.
    /// </summary>
    public static bool IsLasting(Exception exception) => exception is HttpRequestException request
#if NET8_0_OR_GREATER
        && (request.HttpRequestError == HttpRequestError.ProxyTunnelError || IsOfTls(request));
#else
        && IsOfTls(request);
#endif

    /// <summary>Whether a TLS connection was not established, for example because the certificate is not trusted.</summary>
    public static bool IsOfTls(Exception exception) => InnerOf<AuthenticationException>(exception) is not null
        || InnerOf<WebException>(exception) is { Status: WebExceptionStatus.TrustFailure };

    private static T? InnerOf<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T)) exception = exception.InnerException;
        return (T?)exception;
    }

    /// <summary>Whether the request failed because of the network or a timeout, rather than because of an error in this program.</summary>
    public static bool IsNetwork(Exception exception) =>
        (exception is HttpRequestException or IOException or SocketException or TimeoutException or WebException
            && !IsMissingPart(exception))
        || (exception is OperationCanceledException && IsBeforeSending(exception));

    /// <summary>Whether the exception means that a body cannot be decoded according to its declared encoding.</summary>
    public static bool IsBadEncoding(Exception exception) =>
        exception is InvalidDataException || exception.GetType() == typeof(InvalidOperationException);

    /// <summary>Whether the exception means that an assembly is missing or cannot be loaded.</summary>
    public static bool IsMissingPart(Exception exception) =>
        (exception is FileNotFoundException missing ? missing.FileName : (exception as FileLoadException)?.FileName)
            ?.Contains(", Version=") == true;

    /// <summary>
    /// Returns the message of the innermost exception, which is the cause, such as "Connection refused" or "Name or service not known".
    /// </summary>
    public static string Reason(Exception exception)
    {
        while (exception.InnerException is not null) exception = exception.InnerException;
        return AddressSecrets.Hide(exception.Message.TrimEnd('.', '\r', '\n'));
    }
}
