using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Tests that measure the memory of this process, which no other test may use at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";
}
