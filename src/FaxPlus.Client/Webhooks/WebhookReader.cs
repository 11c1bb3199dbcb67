using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Webhooks;

/// <summary>Parses webhook messages (API reference 3.6). The reader checks the signature before it parses the body.</summary>
internal sealed class WebhookReader(IReadOnlyList<Secret> secrets, Func<DateTimeOffset> now) : IWebhookReader
{
    /// <summary>The maximum size of a body in bytes. A usual body has about 1 KiB.</summary>
    public const int MaxBody = 1024 * 1024;

    // The maximum number of stored message ids. It is limited, because a listener may run for months.
    private const int MostRemembered = 100_000;

    private readonly WebhookSignature _signature = new(secrets, now);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public WebhookReader(IReadOnlyList<Secret> secrets)
        : this(secrets, () => DateTimeOffset.UtcNow)
    {
    }

    public WebhookMessage Open(string text) =>
        (text.Length <= MaxBody ? AutomationWebhook.Read(text) : null) ?? new WebhookMessage(Encoding.UTF8.GetBytes(text), []);

    public WebhookEvent Read(WebhookMessage message)
    {
        if (message.Body.Length > MaxBody)
        {
            throw Unreadable($"it has {message.Body.Length} bytes, more than the maximum of {MaxBody} bytes", null);
        }

        if (message.IsRebuilt && !_signature.IsOff)
        {
            throw Unreadable(
                "its body was changed: it was converted to an object, or lost its quotation marks, as in a PowerShell 7 runbook, "
                + "so its signature cannot be checked",
                null,
                AutomationWebhook.BodyAdvice,
                FaxPlusAdvice.AutomationWebhook);
        }

        string? id = _signature.IsOff ? null : _signature.Demand(message.Body, message.Headers);
        WebhookEvent read = Parse(message.Body);
        if (id is not null) Remember(id);
        return read;
    }

    public void Compare(WebhookEvent message, Fax fax)
    {
        bool arePagesFinal = message.Event != "fax_page_received";
        string? differing =
            Differ(message.FaxId, fax.Id) && (string.IsNullOrEmpty(message.HookId) || Differ(message.HookId, fax.Id)) ? "id"
            : Differ(message.Uid, fax.OwnerId) ? "owner"
            : Differ(message.From, PhoneNumber.Normalize(fax.From)) ? "sender"
            : Differ(message.To, PhoneNumber.Normalize(fax.To)) ? "receiver"
            : message.Event == "fax_sent" && fax.Direction is not null && !fax.IsOutgoing ? "direction"
            : message.Event == "fax_received" && fax.IsOutgoing ? "direction"
            : arePagesFinal && message.Pages is int pages && fax.Pages is int all && pages != all ? "number of pages"
            : FaxStatus.IsFinished(message.Status) && arePagesFinal && Differ(message.Status, fax.Status) ? "status"
            : null;
        if (differing is not null)
        {
            throw WebhookSignature.Refused(
                $"its {differing} differs from that of the fax {fax.Id} in the account",
                "Another sender may have sent the message. Read the fax from the account.",
                FaxPlusAdvice.ReadFax);
        }

        TakeOver(message, fax, arePagesFinal);
    }

    /// <summary>
    /// Replaces fields of the message with the corresponding fields of the fax in the account, even if these are null. The fax id is kept
    /// if the fax has no id. In a fax_page_received message, the number of pages is kept unless it exceeds the number in the account. All
    /// other fields are kept if the signature was checked. Without this check, only the event, the event time and the target are kept.
    /// </summary>
    private void TakeOver(WebhookEvent message, Fax fax, bool arePagesFinal)
    {
        if (_signature.IsOff)
        {
            message.HookId = null;
            message.IsRetry = false;
            message.OtherFields = [];
        }

        message.FaxId = fax.Id ?? message.FaxId;
        message.Uid = fax.OwnerId;
        message.From = fax.From is null ? null : PhoneNumber.Normalize(fax.From);
        message.To = fax.To is null ? null : PhoneNumber.Normalize(fax.To);
        if (arePagesFinal || !(message.Pages <= fax.Pages)) message.Pages = fax.Pages;
        message.StartTime = fax.StartTime;
        message.File = fax.File;
        message.FileName = fax.FileName;
        message.Status = fax.Status;
        message.Cost = fax.Cost;
    }

