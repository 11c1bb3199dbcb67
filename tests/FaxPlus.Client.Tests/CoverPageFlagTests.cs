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
    public void A_flag_is_known_however_a_person_writes_it(string written, string word) => Assert.Equal(word, CoverPageFlag.Word(written));
}
