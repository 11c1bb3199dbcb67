using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// The part of a journal that is kept in memory. So that a run with many items needs little memory, the index contains only the key of each
/// item, its state, the number of attempts, the positions of its last events in the file and, if this run has sent the item, a digest.
/// </summary>
internal sealed class JournalIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Place> _places = [];
    private int _unrefused;

    /// <summary>The last header, with the service and the account of the items; null if no header has been read.</summary>
    public JournalHeader? Header { get; private set; }

    /// <summary>
    /// Whether the service may have a fax of the journal, because not every send in the journal has failed. A failure is recorded only if
    /// it is proved that the service does not have the fax.
    /// </summary>
    public bool MayHaveSent => _unrefused > 0;

    /// <summary>The items, in the order in which they were begun.</summary>
    public IReadOnlyList<Place> Places => _places;

    public Place? Find(string key) => _numbers.TryGetValue(key, out int number) ? _places[number] : null;

    public void Add(JournalHeader header) => Header = header;

    /// <param name="line">The event.</param>
    /// <param name="at">The position of the line in the file.</param>
    /// <param name="contents">The digest of the contents that this run sends; null if this run has not sent the item.</param>
    public void Add(JournalLine line, long at, string? contents = null)
    {
        if (!_numbers.TryGetValue(line.Key!, out int number))
        {
            _numbers[line.Key!] = number = _places.Count;
            _places.Add(new Place { Key = line.Key!, Intent = at, FirstEnd = Place.None, End = Place.None, State = JournalState.InDoubt });
        }

        Place place = _places[number];
        place.Contents = contents ?? place.Contents;
        if (line.State == JournalState.Sending)
        {
            place.Intent = at;
            place.FirstEnd = place.End = Place.None;
            place.State = JournalState.InDoubt;
            place.Attempts++;
            _unrefused++;
        }
        else
        {
            if (line.State == JournalState.Failed && place.IsBegun) _unrefused--;
            // An item that was refused before its first attempt has no intent. In this case, the line of the refusal contains the fields of
            // an intent.
            if (line.To is not null) place.Intent = at;
            if (place.FirstEnd == Place.None) place.FirstEnd = at;
            place.End = at;
            place.State = line.State;
        }

        _places[number] = place;
    }

    /// <summary>The positions of the lines of an item in the file.</summary>
    internal struct Place
    {
        public const long None = -1;

        public string Key;
        public long Intent;
        public long FirstEnd;
        public long End;
        public int Attempts;
        public JournalState State;

        /// <summary>The digest of the contents; null if this run has not sent the item.</summary>
        public string? Contents;

        /// <summary>Whether the last attempt has begun, but has no recorded result.</summary>
        public readonly bool IsBegun => Attempts > 0 && End == None;

        /// <summary>The positions, in file order, of the lines that together describe the last attempt.</summary>
        public readonly IEnumerable<long> Lines => new[] { Intent, FirstEnd, End }.Where(at => at != None).Distinct().OrderBy(at => at);
    }
}
