using System;
using System.Linq;
using FaxPlus.PowerShell.Cmdlets;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>Tests the recommendations that the cmdlets derive from the client's advice.</summary>
public class AdviceTests
{
    public static TheoryData<FaxPlusAdvice> All =>
        [.. Enum.GetValues<FaxPlusAdvice>().Except([FaxPlusAdvice.None, FaxPlusAdvice.SaveAnswer])];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_advice_has_a_command_or_parameter_which_is_added_once(FaxPlusAdvice advice)
    {
        var error = new FaxPlusException(FaxPlusErrorKind.NotFound, "It failed.") { RecommendedAction = "Look.", Advice = advice,
            AdviceValue = "APIK-1" };
        FaxPlusException once = Advice.Complete(error);
        Assert.Equal("Look.", error.RecommendedAction);
        Assert.Equal(once.RecommendedAction, Advice.Complete(once).RecommendedAction);
        Assert.Matches(@"^Look\. .*(\w-(FaxPlus|Voipex|Content|Csv)|-[A-Z]\w+).*\.$", once.RecommendedAction);
    }

    [Fact]
    public void Other_errors_keep_their_message()
    {
        var error = new FaxPlusException(FaxPlusErrorKind.NotFound, "It failed.") { RecommendedAction = "Look." };
        Assert.Equal("Look.", Advice.Complete(error).RecommendedAction);
    }
}
