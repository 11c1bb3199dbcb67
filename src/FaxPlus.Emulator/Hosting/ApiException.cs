using System;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>The error response to a request that the service refuses.</summary>
internal sealed class ApiException(int status, string error, string description) : Exception(description)
{
    public IResult ToResult() => Answer.Json(new JsonObject { ["error"] = error, ["description"] = Message }, status);

    public static ApiException BadRequest(string description, string error = "bad_request") =>
        new(StatusCodes.Status400BadRequest, error, description);

    public static ApiException TooLarge(string description) => new(StatusCodes.Status413PayloadTooLarge, "too_large", description);

    public static ApiException Unauthorized(string error, string description) => new(StatusCodes.Status401Unauthorized, error, description);

    public static ApiException PaymentRequired(string error, string description) =>
        new(StatusCodes.Status402PaymentRequired, error, description);

    public static ApiException Forbidden(string error, string description) => new(StatusCodes.Status403Forbidden, error, description);

    public static ApiException NotFound(string description) => new(StatusCodes.Status404NotFound, "not_found", description);

    public static ApiException Conflict(string description) => new(StatusCodes.Status409Conflict, "conflict", description);
}
