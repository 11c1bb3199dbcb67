using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>The state of the service. Hold <see cref="Gate"/> to read or change it.</summary>
internal sealed class ServiceState : IDisposable
{
    public const string DefaultNumber = "+16505550100";

    private readonly EmulatorOptions _options;

    public ServiceState(EmulatorOptions options, ServiceClock clock)
    {
        _options = options;
        Clock = clock;
        Reset();
    }

    public Lock Gate { get; } = new();

    public ServiceClock Clock { get; }

    public List<Account> Accounts { get; } = [];

    public List<PhoneNumber> Numbers { get; } = [];

    public List<Fax> Faxes { get; } = [];

    /// <summary>All faxes that have left the outbox, including those whose record was not kept or was deleted.</summary>
    public List<Fax> Sent { get; } = [];

    public List<OutboxItem> Outbox { get; } = [];

    public List<Hook> Hooks { get; } = [];

    public List<Contact> Contacts { get; } = [];

    public List<ContactGroup> ContactGroups { get; } = [];

    /// <summary>The invited addresses in the order of the invitations. An address that was invited twice is listed twice.</summary>
    public List<string> Invitations { get; } = [];

    public ShopStock Shop { get; private set; } = new(0);

    public AiAccount Ai { get; private set; } = new(0);

    public Account Admin => Accounts[0];

    public Account Member => Accounts[1];

    /// <summary>Restores the state that the emulator had at startup.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            foreach (var item in Outbox) item.Cancellation.Cancel();
            Clock.Reset();
            Outbox.Clear();
            Sent.Clear();
            Hooks.Clear();
            Contacts.Clear();
            ContactGroups.Clear();
            Invitations.Clear();
            Shop = new ShopStock(_options.Balance);
            Ai = new AiAccount(_options.AiCredits);
            Accounts.Clear();
            Accounts.AddRange(SeedData.Accounts(_options.Odd));
            Numbers.Clear();
            Numbers.AddRange((_options.Numbers.Count > 0 ? _options.Numbers : [DefaultNumber]).Select(n => new PhoneNumber(n, Admin.Uid)));
            Faxes.Clear();
            Faxes.AddRange(SeedData.Faxes(_options, Admin.Uid, Numbers[0].Number));
        }
    }

    /// <summary>Returns the account that <c>{user}</c> in a path specifies.</summary>
    public Account Person(Caller caller, string user)
    {
        if (user == "self" || user == caller.Account.Uid) return Accounts.First(a => a.Uid == caller.Account.Uid);
        if (!caller.Account.IsAdmin) throw ApiException.Forbidden("forbidden", "Only an administrator may act for another member.");
        return Accounts.Find(a => a.Uid == user) ?? throw ApiException.NotFound($"There is no account '{user}'.");
    }

    public Fax Fax(Account owner, string id) =>
        Faxes.Find(f => f.Id == id && f.OwnerId == owner.Uid && f.IsVisible) ?? throw ApiException.NotFound($"There is no fax '{id}'.");

    /// <summary>Finds the fax for a file request by its fax id or by the id of its sending session.</summary>
    public Fax FaxOfFile(Account owner, string id) =>
        Faxes.Find(f => f.SessionId == id && f.OwnerId == owner.Uid && f.IsVisible) ?? Fax(owner, id);

    public OutboxItem OutboxItem(Account owner, string id) =>
        Outbox.Find(i => i.Id == id && i.Uid == owner.Uid) ?? throw ApiException.NotFound($"There is no fax '{id}' in the outbox.");

    public PhoneNumber Number(Account user, string number) =>
        Numbers.Find(n => n.Number == number && (user.IsAdmin || n.AssignedTo.Contains(user.Uid)))
        ?? throw ApiException.NotFound($"There is no number '{number}'.");

    public void Dispose()
    {
        lock (Gate)
        {
            foreach (var item in Outbox) item.Cancellation.Cancel();
        }
    }
}
