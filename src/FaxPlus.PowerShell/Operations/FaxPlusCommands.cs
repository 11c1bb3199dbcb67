using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.PowerShell.Binding;
using static FaxPlus.FaxPlusOperations;

namespace FaxPlus;

/// <summary>
/// The operations that each cmdlet of the module makes, depending on its parameters. A new cmdlet gets a line in
/// the table; one that makes no request gets an empty one. Operations that only -WhatIf spares are counted, since
/// the run to prepare for is the one without it.
/// </summary>
public static class FaxPlusCommands
{
    private static readonly Dictionary<string, Rule[]> s_rules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Add-FaxPlusFile"] = [Always(UploadFile)],
        ["Connect-FaxPlus"] = [],
        ["ConvertFrom-FaxPlusWebhook"] = [When("with -Verify", call => call.Has("Verify"), GetFax)],
        ["Disconnect-FaxPlus"] = [],
        ["Export-FaxPlusReport"] = [],
        ["Find-FaxPlusNumber"] = [Always(FindNumbers)],
        ["Get-FaxPlusAccount"] = [Always(GetAccount)],
        ["Get-FaxPlusAICredit"] = [Always(GetAICredit)],
        ["Get-FaxPlusAICustomField"] = [Always(ListCustomFields)],
        ["Get-FaxPlusArea"] = [Always(ListAreas)],
        ["Get-FaxPlusBalance"] = [Always(GetBalance)],
        ["Get-FaxPlusCountry"] = [Always(ListCountries)],
        ["Get-FaxPlusFax"] = [.. Either("FaxId", GetFax, ListFaxes)],
        ["Get-FaxPlusFaxField"] = [Always(GetFields, StartFields)],
        ["Get-FaxPlusFaxText"] = [Always(GetText, StartText)],
        ["Get-FaxPlusJournal"] = [],
        ["Get-FaxPlusMember"] =
        [
            .. Either("UserId", GetAccount, ListMembers),
            Always(GetMember),
            When("with -Email", call => call.Has("Email"), GetAccount),
        ],
        ["Get-FaxPlusNumber"] = [.. Either("Number", GetNumber, ListNumbers)],
        ["Get-FaxPlusOutbox"] = [.. Either("OutboxId", GetOutbox, ListOutbox)],
        ["Get-FaxPlusScope"] = [],
        ["Get-FaxPlusSession"] = [],
        ["Get-FaxPlusWebhook"] = [Always(ListHooks)],
        ["Grant-FaxPlusNumber"] =
        [
            Always(AssignNumber),
            When("for a member who is named by an e-mail address", call => NamesByEmail(call, "Member"), ListMembers),
            When("with -PassThru", call => call.Has("PassThru"), GetNumber),
        ],
        ["Invoke-FaxPlusRequest"] = [new(call => [Requested(call)], null, _ => true)],
        ["New-FaxPlusAICustomField"] = [Always(CreateCustomField)],
        ["New-FaxPlusCoverPage"] = [],
        ["New-FaxPlusInvitation"] = [Always(InviteMembers)],
        ["New-FaxPlusNumber"] = [Always(BuyNumber)],
        ["Receive-FaxPlusFax"] =
        [
            Always(ListFaxes),
            When("with -MarkRead", call => call.Has("MarkRead"), GetFax, UpdateFax),
        ],
        ["Remove-FaxPlusFax"] = [Always(DeleteFax)],
        ["Remove-FaxPlusWebhook"] = [Always(DeleteHook)],
        ["Revoke-FaxPlusNumber"] =
        [
            Always(RevokeNumber),
            When("for a member who is named by an e-mail address", call => NamesByEmail(call, "Member"), ListMembers),
        ],
        ["Save-FaxPlusFax"] =
        [
            .. Either("Report", DownloadReport, DownloadFax),
            When("to a folder, for ids", call => call.Has("Directory") & !call.Has("InputObject"), GetFax),
        ],
        ["Send-FaxPlusFax"] =
        [
            Always(SendFax),
            When("for files of this machine", call => !(call.Has("FaxId") | call.Has("UploadedFile")), UploadFile),
            When("without -From and a default number of the session", call => !(call.HasText("From") | call.SessionHasSender), ListNumbers),
            When("with -Wait", call => call.Has("Wait"), ListOutbox, ListFaxes, GetFax),

            // A token without them sends all the same; a lost answer then stays in doubt.
            When("to look for the fax after a lost answer", call => call.IsWhole ? false : null, ListOutbox, ListFaxes),
        ],
        ["Set-FaxPlusAccount"] = [Always(GetAccount, UpdateAccount)],
        ["Set-FaxPlusAICustomField"] =
        [
            Always(UpdateCustomField),
            When("with -PassThru", call => call.Has("PassThru"), ListCustomFields),
        ],
        ["Set-FaxPlusFax"] =
        [
            Always(UpdateFax),
            When("with only one of -Comment and -IsRead, or with -PassThru", call => !(call.Has("Comment") & call.Has("IsRead")) | call.Has("PassThru"), GetFax),
        ],
        ["Set-FaxPlusFaxField"] = [Always(GetFields, UpdateFields)],
        ["Set-FaxPlusMember"] =
        [
            Always(UpdateMember),
            When("with only one of -Role and -Quota, or with -PassThru", call => !(call.Has("Role") & call.Has("Quota")) | call.Has("PassThru"), GetMember),
            When("for a member who is named by an e-mail address", call => NamesByEmail(call, "UserId"), ListMembers),
            When("with -PassThru", call => call.Has("PassThru"), GetAccount),
        ],
        ["Set-FaxPlusOutbox"] =
        [
            Always(UpdateOutbox),
            When("with -PassThru", call => call.Has("PassThru"), GetOutbox),
        ],
        ["Set-FaxPlusWebhook"] =
        [
            Always(ListHooks, CreateHook),
            When("with -Prune or -Force", call => call.Has("Prune") | call.Has("Force"), DeleteHook),
        ],
        ["Stop-FaxPlusFax"] = [Always(CancelOutbox)],

