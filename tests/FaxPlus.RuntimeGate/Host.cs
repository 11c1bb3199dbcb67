using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FaxPlus.RuntimeGate;

/// <summary>
/// The assemblies that a host loads before any module is imported: those of the runtime of this program, and those in additional folders.
/// They are read without being loaded.
/// </summary>
internal sealed class Host
{
    private readonly Dictionary<string, Version> _versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    public Host(IEnumerable<string> folders)
    {
        string[] runtime = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        foreach (string path in runtime.Concat(folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll"))))
        {
            if (Read(path) is not { } assembly) continue;
            _versions.TryAdd(assembly.Name.Name!, assembly.Name.Version!);
            foreach (string type in assembly.PublicTypes) _types.TryAdd(type, assembly.Name.Name!);
        }
    }

    public string Describe(string path) =>
        _versions.TryGetValue(Path.GetFileNameWithoutExtension(path), out Version? version) ? $"its own {version}" : "none";

    /// <summary>
    /// Returns the conflicts of a module assembly: names and types that the host also has, and references that neither the host nor the
    /// module contains.
    /// </summary>
    public IEnumerable<string> ConflictsOf(string path, string module)
    {
        if (Read(path) is not { } assembly) yield break;
        string name = assembly.Name.Name!;
        if (_versions.TryGetValue(name, out Version? theirs))
            yield return $"{name} {assembly.Name.Version} is an assembly of the host, {theirs}";
        foreach (var shared in assembly.PublicTypes.Where(_types.ContainsKey).GroupBy(type => _types[type]))
        {
            yield return $"{name} and the host's {shared.Key} both define {string.Join(", ", shared)}";
        }

        foreach (AssemblyName needed in assembly.References)
        {
            bool isOfModule = new[] { Path.GetDirectoryName(path)!, module }.Any(folder =>
                File.Exists(Path.Combine(folder, needed.Name + ".dll")));
            if (!isOfModule && !(_versions.TryGetValue(needed.Name!, out Version? version) && version >= needed.Version))
            {
                yield return $"{name} needs {needed.Name} {needed.Version}, the host has {version?.ToString() ?? "none"}";
            }
        }
    }

    private static Contents? Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) return null;
        MetadataReader reader = file.GetMetadataReader();
        if (!reader.IsAssembly) return null;
        return new Contents(
            reader.GetAssemblyDefinition().GetAssemblyName(),
            [.. reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(type => (type.Attributes & TypeAttributes.VisibilityMask)
                == TypeAttributes.Public).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")],
            [.. reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName())]);
    }

    private sealed record Contents(AssemblyName Name, string[] PublicTypes, AssemblyName[] References);
}
