using System;
using System.Collections.Generic;
using System.Threading;
using FaxPlus.Client.Auth;
using FaxPlus.Client.IO;
using FaxPlus.Client.Numbers;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Reports;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Voipex;
using FaxPlus.Client.Webhooks;

namespace FaxPlus.Client;

/// <summary>Creates Fax.Plus clients. The PowerShell module loads this class by name.</summary>
public sealed class FaxPlusClientFactory : IFaxPlusClientFactory
{
    private static readonly Lazy<INumberParser> s_numbers = new(static () => new NumberParser());

    /// <inheritdoc />
    public INumberParser Numbers => s_numbers.Value;

    /// <inheritdoc />
    public IFaxPlusClient Create(FaxPlusClientOptions connection) => new FaxPlusClient(connection);

    /// <inheritdoc />
    public ISignIn BeginSignIn(OAuthApplication application) =>
        new SignIn(application ?? throw new ArgumentNullException(nameof(application)));

    /// <inheritdoc />
    public IVoipexClient CreateVoipex(VoipexConnection connection) =>
        new VoipexClient(connection ?? throw new ArgumentNullException(nameof(connection)));

    /// <inheritdoc />
    public IEnumerable<JournalItem> ReadJournal(string path, Secret? credential = null, CancellationToken cancellationToken = default)
    {
        StorageSecret.Check(credential, path);
        return JournalAddress.Is(path) ? TableJournalReader.Open(path, credential).Read(cancellationToken) : SendJournal.Read(path);
    }

    /// <inheritdoc />
    public JournalSummary SummarizeJournal(string path, Secret? credential = null, CancellationToken cancellationToken = default)
    {
        StorageSecret.Check(credential, path);
        return JournalAddress.Is(path)
            ? TableJournalReader.Open(path, credential).Summarize(cancellationToken)
            : SendJournal.Summarize(path);
    }

    /// <inheritdoc />
    public IFaxReport BeginReport(FaxReportOptions options) => new FaxReport(options ?? throw new ArgumentNullException(nameof(options)));

    /// <inheritdoc />
    public void CreateFolder(string path) => PrivateFile.CreateFolder(path);

    /// <inheritdoc />
    public IWebhookReader CreateWebhookReader(IReadOnlyList<Secret> secrets) =>
        new WebhookReader(secrets ?? throw new ArgumentNullException(nameof(secrets)));

    /// <inheritdoc />
    public IWebhookListener ListenForWebhooks(WebhookListenerOptions options, ICallObserver observer) =>
        new WebhookListener(
            options ?? throw new ArgumentNullException(nameof(options)), observer ?? throw new ArgumentNullException(nameof(observer)));
}
