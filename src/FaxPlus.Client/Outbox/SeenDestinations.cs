using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>The destinations of a send for which polls have found an outbox item or a record.</summary>
internal sealed class SeenDestinations(UnconfirmedSend send)
{
    private readonly string[] _to = [.. send.To.Distinct()];
    private readonly Dictionary<string, string?> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset? _submitted;

    public bool IsAny => _seen.Count > 0;

    public bool IsComplete => _seen.Count == _to.Length;

    /// <summary>Whether a record with the mark of the send was found.</summary>
    public bool HasMark { get; private set; }

    public void Add(IEnumerable<OutboxFax> outbox)
    {
        List<OutboxFax> ours = [.. outbox.Where(item => item.Tags.Contains(send.Tag)
            || (send.Mark is not null && item.CommentMark == send.Mark))];
        if (ours.Count == 0) return;
        _submitted ??= ours.Min(item => item.SubmitTime);
        foreach (string to in _to)
        {
            if (IdOf(ours, to) is string id) _seen[to] = id;
        }

        // A send with one destination has only one item, so the number of the item is not compared.
        if (_to.Length == 1) _seen[_to[0]] = ours[0].Id;
    }

    public void Add(IEnumerable<Fax> records)
    {
        if (send.Mark is null) return;
        List<Fax> ours = [.. records.Where(record => record.CommentMark == send.Mark)];
        HasMark |= ours.Count > 0;
        foreach (string to in _to)
        {
            if (!_seen.ContainsKey(to) && ours.Any(record => _to.Length == 1 || PhoneNumber.MayBeSame(record.To, to))) _seen[to] = null;
        }
    }

    public AcceptedSend ToAccepted(DateTimeOffset begun) =>
        new(_to.ToDictionary(to => to, to => _seen.TryGetValue(to, out string? id) ? id : null), _submitted ?? begun)
        {
            LeftOut = [.. _to.Where(to => !_seen.ContainsKey(to))],
        };

    /// <summary>Returns the item id of a destination. The service may return the number of the destination in another format.</summary>
    public static string? IdOf(IReadOnlyList<OutboxFax> items, string to) =>
        (items.FirstOrDefault(item => item.To.Any(other => PhoneNumber.AreSame(other, to)))
            ?? items.FirstOrDefault(item => item.To.Any(other => PhoneNumber.MayBeSame(other, to))))?.Id;
}
