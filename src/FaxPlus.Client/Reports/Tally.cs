using System;

namespace FaxPlus.Client.Reports;

/// <summary>Totals of faxes.</summary>
internal sealed class Tally
{
    private readonly int[] _outcomes = new int[4];

    public int Faxes { get; private set; }

    public int Ended => Faxes - this[FaxOutcome.Open];

    public long Pages { get; private set; }

    /// <summary>The number of faxes whose page count is known.</summary>
    public int WithPages { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>The number of faxes whose cost is known.</summary>
    public int WithCost { get; private set; }

    public int this[FaxOutcome outcome] => _outcomes[(int)outcome];

    /// <summary>
    /// The percentage of finished faxes that were transmitted completely, with one decimal. The value is 100 only if all finished faxes
    /// were transmitted completely, and 0 only if none was. Null if no fax is finished.
    /// </summary>
    public decimal? Rate => Ended == 0 ? null : Percent(this[FaxOutcome.Whole], Ended);

    public void Add(Fax fax, FaxOutcome outcome)
    {
        Faxes++;
        _outcomes[(int)outcome]++;
        Pages += fax.Pages ?? 0;
        if (fax.Pages is not null) WithPages++;
        Cost += fax.Cost ?? 0;
        if (fax.Cost is not null) WithCost++;
    }

    /// <summary>Computes a percentage with one decimal. The result is 0 or 100 only if the exact percentage is 0 or 100.</summary>
    public static decimal Percent(int part, int all) =>
        part == 0 ? 0
        : part == all ? 100
        : Math.Min(99.9m, Math.Max(0.1m, Math.Round(100m * part / all, 1, MidpointRounding.AwayFromZero)));

    public void Add(Tally other)
    {
        Faxes += other.Faxes;
        for (int i = 0; i < _outcomes.Length; i++) _outcomes[i] += other._outcomes[i];
        Pages += other.Pages;
        WithPages += other.WithPages;
        Cost += other.Cost;
        WithCost += other.WithCost;
    }
}

/// <summary>Totals of sent and received faxes.</summary>
internal sealed class Traffic
{
    public Tally Sent { get; } = new();

    public Tally Received { get; } = new();

    public int Faxes => Sent.Faxes + Received.Faxes;

    public decimal Cost => Sent.Cost + Received.Cost;

    public Tally this[bool isOutgoing] => isOutgoing ? Sent : Received;
}
