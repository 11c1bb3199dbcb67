using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>One OAuth sign-in with an authorization code (API reference 2.2). It is of use once.</summary>
public interface ISignIn : IDisposable
{
    /// <summary>The address to open in a browser.</summary>
    Uri LoginUri { get; }

    /// <summary>Whether the redirect comes back to this machine, so that it can be listened for.</summary>
    bool CanListen { get; }

    /// <summary>Begins to listen on the redirect address's port. To be called before the browser is opened.</summary>
    /// <exception cref="FaxPlusException">The port is taken (Conflict).</exception>
    void Listen();

    /// <summary>Waits for the browser to come back, shows it a page, and exchanges the code.</summary>
    /// <exception cref="FaxPlusException">Declined (Forbidden), wrong state (InvalidResponse), too late (Timeout), or the exchange failed.</exception>
    Task<OAuthGrant> WaitForRedirectAsync(TimeSpan timeout, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>Ends <see cref="WaitForRedirectAsync"/> with an error, unless the browser has come back already.</summary>
    void GiveUp(FaxPlusException reason);

    /// <summary>Exchanges a code that a person pasted, alone or in the whole redirect address, whose state is checked.</summary>
    Task<OAuthGrant> RedeemAsync(Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>The same for a sign-in that was begun elsewhere. Its state is known there alone and cannot be checked: the person must know whose code it is.</summary>
    Task<OAuthGrant> RedeemFromElsewhereAsync(Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken = default);
}
