using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>The definitions and references of an assembly, read from its metadata without loading it.</summary>
internal sealed class AssemblyFile
{
    private readonly Dictionary<string, TypeDefinitionHandle> _types = [];
    private readonly Dictionary<string, string> _forwarded = [];

    public AssemblyFile(string path)
    {
        Reader = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path))).GetMetadataReader();
        AssemblyDefinition definition = Reader.GetAssemblyDefinition();
        Name = Reader.GetString(definition.Name);
        Version = definition.Version;
        Token = Convert.ToHexStringLower(definition.GetAssemblyName().GetPublicKeyToken() ?? []);
        foreach (TypeDefinitionHandle handle in Reader.TypeDefinitions) _types[Signatures.NameOf(Reader, handle)] = handle;
        foreach (ExportedTypeHandle handle in Reader.ExportedTypes)
        {
            ExportedType type = Reader.GetExportedType(handle);
            if (type.Implementation.Kind != HandleKind.AssemblyReference) continue;
            _forwarded[Signatures.Join(Reader.GetString(type.Namespace), Reader.GetString(type.Name))] =
                Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation).Name);
        }
    }

    public MetadataReader Reader { get; }

    public string Name { get; }

    public Version Version { get; }

    public string Token { get; }

    public IEnumerable<(string Name, Version Version, string Token)> References => Reader.AssemblyReferences.Select(handle =>
    {
        AssemblyReference reference = Reader.GetAssemblyReference(handle);
        return (Reader.GetString(reference.Name), reference.Version,
            Convert.ToHexStringLower(reference.GetAssemblyName().GetPublicKeyToken() ?? []));
    });

    /// <summary>The types of other assemblies that this assembly references: assembly and type.</summary>
    public IEnumerable<(string Assembly, string Type)> TypeReferences =>
        Reader.TypeReferences.Select(handle => (AssemblyOf(handle), Signatures.NameOf(Reader, handle)))
            .Where(item => item.Item1.Length > 0);

    /// <summary>
    /// The methods and fields of other assemblies that this assembly references: assembly, type, and the member with its signature.
    /// </summary>
    public IEnumerable<(string Assembly, string Type, string Member)> MemberReferences
    {
        get
        {
            foreach (MemberReferenceHandle handle in Reader.MemberReferences)
            {
                MemberReference member = Reader.GetMemberReference(handle);
                EntityHandle parent = member.Parent.Kind == HandleKind.TypeSpecification
                    ? Signatures.GenericTypeOf(Reader, (TypeSpecificationHandle)member.Parent)
                    : member.Parent;
                // Arrays have members that are not defined in metadata.
                if (parent.IsNil || parent.Kind != HandleKind.TypeReference) continue;
                string assembly = AssemblyOf((TypeReferenceHandle)parent);
                if (assembly.Length > 0) yield return (assembly, Signatures.NameOf(Reader, parent), Signatures.Of(Reader, member));
            }
        }
    }

    public bool Defines(string type) => _types.ContainsKey(type);

    /// <summary>The assembly to which a type was forwarded; null if it was not forwarded.</summary>
    public string? ForwardOf(string type) => _forwarded.GetValueOrDefault(type.Split('+')[0]);

    /// <summary>Whether the type itself has a method or field with this name and signature.</summary>
    public bool HasMember(string type, string member)
    {
        TypeDefinition definition = Reader.GetTypeDefinition(_types[type]);
        return definition.GetMethods().Any(handle => Signatures.Of(Reader, handle) == member)
            || definition.GetFields().Any(handle => Signatures.Of(Reader, handle) == member);
    }

    /// <summary>The name of the base type and of the assembly that contains it, which may be this assembly.</summary>
    public (string Assembly, string Type)? BaseOf(string type)
    {
        EntityHandle handle = Reader.GetTypeDefinition(_types[type]).BaseType;
        if (!handle.IsNil && handle.Kind == HandleKind.TypeSpecification)
            handle = Signatures.GenericTypeOf(Reader, (TypeSpecificationHandle)handle);
        if (handle.IsNil) return null;
        return (handle.Kind == HandleKind.TypeReference
            ? AssemblyOf((TypeReferenceHandle)handle) : Name, Signatures.NameOf(Reader, handle));
    }

    private string AssemblyOf(TypeReferenceHandle handle)
    {
        EntityHandle scope = Reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)scope),
            _ => "",
        };
    }
}
