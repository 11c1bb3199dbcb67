using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Members;

/// <summary>
/// Invites members. It is not documented whether a refused request has invited its other addresses. So the client then sends a request for
/// each address: no address is omitted, and in the worst case an invitation is sent twice.
/// </summary>
internal sealed class MemberInviter(ApiClient api)
{
    private const int Most = 10;

    private bool _takesObject;

    public async Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken)
    {
        string[] all = [.. emails.Select(email => email.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        var outcomes = new List<InvitationOutcome>();
        for (int done = 0; done < all.Length; done += Most)
        {
            outcomes.AddRange(await AskAsync([.. all.Skip(done).Take(Most)], cancellationToken).ConfigureAwait(false));
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<InvitationOutcome>> AskAsync(string[] emails, CancellationToken cancellationToken)
    {
        try
        {
            InvitationAnswer answer = await PostAsync(emails, cancellationToken).ConfigureAwait(false);
            return [.. emails.Select(email => new InvitationOutcome(email, new Invitation(email, answer.Message), null))];
        }
        catch (FaxPlusException error) when (emails.Length > 1 && error.StatusCode is 400 or 409 or 422)
        {
            api.Observer.Verbose($"{error.Message} Each of the {emails.Length} addresses is requested separately.");
            var alone = new List<InvitationOutcome>();
            foreach (string email in emails) alone.AddRange(await AskAsync([email], cancellationToken).ConfigureAwait(false));
            return alone;
        }
        catch (FaxPlusException error) when (error.Kind is not (FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired))
        {
            // It is not documented that a second request sends the invitation again, so the advice refers to the dashboard.
            FaxPlusException refused = error.Kind != FaxPlusErrorKind.Conflict ? error
                : error.WithAdvice(
                    $"{emails[0]} is already a user, or was invited before: "
                    + "check the members, or send the invitation again in the dashboard.",
                    FaxPlusAdvice.Members);
            return [.. emails.Select(email => new InvitationOutcome(email, null, refused))];
        }
    }

    /// <summary>
    /// The documentation does not specify the body (API reference 3.1); the samples send a bare array. If the service refuses it with 400,
    /// it has sent no invitation, and the addresses are sent in an object. The accepted format is used from then on.
    /// </summary>
    private async Task<InvitationAnswer> PostAsync(string[] emails, CancellationToken cancellationToken)
    {
        if (_takesObject) return await PostAsync(new InvitationBody { Emails = emails }, cancellationToken).ConfigureAwait(false);
        try
        {
            return await PostAsync(new JsonArray([.. emails.Select(email => (JsonNode)email)]), cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode == 400)
        {
            api.Observer.Verbose($"{error.Message} The addresses are sent once more, in an object.");
            return await PostObjectAsync(emails, error, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<InvitationAnswer> PostObjectAsync(string[] emails, FaxPlusException asArray, CancellationToken cancellationToken)
    {
        try
        {
            InvitationAnswer answer = await PostAsync(new InvitationBody { Emails = emails }, cancellationToken).ConfigureAwait(false);
            _takesObject = true;
            return answer;
        }
        catch (FaxPlusException error) when (error.StatusCode == 400 && error.Message != asArray.Message)
        {
            // The message contains both errors: one of them concerns the format of the body, the other one the addresses.
            throw error.With($"{asArray.Message} In an object: {error.Message}");
        }
    }

    private async Task<InvitationAnswer> PostAsync<TBody>(TBody body, CancellationToken cancellationToken)
    {
        var answer = new InvitationAnswer();
        await api.SendAsync(
            FaxPlusOperations.InviteMembers,
            ApiPath.Of(FaxPlusDefaults.Self, "member-invitations"),
            _ => ApiClient.JsonBody(body),
            async (response, call, token) =>
                answer = await api.ReadOptionalAsync<InvitationAnswer>(response, call, token).ConfigureAwait(false) ?? answer,
            cancellationToken).ConfigureAwait(false);
        return answer;
    }
}
