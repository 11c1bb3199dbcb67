using System;

namespace FaxPlus.Client.Reports;

/// <summary>Faxes counted together.</summary>
internal sealed class Tally
{
    private readonly int[] _outcomes = new int[4];

    public int Faxes { get; private set; }

    public int Ended => Faxes - this[Outcome.Open];

    public long Pages { get; private set; }

    /// <summary>How many of the faxes say how many pages they have.</summary>
    public int WithPages { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>How many of the faxes say what they cost.</summary>
    public int WithCost { get; private set; }

    public int this[Outcome outcome] => _outcomes[(int)outcome];

    /// <summary>Per cent of the faxes at their end that went through whole, with one decimal and never rounded up; null where none is at its end.</summary>
    public decimal? Rate => Ended == 0 ? null : Math.Floor(1000m * this[Outcome.Whole] / Ended) / 10;

    public void Add(Fax fax, Outcome outcome)
    {
        Faxes++;
        _outcomes[(int)outcome]++;
        Pages += fax.Pages ?? 0;
        if (fax.Pages is not null) WithPages++;
        Cost += fax.Cost ?? 0;
        if (fax.Cost is not null) WithCost++;
    }

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
