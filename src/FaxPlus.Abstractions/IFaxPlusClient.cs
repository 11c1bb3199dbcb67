using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// The Fax.Plus service. Every call ends with its answer or with a <see cref="FaxPlusException"/>; a cancelled
/// token ends it with <see cref="OperationCanceledException"/>, and no further request is made.
/// A client may be used from several threads at a time.
/// </summary>
public interface IFaxPlusClient : IDisposable
{
    /// <summary>Accounts (API reference 3.1).</summary>
    IAccountOperations Accounts { get; }

    /// <summary>Members and invitations (API reference 3.1).</summary>
    IMemberOperations Members { get; }

    /// <summary>Numbers (API reference 3.2).</summary>
    INumberOperations Numbers { get; }

    /// <summary>Faxes that were sent or received (API reference 3.3).</summary>
    IFaxOperations Faxes { get; }

    /// <summary>Uploads and downloads (API reference 3.4).</summary>
    IFileOperations Files { get; }

    /// <summary>Faxes that are to be sent (API reference 3.5).</summary>
    IOutboxOperations Outbox { get; }

    /// <summary>Contacts and their groups (API reference 3.10).</summary>
    IContactOperations Contacts { get; }

    /// <summary>Webhooks (API reference 3.6).</summary>
    IWebhookOperations Webhooks { get; }

    /// <summary>The shop (API reference 3.7).</summary>
    IShopOperations Shop { get; }

    /// <summary>Fax AI (API reference 3.9).</summary>
    IAIOperations AI { get; }

    /// <summary>What the token may do (API reference 2.3).</summary>
    IScopeOperations Scopes { get; }

    /// <summary>The same client, whose calls tell this observer what they do.</summary>
    IFaxPlusClient Observe(ICallObserver observer);

    /// <summary>Any request below the API's base address, with the client's token, retries and errors.</summary>
    /// <returns>The response with its status, headers and body.</returns>
    Task<FaxPlusResponse> RequestAsync(FaxPlusRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Makes clients. It is the one type that the module looks up by name in the client's assembly.</summary>
public interface IFaxPlusClientFactory
{
    /// <summary>Makes a client; no request is made.</summary>
    IFaxPlusClient Create(FaxPlusClientOptions connection);

    /// <summary>Begins an OAuth sign-in; no request is made.</summary>
    ISignIn BeginSignIn(OAuthApplication application);

    /// <summary>Makes a client of Voipex; no request is made.</summary>
    IVoipexClient CreateVoipex(VoipexConnection connection);

    /// <summary>What the journal of a run of sends says, an object an item, in the order in which they were begun. Each is read when it is its turn.</summary>
    /// <param name="path">The journal. A run that is going on is not disturbed.</param>
    /// <exception cref="FaxPlusException">There is no such file, or it is no journal.</exception>
    IEnumerable<JournalItem> ReadJournal(string path);

    /// <summary>Begins a report on faxes. No request is made.</summary>
    /// <exception cref="FaxPlusException">The file is there already, is a folder, or its folder does not exist.</exception>
    IFaxReport BeginReport(FaxReportOptions options);

    /// <summary>Creates a folder for its owner alone, since the names of files tell who sent what; one that is there stays as it is.</summary>
    void CreateFolder(string path);

    /// <summary>Makes a reader of what webhooks are told.</summary>
    /// <param name="secrets">The secrets of which any one must have signed; empty to read unsigned messages.</param>
    /// <exception cref="FaxPlusException">A secret cannot be one.</exception>
    IWebhookReader CreateWebhookReader(IReadOnlyList<Secret> secrets);

    /// <summary>Begins to listen for what webhooks are told, on this machine.</summary>
    /// <exception cref="FaxPlusException">A secret cannot be one, or the port cannot be listened on.</exception>
    IWebhookListener ListenForWebhooks(WebhookListenerOptions options, ICallObserver observer);
}
