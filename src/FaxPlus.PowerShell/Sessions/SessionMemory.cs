using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>The values that a session has output, for completion at the prompt. The number of values of each kind is limited.</summary>
internal sealed class SessionMemory
{
    private readonly SeenItems _numbers = new();
    private readonly SeenItems _members = new();
    private readonly SeenItems _faxes = new();
    private readonly SeenItems _outbox = new();
    private readonly SeenItems _contacts = new();
    private readonly SeenItems _contactNames = new();
    private readonly SeenItems _contactNumbers = new();

    /// <summary>The account's own numbers.</summary>
    public IEnumerable<SeenItem> Numbers => _numbers.All.OrderBy(item => item.Text, StringComparer.Ordinal);

    public IEnumerable<SeenItem> Members => _members.All.OrderBy(item => item.Meaning, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SeenItem> Faxes => _faxes.All.OrderByDescending(item => item.Time);

    public IEnumerable<SeenItem> Outbox => _outbox.All.OrderByDescending(item => item.Time);

    public IEnumerable<SeenItem> Contacts => _contacts.All.OrderBy(item => item.Meaning, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SeenItem> ContactNames => _contactNames.All.OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SeenItem> ContactNumbers => _contactNumbers.All.OrderBy(item => item.Meaning, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds those values of an object that can be completed. Most objects have no such values.</summary>
    public void Add(object? item)
    {
        switch (item)
        {
            case Fax fax:
                string? other = fax.IsOutgoing ? fax.To : fax.From;
                _faxes.Add(fax.Id, Describe(fax.Time, fax.IsOutgoing ? "to" : "from", other, fax.Status), fax.Time);
                AddNumber(fax.IsOutgoing ? fax.From : fax.To);
                break;
            case OutboxFax fax:
                _outbox.Add(fax.Id, Describe(fax.SubmitTime, "to", string.Join(", ", fax.To), fax.Status), fax.SubmitTime);
                AddNumber(fax.From);
                break;
            case SentFax fax:
                _outbox.Add(fax.OutboxId, Describe(fax.SubmitTime, "to", fax.To, fax.Status), fax.SubmitTime);
                AddNumber(fax.From);
                break;
            case FaxNumber number:
                _numbers.Add(number.Number, number.Status);
                break;
            case Contact contact:
                _contacts.Add(contact.Id, contact.ToString());
                _contactNames.Add(contact.Name, contact.FaxNumber);
                _contactNumbers.Add(contact.FaxNumber, contact.Name);
                break;
            case Member member:
                _members.Add(member.Uid, member.Email);
                break;
            case Account account:
                _members.Add(account.Uid, account.Email);
                break;
        }
    }

    /// <summary>Adds the account's number from a fax. A list of numbers, a missing number, and a uid are ignored.</summary>
    private void AddNumber(string? number)
    {
        if (number?.StartsWith("+", StringComparison.Ordinal) == true && number.IndexOf(',') < 0) _numbers.Add(number, null);
    }

    private static string Describe(DateTimeOffset? time, string way, string? number, string? status) =>
        string.Join(
            "  ",
            new[]
            {
                time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                number is null ? null : $"{way} {number}",
                status
            }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>A value that can be completed.</summary>
internal sealed class SeenItem(string text, string? meaning, DateTimeOffset? time)
{
    public string Text { get; } = text;

    /// <summary>The tooltip, which is never empty, because PowerShell does not accept an empty tooltip.</summary>
    public string Meaning { get; } = string.IsNullOrEmpty(meaning) ? text : meaning!;

    public DateTimeOffset? Time { get; } = time;
}

/// <summary>The most recent items of one kind. This class is thread-safe.</summary>
internal sealed class SeenItems
{
    public const int MaxCount = 500;

    private readonly Dictionary<string, LinkedListNode<SeenItem>> _byText = new(StringComparer.Ordinal);
    private readonly LinkedList<SeenItem> _inOrder = [];

    public SeenItem[] All
    {
        get
        {
            lock (_byText) return [.. _inOrder];
        }
    }

    /// <summary>Adds an item as the newest item, and removes the oldest item if there are too many.</summary>
    public void Add(string? text, string? meaning, DateTimeOffset? time = null)
    {
        if (string.IsNullOrEmpty(text)) return;
        lock (_byText)
        {
            if (_byText.TryGetValue(text!, out LinkedListNode<SeenItem>? known))
            {
                meaning ??= known.Value.Meaning;
                _inOrder.Remove(known);
            }

            _byText[text!] = _inOrder.AddLast(new SeenItem(text!, meaning, time));
            if (_inOrder.Count <= MaxCount) return;
            _byText.Remove(_inOrder.First!.Value.Text);
            _inOrder.RemoveFirst();
        }
    }
}
