using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>A random number generator that returns the same numbers for a seed on every runtime (SplitMix64).</summary>
internal sealed class Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Chance(double probability) => Fraction() < probability;

    public TimeSpan Upto(TimeSpan most) => TimeSpan.FromTicks((long)(most.Ticks * Fraction()));

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
