using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using PhoneNumbers;
using ParsedNumber = PhoneNumbers.PhoneNumber;
using Source = PhoneNumbers.PhoneNumber.Types.CountryCodeSource;

namespace FaxPlus.Client.Numbers;

/// <summary>Parses phone numbers with libphonenumber, whose metadata is loaded on first use.</summary>
internal sealed class NumberParser : INumberParser
{
    private const int MaxDigits = 15;
    private const int MinDigits = 6;
    private const string NoNumber = "no_number";

    private static readonly Regex s_uid = new(
        "^(?:[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_notNorthAmerican = new(@"^\+1(?:[01]\d{9}|\d{3}[01]\d{6})$", RegexOptions.CultureInvariant);
    private static readonly Regex s_senderExtension = new(@"^(.*\d)\s*\*(\d+)$", RegexOptions.CultureInvariant);

    private readonly PhoneNumberUtil _library = PhoneNumberUtil.GetInstance();

    public string Parse(string? text, string? region)
    {
        string? country = region is null ? null : ParseRegion(region);
        try
        {
            NumberText number = NumberText.Read(text);
            return number.IsInternational ? International(number.Digits, number.DigitsWithoutZero)
                : country is null ? throw WithoutCountry(number)
                : National(number, country);
        }
        catch (UnreadableNumberException refused)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, $"'{NumberText.Shown(text)}' cannot be used as a phone number: {refused.Message}", refused)
            {
                RecommendedAction = refused.Action,
                Advice = refused.Advice,
            };
        }
    }

    public string ParseSender(string? text, string? region) =>
        string.Join(",", (text ?? "").Split(',').Select(part => ParseOneSender(part.Trim(), region)));

    public string ParseRegion(string? region)
    {
        string given = (region ?? "").Trim();
        string code = given.ToUpperInvariant();
        if (_library.GetSupportedRegions().Contains(code)) return code;
        string? meant = Meant(code);
        // The message does not contain a longer unknown text, because the caller may have passed a secret by mistake.
        string subject = given.Length == 0
            ? "An empty region"
            : meant is not null || given.Length <= 3 ? $"The region '{NumberText.Shown(given)}'"
            : "The region";
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{subject} is not the two-letter code of a country.")
        {
            RecommendedAction = meant is not null
                ? $"Write {meant}."
                : "Write the two letters of the country (ISO 3166), such as US, GB or DE.",
            IsFatal = true,
        };
    }

    private string ParseOneSender(string text, string? region)
    {
        if (string.Equals(text, NoNumber, StringComparison.OrdinalIgnoreCase)) return NoNumber;
        if (s_uid.IsMatch(text)) return text;
        return s_senderExtension.Match(text) is { Success: true } with
            ? Parse(with.Groups[1].Value, region) + "*" + with.Groups[2].Value
            : Parse(text, region);
    }

    private string International(string digits, string? withoutZero)
    {
        // The first interpretation of the digits that is a valid number is used, or else the first that is a possible number. In Italy, a
        // zero in brackets is part of the international number; in most other countries, it is not.
        string[] readings = withoutZero is null ? [digits] : [digits, withoutZero];
        string found = Best([.. readings.Select(reading => Read("+" + reading, null))]);
        if (Read(found, null) is { IsValid: false, Number: { } number })
        {
            string code = number.CountryCode.ToString(CultureInfo.InvariantCulture);
            string rest = found.Substring(1 + code.Length);
            if (rest.StartsWith(code, StringComparison.Ordinal) && IsValid("+" + rest))
            {
                throw new UnreadableNumberException(
                    $"its country code may occur twice, and the number may be +{rest}.",
                    "Write a plus sign, the country code once, and the number.");
            }
        }

        return found;
    }

    private string National(NumberText number, string country)
    {
        // If a zero in brackets is not the first digit, the digits before the brackets may be a country code without its plus sign.
        if (number.DigitsWithoutZero is not null
            && number.Digits[0] != '0'
            && Read("+" + number.DigitsWithoutZero, null) is { IsValid: true, Text: string international })
        {
            return international;
        }

        string[] readings = number.DigitsWithoutZero is null ? [number.Digits] : [number.Digits, number.DigitsWithoutZero];
        Reading[] read = [.. readings.Select(reading => Read(reading, country))];
        if (number.Digits.StartsWith("00", StringComparison.Ordinal)) return Dialled(readings, read);

        string found;
        try
        {
            found = Best(read);
        }
        catch (UnreadableNumberException refused) when (IsValid("+" + number.Digits))
        {
            throw new UnreadableNumberException(refused.Message, $"If the number is +{number.Digits}, write the plus sign.");
        }

        // If a spreadsheet has removed the plus sign or the leading zeros, the digits may be an international number.
        if (!IsComplete(number, found, read) && IsValid("+" + number.Digits) && "+" + number.Digits != found)
        {
            throw new UnreadableNumberException(
                $"it may be {found} or +{number.Digits}.", "Write a plus sign, the country code and the number.");
        }

        // 011 is the international prefix of North America, and 010 that of Japan.
        if (!IsValid(found)
            && number.Digits.Length > 3
            && number.Digits.Substring(0, 3) is "011" or "010"
            && IsValid("+" + number.Digits.Substring(3)))
        {
            throw new UnreadableNumberException(
                $"it may be {found} or +{number.Digits.Substring(3)}.", "Write a plus sign, the country code and the number.");
        }

        // In Italy, for example, the leading zero is part of the number, but a spreadsheet removes leading zeros.
        if (number.IsBare
            && !IsValid(found)
            && Read("0" + number.Digits, country) is { IsValid: true, Text: string withZero }
            && withZero != found)
        {
            throw new UnreadableNumberException(
                $"it may be {withZero} without its zero.", "Format the column as text in the spreadsheet, and export the list again.");
        }

        return found;
    }

    /// <summary>
    /// Returns the number for digits that begin with 00, which is the international prefix of most countries. In countries with another
    /// prefix, no national number begins with 00. In some countries, such as Brazil and Singapore, the prefix has further digits after 00.
    /// </summary>
    private string Dialled(string[] readings, Reading[] read)
    {
        Reading[] all =
        [
            .. read.Where(reading => reading.Number?.CountryCodeSource == Source.FROM_NUMBER_WITH_IDD),
            .. readings
                .Where(reading => reading.StartsWith("00", StringComparison.Ordinal))
                .Select(reading => Read("+" + reading.Substring(2), null)),
        ];
        string found = Best(all);
        return Array.Find(all, reading => reading.IsValid && reading.Text != found) is { } other
            && all.First(reading => reading.Text == found).Number!.CountryCode != other.Number!.CountryCode
                ? throw new UnreadableNumberException(
                    $"it may be {found} or {other.Text}.", "Write a plus sign, the country code and the number.")
                : found;
    }

    /// <summary>
    /// Whether a number is complete. A number with a country code is complete. A national number is complete if it is valid and has all
    /// digits that are dialled within its country. Without all of these digits, a valid number is complete only if it has separators and
    /// does not begin with the digits of the country code. Digits without separators may have lost a leading zero, or the plus sign.
    /// </summary>
    private bool IsComplete(NumberText text, string found, Reading[] read)
    {
        Reading chosen = read.First(reading => reading.Text == found);
        if (chosen.Number!.CountryCodeSource != Source.FROM_DEFAULT_COUNTRY) return true;
        return chosen.IsValid
            && (_library.Format(chosen.Number, PhoneNumberFormat.NATIONAL).Where(char.IsDigit).SequenceEqual(text.Digits)
                || !(text.IsBare || text.Digits.StartsWith($"{chosen.Number.CountryCode}", StringComparison.Ordinal)));
    }

    private bool IsValid(string text) => Read(text, null).IsValid;

    private static string Best(Reading[] readings) =>
        (Array.Find(readings, reading => reading.IsValid) ?? Array.Find(readings, reading => reading.Text is not null))?.Text
        ?? throw new UnreadableNumberException(readings[readings.Length - 1].Reason!, null, FaxPlusAdvice.NumberCheck);

    private Reading Read(string text, string? country)
    {
        ParsedNumber number;
        try
        {
            number = _library.ParseAndKeepRawInput(text, country);
        }
        catch (NumberParseException error)
        {
            return new Reading(null, null, false, error.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE => "no country code begins with these digits.",
                ErrorType.TOO_LONG => "it has too many digits.",
                _ => "it has too few digits.",
            });
        }

        string e164 = _library.Format(number, PhoneNumberFormat.E164);
        string plan = $"for a number of +{number.CountryCode}";
        string? reason = _library.IsPossibleNumberWithReason(number) switch
        {
            _ when number.CountryCode == 1 && s_notNorthAmerican.IsMatch(e164) =>
                "area codes and exchange codes of +1 begin with a digit from 2 to 9.",
            _ when e164.Length > MaxDigits + 1 => $"it has more than {MaxDigits} digits.",
            PhoneNumberUtil.ValidationResult.IS_POSSIBLE =>
                IsShort(number)
                    ? $"it has too few digits {plan}."
                    : HasTrunkZero(number) ? $"it has too few or too many digits {plan}."
                    : null,
            PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => $"it has too few digits {plan}: the area code is missing.",
            PhoneNumberUtil.ValidationResult.TOO_SHORT => $"it has too few digits {plan}.",
            PhoneNumberUtil.ValidationResult.TOO_LONG => $"it has too many digits {plan}.",
            PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => "no country code begins with these digits.",
            _ => $"it has a wrong number of digits {plan}.",
        };
        return reason is null ? new Reading(number, e164, _library.IsValidNumber(number), null) : new Reading(number, null, false, reason);
    }

    /// <summary>
    /// Whether the number is so short that it is probably a quantity or a postal code. A valid number never counts as too short, because
    /// some numbering plans have numbers of three digits.
    /// </summary>
    private bool IsShort(ParsedNumber number) =>
        _library.GetNationalSignificantNumber(number).Length < MinDigits && !_library.IsValidNumber(number);

    /// <summary>
    /// Whether the number contains a trunk zero, which is dialled only within the country. libphonenumber keeps the zero if the country has
    /// numbers with as many digits.
    /// </summary>
    private bool HasTrunkZero(ParsedNumber number) =>
        HasOneLeadingZero(number)
        && !_library.IsValidNumber(number)
        && !(_library.GetExampleNumber(_library.GetRegionCodeForCountryCode(number.CountryCode)) is { } example
            && HasOneLeadingZero(example));

    private bool HasOneLeadingZero(ParsedNumber number) =>
        _library.GetNationalSignificantNumber(number) is { Length: > 1 } digits && digits[0] == '0' && digits[1] != '0';

    private UnreadableNumberException WithoutCountry(NumberText number)
    {
        string international = number.Digits.StartsWith("00", StringComparison.Ordinal) ? number.Digits.Substring(2) : number.Digits;
        string guess = IsValid("+" + international)
            ? $"If the number is +{international}, write the plus sign."
            : "Write a plus sign, the country code and the number, such as +14155550123.";
        return new UnreadableNumberException(
            "it has no country code.", $"{guess} Alternatively, specify the country of the number.", FaxPlusAdvice.Region);
    }

    /// <summary>
    /// Returns the two-letter code of a country that was specified by its calling code, three-letter code or name, or by a common wrong
    /// code. Returns null for other text.
    /// </summary>
    private string? Meant(string given)
    {
        if (given is "UK") return "GB";
        if (given is "EL") return "GR";
        if (int.TryParse(given.TrimStart('+', '0'), NumberStyles.None, CultureInfo.InvariantCulture, out int calling)
            && _library.GetRegionCodeForCountryCode(calling) is { Length: 2 } called
            && called != "ZZ")
        {
            return called;
        }

        if (given.Length < 3) return null;
        IEnumerable<RegionInfo> countries = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.Name.Length > 0)
            .Select(culture => new RegionInfo(culture.Name));
        return countries.FirstOrDefault(country =>
            Array.Exists(
                [country.ThreeLetterISORegionName, country.EnglishName, country.NativeName],
                name => string.Equals(name, given, StringComparison.OrdinalIgnoreCase)))?.TwoLetterISORegionName;
    }

    private sealed class Reading(ParsedNumber? number, string? text, bool isValid, string? reason)
    {
        public ParsedNumber? Number { get; } = number;

        /// <summary>The number in E.164 format; null if the digits are not a possible number.</summary>
        public string? Text { get; } = text;

        public bool IsValid { get; } = isValid;

        public string? Reason { get; } = reason;
    }
}
