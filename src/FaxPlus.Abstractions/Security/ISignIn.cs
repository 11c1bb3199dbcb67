using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>An OAuth sign-in with an authorization code (API reference 2.2). It can be used once.</summary>
public interface ISignIn : IDisposable
{
    /// <summary>The address to open in a browser.</summary>
    Uri LoginUri { get; }

    /// <summary>Whether the redirect address is on this machine, so that a listener can receive the redirect.</summary>
    bool CanListen { get; }

    /// <summary>Begins to listen on the redirect address's port. Call it before the browser is opened.</summary>
    /// <exception cref="FaxPlusException">The port is in use (Conflict).</exception>
    void Listen();

    /// <summary>Waits for the redirect of the browser, shows a page, and exchanges the code.</summary>
    /// <exception cref="FaxPlusException">
    /// Forbidden: the user declined. InvalidResponse: the state is wrong. Timeout: no redirect was received in time. Other kinds: the
    /// exchange failed.
    /// </exception>
    Task<OAuthGrant> WaitForRedirectAsync(TimeSpan timeout, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>Ends <see cref="WaitForRedirectAsync"/> with an error, unless the redirect was received already.</summary>
    void GiveUp(FaxPlusException reason);

    /// <summary>Exchanges a code that a user pasted, alone or as part of the redirect address, whose state is checked.</summary>
    Task<OAuthGrant> RedeemAsync(Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Exchanges a code of a sign-in that was begun elsewhere, such as on another machine. Its state is not known here and cannot be
    /// checked: the user must make sure that the code comes from that sign-in.
    /// </summary>
    Task<OAuthGrant> RedeemFromElsewhereAsync(
        Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);
}
