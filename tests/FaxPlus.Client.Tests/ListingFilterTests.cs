using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests filter words. A word that cannot match any fax causes an error, so that the client does not read the account
/// unnecessarily.</summary>
public class ListingFilterTests
{
    [Theory]
    [InlineData("in", "incoming")]
    [InlineData("OUT", "outgoing")]
    [InlineData("Incoming", "incoming")]
    [InlineData("outgoing", "outgoing")]
    public async Task A_direction_may_be_the_word_that_the_table_shows(string direction, string found)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 40);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Direction = direction });

        Assert.Equal(found, Assert.Single(faxes.Select(fax => fax.Direction).Distinct()));
    }

    [Theory]
    [InlineData("sideways", null)]
    [InlineData("outg", null)]
    [InlineData(null, "*busy")]
    [InlineData(null, "failed_*_busy")]
    public async Task A_word_that_matches_no_fax_is_an_error_before_any_request(string? direction, string? status)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 3);

        FaxPlusException error = await Failing.WithAsync(
            FaxPlusErrorKind.BadRequest, () =>
                service.ReadAllAsync(new FaxQuery { Direction = direction, Status = status is null ? [] : ["success", status] }));

        Assert.Contains($"'{direction ?? status}'", error.Message);
        Assert.Empty(await service.RequestsAsync());
    }

    [Theory]
    [InlineData("INBOX")]
    [InlineData("Sent")]
    public async Task A_category_is_recognized_in_either_case(string category)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 40);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Category = category });

        Assert.NotEmpty(faxes);
        Assert.All(faxes, fax => Assert.Equal(category == "Sent", fax.IsOutgoing));
    }

    [Theory]
    [InlineData("busy", true)]
    [InlineData("sucess*", true)]
    [InlineData("converting", false)]
    [InlineData("FAILED_FS*", false)]
    public async Task An_undocumented_status_that_matches_no_fax_causes_one_warning(string status, bool warned)
    {
        await using Service service = await Service.StartAsync();
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery { Status = ["success", status] });

        Assert.Empty(await reader.ReadAsync(service.TimeLimit));
        Assert.Empty(await reader.ReadAsync(service.TimeLimit));

        Assert.Equal(warned ? 1 : 0, service.Observer.Warnings.Count(warning => warning.Contains($"'{status}'")));
    }
}
