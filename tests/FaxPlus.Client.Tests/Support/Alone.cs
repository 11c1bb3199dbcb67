using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Tests that measure the memory of this process, so no other test may run at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";
}
