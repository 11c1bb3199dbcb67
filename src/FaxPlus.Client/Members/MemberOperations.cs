using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Members;

internal sealed class MemberOperations(ApiClient api, IAccountOperations accounts) : IMemberOperations
{
    private static readonly TimeSpan s_keepMembers = TimeSpan.FromMinutes(1);

    private readonly MemberInviter _inviter = new(api);
    private IReadOnlyList<Account>? _members;
    private long _listedAt;

    public IPageReader<Member> List() => new MemberReader(this, api.Observer);

    public async Task<Member> GetAsync(string userId, CancellationToken cancellationToken)
    {
        Account account = await accounts.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        return new Member(account, await GetDetailsAsync(account.Uid ?? userId, cancellationToken).ConfigureAwait(false));
    }

    public async Task UpdateAsync(string userId, string? role, int? quota, CancellationToken cancellationToken)
    {
        if (role is null || quota is null)
        {
            MemberDetails details = await GetDetailsAsync(userId, cancellationToken).ConfigureAwait(false);
            role ??= details.Role ?? throw NotKnown("role");
            quota ??= details.Quota ?? throw NotKnown("quota");
        }

        var body = new MemberDetailsBody { Role = role, Quota = quota.Value };
        await api.DoAsync(FaxPlusOperations.UpdateMember, DetailsPath(userId), body, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken) =>
        _inviter.InviteAsync(emails ?? throw new ArgumentNullException(nameof(emails)), cancellationToken);

    public async Task<string> ResolveUserIdAsync(string uidOrEmail, CancellationToken cancellationToken)
    {
        string name = (uidOrEmail ?? throw new ArgumentNullException(nameof(uidOrEmail))).Trim();
        InvisibleCharacter.Refuse(name, $"The member '{PrintableText.Of(name)}'");
        if (name.IndexOf('@') < 0) return name;
        if (_members is null || api.Time.GetElapsedTime(_listedAt) > s_keepMembers)
        {
            _members = await ListAccountsAsync(cancellationToken).ConfigureAwait(false);
            _listedAt = api.Time.GetTimestamp();
        }

        return _members.FirstOrDefault(account => account.Uid is not null
            && string.Equals(account.Email, name, StringComparison.OrdinalIgnoreCase))?.Uid
            ?? throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"No member has the address {name}.")
            {
                Operation = FaxPlusOperations.ListMembers.ToString(),
                RequiredScopes = FaxPlusOperations.ListMembers.Scopes,
                RecommendedAction = "List the members. An invited person becomes a member when the invitation is accepted.",
                Advice = FaxPlusAdvice.Members,
            };
    }

    public async Task<IReadOnlyList<Account>> ListAccountsAsync(CancellationToken cancellationToken)
    {
        MemberList answer = await api.GetAsync<MemberList>(FaxPlusOperations.ListMembers, "/accounts", cancellationToken)
            .ConfigureAwait(false);
        return [.. (answer.Members ?? []).Where(static account => account is not null)];
    }

    public Task<MemberDetails> GetDetailsAsync(string userId, CancellationToken cancellationToken) =>
        api.GetAsync<MemberDetails>(FaxPlusOperations.GetMember, DetailsPath(userId), cancellationToken);

    private static string DetailsPath(string userId) => ApiPath.Of(FaxPlusDefaults.Self, "member-details", userId);

    private static FaxPlusException NotKnown(string what) =>
        new(
            FaxPlusErrorKind.InvalidResponse,
            $"Changing the member failed: the service does not return the {what} of the member, and requires role and quota together.")
        {
            Operation = FaxPlusOperations.UpdateMember.ToString(),
            RequiredScopes = FaxPlusOperations.UpdateMember.Scopes,
            RecommendedAction = $"Specify the {what} too.",
        };
}
