using Xunit;

namespace FaxPlus.Client.Tests;

public class CoverPageFlagTests
{
    [Theory]
    [InlineData("urgent", "urgent")]
    [InlineData("URGENT", "urgent")]
    [InlineData("PleaseReply", "please_reply")]
    [InlineData("please reply", "please_reply")]
    [InlineData("Please-Reply", "please_reply")]
    [InlineData(" FOR_REVIEW ", "for_review")]
    [InlineData("ForReview", "for_review")]
    public void A_flag_is_recognized_in_any_spelling(string written, string word) => Assert.Equal(word, CoverPageFlag.Word(written));
}
