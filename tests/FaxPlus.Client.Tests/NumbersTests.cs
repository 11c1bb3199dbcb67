using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests numbers and their assignment to members.</summary>
public class NumbersTests
{
    [Fact]
    public async Task A_number_is_found_in_any_spelling_and_its_plus_is_encoded()
    {
        await using Service service = await Service.StartAsync();

        FaxNumber number = await service.Client.Numbers.GetAsync("+1 (650) 555-0100", cancellationToken: service.TimeLimit);

        Assert.Equal(Service.Own, number.Number);
        Assert.Equal("active", number.Status);
        Assert.EndsWith("/numbers/%2B16505550100", Assert.Single(await service.RequestsAsync("GET")).Path);
    }

    [Fact]
    public async Task Granting_adds_a_member_and_keeps_the_other_assignments()
    {
        await using Service service = await Service.StartAsync();
        string[] before = (await service.Client.Numbers.GetAsync(Service.Own, cancellationToken: service.TimeLimit)).AssignedTo;
        string uid = await MemberAsync(service);

        await service.Client.Numbers.AssignAsync(Service.Own, uid, service.TimeLimit);

        FaxNumber after = await service.Client.Numbers.GetAsync(Service.Own, cancellationToken: service.TimeLimit);
        Assert.Equal([.. before, uid], after.AssignedTo);
    }

    [Fact]
    public async Task Revoking_names_the_member_and_keeps_the_number_and_the_administrator()
    {
        await using Service service = await Service.StartAsync();
        string uid = await MemberAsync(service);
        string[] before = (await service.Client.Numbers.GetAsync(Service.Own, cancellationToken: service.TimeLimit)).AssignedTo;
        await service.Client.Numbers.AssignAsync(Service.Own, uid, service.TimeLimit);

        await service.Client.Numbers.RevokeAsync(Service.Own, uid, service.TimeLimit);

        Assert.Contains($"/accounts/{uid}/", Assert.Single(await service.RequestsAsync("DELETE")).Path);
        Assert.Equal(before, Assert.Single(await service.Client.Numbers.ListAsync(cancellationToken: service.TimeLimit)).AssignedTo);
    }

    [Fact]
    public async Task Revoking_succeeds_after_a_lost_response()
    {
        await using Service service = await Service.StartAsync();
        string uid = await MemberAsync(service);
        await service.Client.Numbers.AssignAsync(Service.Own, uid, service.TimeLimit);
        await service.FaultAsync("drop-after", "DELETE");

        await service.Client.Numbers.RevokeAsync(Service.Own, uid, service.TimeLimit);

        Assert.DoesNotContain(uid, (await service.Client.Numbers.GetAsync(Service.Own, cancellationToken: service.TimeLimit)).AssignedTo);
    }

    [Fact]
    public async Task The_error_for_revoking_an_unassigned_number_contains_advice()
    {
        await using Service service = await Service.StartAsync();
        string uid = await MemberAsync(service);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.NotFound, () =>
            service.Client.Numbers.RevokeAsync(Service.Own, uid, service.TimeLimit));
        Assert.Equal(FaxPlusAdvice.Numbers, error.Advice);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("..")]
    public async Task A_number_that_would_address_another_resource_makes_no_request(string number)
    {
        await using Service service = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.Client.Numbers.RevokeAsync(number, "self", service.TimeLimit));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task Notifications_and_unknown_fields_are_kept()
    {
        await using Stub stub = await Stub.AnsweringAsync("""
            {"numbers":[null,{"number":"+16505550100","assigned_to":null,
            "notifications":[{"type":"receive_fax","email":"a@b.example","push_notification":true}],"future":{"x":1}}]}
            """);

        FaxNumber number = Assert.Single(await stub.Client.Numbers.ListAsync(cancellationToken: stub.TimeLimit));

        Assert.Empty(number.AssignedTo);
        Assert.Equal("a@b.example", Assert.Single(number.Notifications).Email);
        Assert.Equal(["future"], number.OtherFields.Keys);
    }

    private static async Task<string> MemberAsync(Service service) =>
        await service.Client.Members.ResolveUserIdAsync("max@example.com", service.TimeLimit);
}
