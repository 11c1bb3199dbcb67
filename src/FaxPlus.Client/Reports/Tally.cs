using System;

namespace FaxPlus.Client.Reports;

/// <summary>Faxes counted together.</summary>
internal sealed class Tally
{
    private readonly int[] _outcomes = new int[4];

    public int Faxes { get; private set; }

    public int Ended => Faxes - this[FaxOutcome.Open];

    public long Pages { get; private set; }

    /// <summary>How many of the faxes say how many pages they have.</summary>
    public int WithPages { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>How many of the faxes say what they cost.</summary>
    public int WithCost { get; private set; }

    public int this[FaxOutcome outcome] => _outcomes[(int)outcome];

    /// <summary>Per cent of the faxes at their end that went through whole, with one decimal: 100 are all, 0 is none. Null where no fax is at its end.</summary>
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

    /// <summary>With one decimal; not rounded to 0 or 100 where it is neither.</summary>
    public static decimal Percent(int part, int all) => part == 0 ? 0 : part == all ? 100 : Math.Min(99.9m, Math.Max(0.1m, Math.Round(100m * part / all, 1, MidpointRounding.AwayFromZero)));

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

/// <summary>Sent and received faxes counted together.</summary>
internal sealed class Traffic
{
    public Tally Sent { get; } = new();

    public Tally Received { get; } = new();

    public int Faxes => Sent.Faxes + Received.Faxes;

    public decimal Cost => Sent.Cost + Received.Cost;

    public Tally this[bool isOutgoing] => isOutgoing ? Sent : Received;
}
