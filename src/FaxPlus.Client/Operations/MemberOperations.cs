using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Operations;

internal sealed class MemberOperations(Transport transport) : IMemberOperations
{
    public IPageReader<Member> List() => new MemberReader(this, transport.Observer);

    public async Task<Member> GetAsync(string userId, CancellationToken cancellationToken)
    {
        Account account = await new AccountOperations(transport).GetAsync(userId, cancellationToken).ConfigureAwait(false);
        return new Member(account, await GetDetailsAsync(account.Uid ?? userId, cancellationToken).ConfigureAwait(false));
    }

    public async Task UpdateAsync(string userId, string? role, int? quota, CancellationToken cancellationToken)
    {
        if (role is null || quota is null)
        {
            MemberDetails details = await GetDetailsAsync(userId, cancellationToken).ConfigureAwait(false);
            role ??= details.Role ?? throw NotKnown("role", "-Role");
            quota ??= details.Quota ?? throw NotKnown("quota", "-Quota");
        }

        var body = new MemberDetailsBody { Role = role, Quota = quota.Value };
        await transport.DoAsync(FaxPlusOperations.UpdateMember, DetailsPath(userId), body, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken) =>
        new Inviting(transport).InviteAsync(emails ?? throw new ArgumentNullException(nameof(emails)), cancellationToken);

    public IMemberDirectory Directory() => new MemberDirectory(this);

    public async Task<IReadOnlyList<Account>> ListAccountsAsync(CancellationToken cancellationToken)
    {
        MemberList answer = await transport.GetAsync<MemberList>(FaxPlusOperations.ListMembers, "/accounts", cancellationToken).ConfigureAwait(false);
        return [.. (answer.Members ?? []).Where(static account => account is not null)];
    }

    public Task<MemberDetails> GetDetailsAsync(string userId, CancellationToken cancellationToken) =>
        transport.GetAsync<MemberDetails>(FaxPlusOperations.GetMember, DetailsPath(userId), cancellationToken);

    private static string DetailsPath(string userId) => AccountPath.Of(FaxPlusDefaults.Self, "member-details", userId);

    private static FaxPlusException NotKnown(string what, string parameter) =>
        new(FaxPlusErrorKind.InvalidResponse, $"Changing the member failed: the service does not say what {what} the member has, and wants role and quota together.")
        {
            Operation = FaxPlusOperations.UpdateMember.ToString(),
            RequiredScopes = FaxPlusOperations.UpdateMember.Scopes,
            RecommendedAction = $"Give {parameter} too.",
        };
}
