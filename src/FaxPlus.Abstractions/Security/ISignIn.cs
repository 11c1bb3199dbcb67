using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>An OAuth sign-in with an authorization code (API reference 2.2). Each instance can be used once.</summary>
public interface ISignIn : IDisposable
{
    /// <summary>The address to open in a browser.</summary>
    Uri LoginUri { get; }

    /// <summary>Whether the redirect URI is an http address of this machine, so that a listener can receive the redirect.</summary>
    bool CanListen { get; }

    /// <summary>Begins to listen on the port of the redirect URI. Call this method before you open the browser.</summary>
    /// <exception cref="FaxPlusException">The port is in use (Conflict).</exception>
    void Listen();

    /// <summary>Waits for the browser's redirect, responds with a page, and exchanges the code for tokens.</summary>
    /// <exception cref="FaxPlusException">
    /// Forbidden: the user declined. InvalidResponse: the redirect contains no code, or the token response is invalid. Timeout: no redirect
    /// was received in time. Other kinds: the exchange failed.
    /// </exception>
    Task<OAuthGrant> WaitForRedirectAsync(TimeSpan timeout, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>Ends <see cref="WaitForRedirectAsync"/> with an error, unless the redirect was already received.</summary>
    void GiveUp(FaxPlusException reason);

    /// <summary>
    /// Exchanges a code that a user pasted. If the user pasted the complete address of the redirect, the client checks the <c>state</c>
    /// parameter.
    /// </summary>
    Task<OAuthGrant> RedeemAsync(Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Exchanges a code of a sign-in that was begun elsewhere, such as on another machine. The client cannot check the <c>state</c>
    /// parameter of that sign-in, so the user must make sure that the code belongs to that sign-in.
    /// </summary>
    Task<OAuthGrant> RedeemFromElsewhereAsync(
        Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);
}
