using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace FaxPlus.Client.Contacts;

/// <summary>Caches the contacts of each user for a minute, so that many searches need only one list request.</summary>
internal sealed class ContactCache(TimeProvider time)
{
    private static readonly TimeSpan s_keepContacts = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly Dictionary<string, (List<Contact> Contacts, long ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>Finds a contact of a user. If the contacts are not cached, they are read first.</summary>
    public async Task<Contact?> FindAsync(Predicate<Contact> isMeant, string userId, Func<Task<List<Contact>>> read)
    {
        List<Contact>? known = null;
        lock (_lock)
        {
            if (_known.TryGetValue(userId, out (List<Contact> Contacts, long ReadAt) kept)
                && time.GetElapsedTime(kept.ReadAt) <= s_keepContacts)
            {
                known = kept.Contacts;
            }
        }

        if (known is null)
        {
            known = await read().ConfigureAwait(false);
            lock (_lock) _known[userId] = (known, time.GetTimestamp());
        }

        lock (_lock) return known.Find(isMeant);
    }

    public void Add(Contact contact, string userId)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(userId, out (List<Contact> Contacts, long ReadAt) known)) known.Contacts.Add(contact);
        }
    }

    public void Forget(string userId)
    {
        lock (_lock) _known.Remove(userId);
    }
}
