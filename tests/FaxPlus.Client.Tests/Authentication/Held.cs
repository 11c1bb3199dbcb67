using System;
using System.Collections.Generic;
using System.Reflection;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>
/// Collects all text in the fields of an object and, recursively, in the fields of their values, including private fields.
/// </summary>
internal static class Held
{
    public static IEnumerable<string> By(object thing)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>();
        open.Push(thing);
        while (open.TryPop(out object? next))
        {
            if (next is string text)
            {
                yield return text;
                continue;
            }

            // Types, threads and similar objects reference large parts of the process, but contain no data of a call. On .NET 8,
            // SocketAsyncEngine references all sockets of the process.
            Type type = next.GetType();
            if (type.IsPrimitive || type.IsPointer
                || next is MemberInfo or Assembly or Module or System.Threading.Thread || type.Name == "SocketAsyncEngine") continue;
            if (!type.IsValueType && !seen.Add(next)) continue;
            if (next is Array list)
            {
                if (type.GetElementType()!.IsPrimitive) continue;
                foreach (object? item in list)
                {
                    if (item is not null) open.Push(item);
                }

                continue;
            }

            for (Type? level = type; level is not null; level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(next) is object value)
                        open.Push(value);
                }
            }
        }
    }
}