        // Its probes are there to be refused.
        ["Test-FaxPlusScope"] = [],
        ["Wait-FaxPlusFax"] = [Always(ListOutbox, ListFaxes, GetFax)],
        ["Wait-FaxPlusWebhook"] = [],
    };

    /// <summary>The cmdlets in the table.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_rules.Keys.OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>The cmdlet's name as it is written, or null when it is none of this module.</summary>
    internal static string? Find(string name) => Names.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The operations that a call makes or may make.</summary>
    internal static IReadOnlyList<OperationNeed> OperationsOf(CommandCall call) =>
    [
        .. from rule in s_rules[call.Command]
           let applies = rule.Applies(call)
           where applies != false
           from operation in rule.Operations(call)
           select new OperationNeed(operation, rule.IsAlternative || applies == true, rule.When),
    ];

    private static Rule Always(params FaxPlusOperation[] operations) => new(_ => operations, null, _ => true);

    private static Rule When(string when, Func<CommandCall, bool?> applies, params FaxPlusOperation[] operations) => new(_ => operations, when, applies);

    /// <summary>One operation with a parameter and another one without it: whatever is given, the call makes one of them.</summary>
    private static Rule[] Either(string parameter, FaxPlusOperation with, FaxPlusOperation without) =>
    [
        new(_ => [with], "with -" + parameter, call => call.Has(parameter), isAlternative: true),
        new(_ => [without], "without -" + parameter, call => !call.Has(parameter), isAlternative: true),
    ];

    /// <summary>Whether a member is named by an e-mail address; null where only the run can tell.</summary>
    private static bool? NamesByEmail(CommandCall call, string parameter) => call.Text(parameter) is { } text && !text.Contains('{')
        ? text.Contains('@')
        : call.IsWhole ? false : null;

    /// <summary>What Invoke-FaxPlusRequest is asked for, where its method and path are constant.</summary>
    private static FaxPlusOperation? Requested(CommandCall call)
    {
        string? method = call.Has("Method") == false ? "GET" : call.Text("Method");
        if (method is null || call.Text("Path") is not { } text) return null;
        string path = "/" + text.Split('?')[0].Trim('/');
        return FaxPlusOperations.Find(method, path.StartsWith("/v3/", StringComparison.Ordinal) ? path.Substring(3) : path);
    }

    private sealed class Rule(Func<CommandCall, FaxPlusOperation?[]> operations, string? when, Func<CommandCall, bool?> applies, bool isAlternative = false)
    {
        public Func<CommandCall, FaxPlusOperation?[]> Operations { get; } = operations;

        public string? When { get; } = when;

        /// <summary>Whether the call makes them; null where only the run can tell.</summary>
        public Func<CommandCall, bool?> Applies { get; } = applies;

        public bool IsAlternative { get; } = isAlternative;
    }
}
