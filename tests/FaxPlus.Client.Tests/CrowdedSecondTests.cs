using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests many faxes in the same second, which paging by time cannot separate.</summary>
public class CrowdedSecondTests
{
    private static readonly DateTimeOffset s_second = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_49_50_or_51_in_different_categories_is_complete_without_a_warning(ListBounds bounds, ListOrder order)
    {
        foreach (int size in new[] { 49, 50, 51 })
        {
            await using Service service = await Service.StartAsync(bounds, order);
            await SurroundAsync(service);
            await service.ReceiveAsync(s_second, 30);
            await service.ReceiveAsync(s_second, size - 30, spam: true);

            await AssertCompleteAsync(service, new FaxQuery());

            Assert.Empty(service.Observer.Warnings);
        }
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_49_in_one_category_is_complete_without_a_warning(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await SurroundAsync(service);
        await service.ReceiveAsync(s_second, 49);

        await AssertCompleteAsync(service, new FaxQuery());

        Assert.Empty(service.Observer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_exactly_50_in_one_category_is_complete_with_a_warning(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await SurroundAsync(service);
        await service.ReceiveAsync(s_second, 50);

        await AssertCompleteAsync(service, new FaxQuery());

        // A page contains at most 50 faxes, so the client cannot determine whether the second has further faxes.
        Assert.Contains("any further faxes", Assert.Single(service.Observer.Warnings));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_51_in_one_category_hides_one_fax_and_the_warning_names_the_second(ListBounds bounds,
        ListOrder order)
    {
        foreach (string? category in new[] { null, "inbox" })
        {
            await using Service service = await Service.StartAsync(bounds, order);
            await SurroundAsync(service);
            await service.ReceiveAsync(s_second, 51);

            List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Category = category });

            Assert.Equal((await service.FaxIdsAsync()).Length - 1, faxes.Select(fax => fax.Id).Distinct().Count());
            Assert.Equal(50, faxes.Count(fax => fax.Time == s_second));
            Assert.Contains("2025-06-01 12:00:00", Assert.Single(service.Observer.Warnings));
        }
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_120_in_one_category_is_complete_without_a_warning_where_the_service_honours_offset(ListBounds bounds,
        ListOrder order)
    {
        foreach (string? category in new[] { null, "inbox" })
        {
            await using Service service =
                await Service.StartAsync(options => (options.Bounds, options.Order, options.HonorsOffset) = (bounds, order, true));
            await SurroundAsync(service);
            await service.ReceiveAsync(s_second, 120);

            List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Category = category });

            Assert.Equal((await service.FaxIdsAsync()).Length, faxes.Select(fax => fax.Id).Distinct().Count());
            Assert.Equal(120, faxes.Count(fax => fax.Time == s_second));
            Assert.Empty(service.Observer.Warnings);
        }
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_of_120_in_three_categories_is_complete_without_a_warning(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await service.SendAsync(service.Letter([.. Enumerable.Range(0, 40).Select(n => $"+4144555{1000 + n}")]));
        await service.UntilAsync(async () => (await service.StateAsync("outbox")).Length == 0);
        DateTimeOffset second = (await service.ReadAllAsync(new FaxQuery { First = 1 }))[0].Time!.Value;
        await service.ReceiveAsync(second, 40);
        await service.ReceiveAsync(second, 40, spam: true);
        for (int i = 1; i <= 60; i++)
        {
            await service.ReceiveAsync(second.AddSeconds(-i));
            await service.ReceiveAsync(second.AddSeconds(i));
        }

        await AssertCompleteAsync(service, new FaxQuery());

        Assert.Empty(service.Observer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_first_page_of_one_second_hides_no_fax(ListBounds bounds, ListOrder order)
    {
        foreach (int size in new[] { 50, 80 })
        {
            await using Service service = await Service.StartAsync(bounds, order);
            await service.ReceiveAsync(s_second, size / 2);
            await service.ReceiveAsync(s_second, size / 2, spam: true);
            int away = order == ListOrder.Newest ? -1 : 1;
            for (int i = 1; i <= 60; i++) await service.ReceiveAsync(s_second.AddSeconds(away * i));

            await AssertCompleteAsync(service, new FaxQuery());
        }
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Adjacent_crowded_seconds_do_not_hide_each_other(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        for (int i = 0; i < 4; i++)
        {
            await service.ReceiveAsync(s_second.AddSeconds(i), 45);
            await service.ReceiveAsync(s_second.AddSeconds(i), 45, spam: true);
        }

        await AssertCompleteAsync(service, new FaxQuery());

        Assert.Empty(service.Observer.Warnings);
    }

    /// <summary>Adds some faxes to each of the surrounding seconds.</summary>
    private static async Task SurroundAsync(Service service)
    {
        for (int i = 1; i <= 30; i++)
        {
            await service.ReceiveAsync(s_second.AddSeconds(-i), 2);
            await service.ReceiveAsync(s_second.AddSeconds(i), 2);
        }
    }

    private static async Task AssertCompleteAsync(Service service, FaxQuery query)
    {
        List<Fax> faxes = await service.ReadAllAsync(query);
        Assert.Equal((await service.FaxIdsAsync()).Order(), faxes.Select(fax => fax.Id).Order());
    }
}
