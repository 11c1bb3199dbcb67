using System.Collections.Generic;
using System.Linq;
using Xunit;
using static FaxPlus.FaxPlusOperations;

namespace FaxPlus.PowerShell.Tests;

/// <summary>Tests the operations of cmdlets, depending on their parameters.</summary>
public class ScopeCommandTests
{
    public static TheoryData<string, string[], FaxPlusOperation[]> Calls => new()
    {
        { "Send-FaxPlusFax", ["Path"], [SendFax, UploadFile, ListNumbers] },
        { "Send-FaxPlusFax", ["Path", "From"], [SendFax, UploadFile] },
        { "Send-FaxPlusFax", ["FaxId", "From"], [SendFax] },
        { "Send-FaxPlusFax", ["UploadedFile", "From", "Wait"], [SendFax, ListOutbox, ListFaxes, GetFax] },
        { "Set-FaxPlusFax", ["Comment"], [UpdateFax, GetFax] },
        { "Set-FaxPlusFax", ["Comment", "IsRead"], [UpdateFax] },
        { "Set-FaxPlusFax", ["Comment", "IsRead", "PassThru"], [UpdateFax, GetFax] },
        { "Set-FaxPlusOutbox", ["Comment"], [UpdateOutbox, GetOutbox] },
        { "Set-FaxPlusOutbox", ["Comment", "PassThru"], [UpdateOutbox, GetOutbox] },
        { "Save-FaxPlusFax", ["Path"], [DownloadFax] },
        { "Save-FaxPlusFax", ["Directory", "Report"], [DownloadReport, GetFax] },
        { "Get-FaxPlusFax", [], [ListFaxes] },
        { "Get-FaxPlusFax", ["FaxId"], [GetFax] },
        { "Get-FaxPlusOutbox", [], [ListOutbox] },
        { "Get-FaxPlusOutbox", ["OutboxId"], [GetOutbox] },
        { "New-FaxPlusCoverPage", ["Subject"], [] },
        { "Connect-FaxPlus", ["Pat"], [] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_makes_the_operations_that_its_parameters_require(string command, string[] parameters, FaxPlusOperation[] operations)
    {
        var call = new CommandCall(command);
        foreach (string parameter in parameters) call.Arguments[parameter] = CommandArgument.Constant("1");

        IReadOnlyList<OperationNeed> needs = FaxPlusCommands.OperationsOf(call);

        Assert.Equal(operations, needs.Select(need => need.Operation));
        Assert.All(needs, need => Assert.True(need.IsCertain));
    }

    [Fact]
    public void A_default_number_of_the_session_omits_the_list_of_numbers_and_an_empty_From_does_not()
    {
        var call = new CommandCall("Send-FaxPlusFax") { SessionHasSender = true };
        Assert.DoesNotContain(FaxPlusCommands.OperationsOf(call), need => need.Operation == ListNumbers);

        call.SessionHasSender = false;
        call.Arguments["From"] = CommandArgument.Constant(" ");
        Assert.Contains(FaxPlusCommands.OperationsOf(call), need => need.Operation == ListNumbers);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("{…}{…}", true)]
    [InlineData(" {…} ", true)]
    [InlineData("+1{…}", false)]
    public void A_From_that_may_be_empty_does_not_omit_the_list_of_numbers(string? text, bool mayBeEmpty)
    {
        var call = new CommandCall("Send-FaxPlusFax");
        call.Arguments["From"] = text is null ? CommandArgument.Given : CommandArgument.Constant(text);

        Assert.Equal(mayBeEmpty, FaxPlusCommands.OperationsOf(call).Any(need => need.Operation == ListNumbers));
    }

    [Fact]
    public void A_value_that_may_be_null_does_not_omit_the_request_for_the_current_value()
    {
        var call = new CommandCall("Set-FaxPlusFax");
        call.Arguments["Comment"] = CommandArgument.Constant("");
        call.Arguments["IsRead"] = CommandArgument.Given;

        Assert.Contains(FaxPlusCommands.OperationsOf(call), need => need.Operation == GetFax);
    }

    [Fact]
    public void An_operation_that_only_some_calls_make_has_a_condition()
    {
        IReadOnlyList<OperationNeed> needs = FaxPlusCommands.OperationsOf(CommandCall.Any("Send-FaxPlusFax"));

        Assert.Equal(SendFax, Assert.Single(needs, need => need.IsCertain).Operation);
        Assert.All(needs, need => Assert.Equal(need.IsCertain, need.When is null));
    }

    [Fact]
    public void Every_call_makes_one_of_two_alternative_operations() =>
        Assert.All(FaxPlusCommands.OperationsOf(CommandCall.Any("Get-FaxPlusFax")), need => Assert.True(need.IsCertain));

    [Theory]
    [InlineData("/accounts/self", null, "GET /accounts/{user_id}")]
    [InlineData("v3/hooks?event=fax_sent", "GET", "GET /hooks")]
    [InlineData("/accounts/self/faxes/{…}", "delete", "DELETE /accounts/{user_id}/faxes/{fax_id}")]
    [InlineData("/accounts/self/ai/credits", "GET", "GET /accounts/self/ai/credits")]
    public void A_raw_request_is_the_operation_with_its_method_and_path(string path, string? method, string operation)
    {
        var call = new CommandCall("Invoke-FaxPlusRequest");
        call.Arguments["Path"] = CommandArgument.Constant(path);
        if (method is not null) call.Arguments["Method"] = CommandArgument.Constant(method);

        Assert.Equal(operation, Assert.Single(FaxPlusCommands.OperationsOf(call)).Operation?.ToString());
    }

    [Fact]
    public void A_raw_request_with_a_variable_path_may_be_any_operation()
    {
        var call = new CommandCall("Invoke-FaxPlusRequest");
        call.Arguments["Path"] = CommandArgument.Given;

        Assert.Null(Assert.Single(FaxPlusCommands.OperationsOf(call)).Operation);
    }
}