    private static bool Differ(string? left, string? right) =>
        !string.IsNullOrEmpty(left) && !string.IsNullOrEmpty(right) && !string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>
    /// Finds a name that occurs twice in the body or in one of its direct member objects, ignoring case. Returns null if no name occurs
    /// twice.
    /// </summary>
    private static string? Doubled(byte[] bytes)
    {
        using var document = JsonDocument.Parse(
            JsonBytes.Clean(bytes), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        JsonElement[] objects =
        [
            document.RootElement,
            .. document.RootElement.EnumerateObject().Select(item => item.Value).Where(value => value.ValueKind == JsonValueKind.Object),
        ];
        return objects
            .SelectMany(item => item.EnumerateObject().GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase))
            .FirstOrDefault(same => same.Skip(1).Any())?.Key;
    }

    private static WebhookEvent Parse(byte[] bytes)
    {
        if (bytes.Length == 0) throw Unreadable("it is empty", null);
        WebhookBody body;
        try
        {
            body = WireJson.Read<WebhookBody>(bytes) ?? throw new JsonException("The body is null.");
            if (Doubled(bytes) is { } name)
            {
                throw Unreadable(
                    $"the name '{PrintableText.Of(name)}' occurs twice in one object, so that its value is ambiguous",
                    null,
                    "Do not process the message. The service sends each name once, so the message may be forged.",
                    FaxPlusAdvice.None);
            }
        }
        catch (JsonException exception)
        {
            throw Unreadable("it is not JSON with the documented fields, or is incomplete", exception);
        }

        WebhookEvent read = body.Data ?? throw Unreadable("it contains no data", null);
        WebhookHook hook = body.Hook ?? throw Unreadable("it contains no description of the event", null);
        if (!IsWord(read.FaxId)) throw Unreadable("it contains no valid fax id", null);
        if (!IsWord(hook.Event)) throw Unreadable("it contains no valid event name", null);
        read.HookId = IsWord(hook.Id) ? hook.Id : null;
        read.IsRetry = read.HookId is not null && read.HookId != read.FaxId;
        read.Event = hook.Event;
        read.EventTime = hook.EventTime;
        read.Target = hook.Target;
        read.From = read.From is null ? null : PhoneNumber.Normalize(read.From);
        read.To = read.To is null ? null : PhoneNumber.Normalize(read.To);
        return read;
    }

    /// <summary>
    /// Whether a text can be an id or an event name. Because ids and event names are used in addresses and messages, only letters, digits,
    /// dashes and underscores are accepted, up to a maximum length.
    /// </summary>
    private static bool IsWord(string? text) =>
        text is { Length: > 0 and <= 128 }
        && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');

    private void Remember(string id)
    {
        lock (_taken)
        {
            if (!_taken.Add(id))
            {
                throw new FaxPlusException(FaxPlusErrorKind.Conflict, "The webhook message was refused: it has already been read.")
                {
                    RecommendedAction = "No action is needed: the service repeats a message that it considers lost, "
                        + "and an attacker may replay a message.",
                };
            }

            _oldestFirst.Enqueue(id);
            if (_oldestFirst.Count > MostRemembered) _taken.Remove(_oldestFirst.Dequeue());
        }
    }

    private const string Unchanged = "Pass the complete, unchanged body as one string.";

    private static FaxPlusException Unreadable(
        string why, Exception? cause, string action = Unchanged, FaxPlusAdvice advice = FaxPlusAdvice.WebhookBody) =>
        new(FaxPlusErrorKind.InvalidResponse, $"The webhook message cannot be read: {why}.", cause)
        {
            RecommendedAction = action,
            Advice = advice,
        };
}
