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
/// Invites members. If the service refuses a request with several addresses (400, 409 or 422), it is not documented whether some of the
/// addresses were invited. The client then sends a separate request for each address, so that no address is omitted. In the worst case, an
/// address receives two invitations.
/// </summary>
internal sealed class MemberInviter(ApiClient api)
{
    private const int Most = 10;

    private bool _takesObject;

    public async Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken)
    {
        string[] all = [.. emails.Select(email => email.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        Dictionary<string, InvitationOutcome> outcomes = all
            .Select(Refusal)
            .OfType<InvitationOutcome>()
            .ToDictionary(refused => refused.Email);
        string[] valid = [.. all.Where(email => !outcomes.ContainsKey(email))];
        for (int done = 0; done < valid.Length; done += Most)
        {
            foreach (InvitationOutcome outcome in await AskAsync([.. valid.Skip(done).Take(Most)], cancellationToken).ConfigureAwait(false))
            {
                outcomes.Add(outcome.Email, outcome);
            }
        }

        return [.. all.Select(email => outcomes[email])];
    }

    /// <summary>Returns the outcome for an address that is not sent, because it is not valid; null for a valid address.</summary>
    private static InvitationOutcome? Refusal(string email)
    {
        try
        {
            Invitation.CheckAddress(email);
            return null;
        }
        catch (FaxPlusException error)
        {
            return new InvitationOutcome(email, null, error);
        }
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
            api.Observer.Verbose($"{error.Message} Sending a separate invitation request for each of the {emails.Length} addresses.");
            var alone = new List<InvitationOutcome>();
            foreach (string email in emails) alone.AddRange(await AskAsync([email], cancellationToken).ConfigureAwait(false));
            return alone;
        }
        catch (FaxPlusException error) when (error.Kind is not (FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired))
        {
            // It is not documented whether another request would send the invitation again, so the advice refers to the dashboard.
            FaxPlusException refused = error.Kind != FaxPlusErrorKind.Conflict ? error
                : error.WithAdvice(
                    $"{emails[0]} is already a user, or was invited before: "
                    + "check the members, or send the invitation again in the dashboard.",
                    FaxPlusAdvice.Members);
            return [.. emails.Select(email => new InvitationOutcome(email, null, refused))];
        }
    }

    /// <summary>
    /// Sends the invitations. The documentation does not specify the body (API reference 3.1); its samples send a bare array. If the
    /// service refuses the array with 400, the addresses are sent again in an object. If the service accepts the object, later requests
    /// also contain an object.
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
            api.Observer.Verbose($"{error.Message} Sending the addresses again in a JSON object.");
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
            // The message contains both errors, because one of them may concern only the format of the body.
            throw error.With($"{asArray.Message} With the addresses in a JSON object: {error.Message}");
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
