using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// What is held in memory of a journal: of each item no more than its key, its state and where its last events are in the file,
/// so that a run does not grow with its rows.
/// </summary>
internal sealed class JournalIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Place> _places = [];
    private int _unrefused;

    /// <summary>What is known of the service and the account that have the items; null while there is no header.</summary>
    public JournalHeader? Header { get; private set; }

    /// <summary>
    /// Whether the service may have a fax of it: a send was begun and did not end in a failure, which is written only where the service
    /// provably does not have the fax.
    /// </summary>
    public bool MayHaveSent => _unrefused > 0;

    /// <summary>The items, in the order in which they were begun.</summary>
    public IReadOnlyList<Place> Places => _places;

    public Place? Find(string key) => _numbers.TryGetValue(key, out int number) ? _places[number] : null;

    public void Add(JournalHeader header) => Header = header;

    /// <param name="line">What has happened.</param>
    /// <param name="at">Where the line begins in the file.</param>
    /// <param name="contents">The digest of what this run sends with it.</param>
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
            // A refusal before anything was begun says itself what was to be sent.
            if (line.To is not null) place.Intent = at;
            if (place.FirstEnd == Place.None) place.FirstEnd = at;
            place.End = at;
            place.State = line.State;
        }

        _places[number] = place;
    }

    /// <summary>Where an item is in the file.</summary>
    internal struct Place
    {
        public const long None = -1;

        public string Key;
        public long Intent;
        public long FirstEnd;
        public long End;
        public int Attempts;
        public JournalState State;

        /// <summary>The digest of what was sent, if it was in this run.</summary>
        public string? Contents;

        /// <summary>Whether its last event is an intent.</summary>
        public readonly bool IsBegun => Attempts > 0 && End == None;

        /// <summary>The lines that tell all there is to know of its last attempt, in the order of the file.</summary>
        public readonly IEnumerable<long> Lines => new[] { Intent, FirstEnd, End }.Where(at => at != None).Distinct().OrderBy(at => at);
    }
}
