using System;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.Emulator;

/// <summary>Ids in the form of the service: 24 hexadecimal digits for faxes, 32 for people and outbox items.</summary>
internal static class Ids
{
    private const int Short = 24;
    private const int Long = 32;

    public static string NewFaxId() => RandomNumberGenerator.GetHexString(Short, lowercase: true);

    public static string NewHookId() => RandomNumberGenerator.GetHexString(Short, lowercase: true);

    public static string NewOutboxId() => RandomNumberGenerator.GetHexString(Long, lowercase: true);

    public static string NewCustomFieldId() => RandomNumberGenerator.GetHexString(Short, lowercase: true);

    public static string NewMessageId() => "msg_" + RandomNumberGenerator.GetHexString(Short, lowercase: true);

    public static string SeededFaxId(int number) => Derive($"fax {number}", Short);

    public static string SeededUid(string name) => Derive($"account {name}", Long);

    public static string SeededNumberId(string number) => Derive($"number {number}", Short);

    public static string SeededItemId(string number) => Derive($"item {number}", Long);

    private static string Derive(string text, int length) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
