using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Changes an account. The cmdlet reads the account and sends the complete value of each top-level field that changes, because the vendor
/// does not document whether the service merges or replaces values. Without changes, the cmdlet sends no update.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class SetFaxPlusAccountCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetAccount, UpdateAccount)];

    /// <summary>The member's uid; the default is the signed-in user.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty("Uid", "UserId", Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [FaxPlusDefaults.Self];

    /// <summary>The given name.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Name { get; set; }

    /// <summary>The family name.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Lastname { get; set; }

    /// <summary>The telephone number.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Phone { get; set; }

    /// <summary>The e-mail address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text(IsEmail = true)]
    public string? Email { get; set; }

    /// <summary>The company's name.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? CompanyName { get; set; }

    /// <summary>The format in which the service stores and forwards received faxes, pdf or tiff.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FileTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DefaultFileType { get; set; }

    /// <summary>Whether the account keeps the records of its faxes.</summary>
    [Parameter]
    public bool? SaveHistory { get; set; }

    /// <summary>The name that recipients see.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? CallerIdName { get; set; }

    /// <summary>The default number of retries, 0 to 3.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(0, 3)]
    public int? RetryCount { get; set; }

    /// <summary>The default delay between retries, 0 to 30. For single faxes, the vendor documents the unit as seconds.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(0, 30)]
    public int? RetryDelay { get; set; }

    /// <summary>Whether pages are optimized for fax machines by default.</summary>
    [Parameter]
    public bool? Enhance { get; set; }

    /// <summary>
    /// Other values by JSON name, with dots for nested values, such as @{ 'notifications.settings.language' = 'de' }. $null is sent as JSON
    /// null.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Change { get; set; }

    /// <summary>Returns the account in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessItem()
    {
        Dictionary<string, object?> values = Values();
        foreach (string user in UserId) ForItem(user, () => Set(user, values));
    }

    private void Set(string user, Dictionary<string, object?> values)
    {
        if (values.Count == 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "No change is specified.")
            {
                RecommendedAction = "Specify a value such as -CallerIdName, or -Change @{ 'settings.caller_id_name' = '…' }.",
            };
        }

        AccountChanges changes = Call((client, stop) => client.Accounts.PrepareAsync(values, user, stop));
        if (changes.Changes.Count == 0) WriteVerbose($"The account {changes.Who} already has these values.");
        else if (!ShouldProcess(Question(changes), Question(changes), "Change the account")) return;
        else Call((client, stop) => client.Accounts.ApplyAsync(changes, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Accounts.GetAsync(user, stop)));
    }

    private static string Question(AccountChanges changes) =>
        $"Change the account {changes.Who}:{Environment.NewLine}  " +
        $"{changes.ToString().Replace(Environment.NewLine, Environment.NewLine + "  ")}";

    /// <summary>The specified values, by JSON name.</summary>
    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        Add("name", Name);
        Add("lastname", Lastname);
        Add("phone", Phone);
        Add("email", Email);
        Add("account_data.company_name", CompanyName);
        Add("account_data.default_file_type", DefaultFileType?.ToLowerInvariant());
        Add("account_data.save_history", SaveHistory);
        Add("settings.caller_id_name", CallerIdName);
        Add("settings.send_fax.retry.count", RetryCount);
        Add("settings.send_fax.retry.delay", RetryDelay);
        Add("settings.send_fax.should_enhance", Enhance);
        if (Change is null) return values;
        foreach (KeyValuePair<string, object?> change in PlainValue.Members(Change))
        {
            if (values.ContainsKey(change.Key))
            {
                throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{change.Key}' is specified in -Change and by another parameter.")
                {
                    RecommendedAction = "Specify the value once.",
                };
            }

            values.Add(change.Key, change.Value);
        }

        return values;

        void Add(string path, object? value)
        {
            if (value is not null) values[path] = value;
        }
    }
}
