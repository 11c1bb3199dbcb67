using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// A client of the Fax.Plus service. Every call returns its result or throws a <see cref="FaxPlusException"/>; a cancelled call throws an
/// <see cref="OperationCanceledException"/> and makes no further request. A client is thread-safe.
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

    /// <summary>Faxes in the outbox (API reference 3.5).</summary>
    IOutboxOperations Outbox { get; }

    /// <summary>Contacts and their groups (API reference 3.10).</summary>
    IContactOperations Contacts { get; }

    /// <summary>Webhooks (API reference 3.6).</summary>
    IWebhookOperations Webhooks { get; }

    /// <summary>The shop (API reference 3.7).</summary>
    IShopOperations Shop { get; }

    /// <summary>Fax AI (API reference 3.9).</summary>
    IAIOperations AI { get; }

    /// <summary>The scopes of the token (API reference 2.3).</summary>
    IScopeOperations Scopes { get; }

    /// <summary>Returns a client that uses the same connections and token, and reports the messages of its calls to the observer.</summary>
    IFaxPlusClient Observe(ICallObserver observer);

    /// <summary>Sends any request below the API's base address, with the client's token, retry rules and error handling.</summary>
    /// <returns>The response with its status, headers and body.</returns>
    Task<FaxPlusResponse> RequestAsync(FaxPlusRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Creates clients. The PowerShell module loads the implementation by name.</summary>
public interface IFaxPlusClientFactory
{
    /// <summary>The parser of telephone numbers. The number formats of the countries are loaded on first use.</summary>
    INumberParser Numbers { get; }

    /// <summary>Creates a client; no request is made.</summary>
    IFaxPlusClient Create(FaxPlusClientOptions connection);

    /// <summary>Begins an OAuth sign-in; no request is made.</summary>
    ISignIn BeginSignIn(OAuthApplication application);

    /// <summary>Creates a client of Voipex; no request is made.</summary>
    IVoipexClient CreateVoipex(VoipexConnection connection);

    /// <summary>
    /// Returns the items of a run's journal. Each item is read when it is enumerated. The items of a journal file are in the order in which
    /// the run began them.
    /// </summary>
    /// <param name="path">The path of a journal file, or the address of a run in a table. A run may be using the journal.</param>
    /// <param name="credential">The secret of the table's storage account; null to use the identity of the machine or user.</param>
    /// <param name="cancellationToken">Cancels the requests to a table.</param>
    /// <exception cref="FaxPlusException">The journal does not exist, or does not have the format of a journal.</exception>
    IEnumerable<JournalItem> ReadJournal(string path, Secret? credential = null, CancellationToken cancellationToken = default);

    /// <summary>Returns the progress of a run from its journal. The method reads a few rows of a table, or all lines of a file.</summary>
    /// <param name="path">The path of a journal file, or the address of a run in a table.</param>
    /// <param name="credential">The secret of the table's storage account; null to use the identity of the machine or user.</param>
    /// <param name="cancellationToken">Cancels the requests to a table.</param>
    /// <exception cref="FaxPlusException">The journal does not exist, or does not have the format of a journal.</exception>
    JournalSummary SummarizeJournal(string path, Secret? credential = null, CancellationToken cancellationToken = default);

    /// <summary>Begins a report on faxes; no request is made.</summary>
    /// <exception cref="FaxPlusException">The file already exists, the path is a folder, or the parent folder does not exist.</exception>
    IFaxReport BeginReport(FaxReportOptions options);

    /// <summary>
    /// Creates a folder that only its owner can access, because file names may contain personal data. On Windows, the folder inherits the
    /// permissions of its parent folder instead. An existing folder is not changed.
    /// </summary>
    void CreateFolder(string path);

    /// <summary>Creates a reader of webhook messages.</summary>
    /// <param name="secrets">
    /// The secrets. Each message must be signed with one of these secrets. Specify an empty list to read unsigned messages.
    /// </param>
    /// <exception cref="FaxPlusException">A secret is not valid.</exception>
    IWebhookReader CreateWebhookReader(IReadOnlyList<Secret> secrets);

    /// <summary>Begins to listen for webhook messages on this machine.</summary>
    /// <exception cref="FaxPlusException">A secret is not valid, or the listener cannot use the port.</exception>
    IWebhookListener ListenForWebhooks(WebhookListenerOptions options, ICallObserver observer);
}
