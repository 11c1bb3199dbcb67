using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>Formats types and members as text. The text of a reference equals that of the definition.</summary>
internal sealed class Signatures : ISignatureTypeProvider<string, object?>
{
    private static readonly Signatures s_text = new();

    public static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;

    public static string NameOf(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            TypeDefinition type = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
            string name = Join(reader.GetString(type.Namespace), reader.GetString(type.Name));
            return type.GetDeclaringType().IsNil ? name : NameOf(reader, type.GetDeclaringType()) + "+" + name;
        }

        TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)handle);
        string own = Join(reader.GetString(reference.Namespace), reader.GetString(reference.Name));
        return reference.ResolutionScope.Kind == HandleKind.TypeReference ? NameOf(reader, reference.ResolutionScope) + "+" + own : own;
    }

    /// <summary>The generic type of an instantiation such as <c>List&lt;int&gt;</c>; nil for other types, such as arrays.</summary>
    public static EntityHandle GenericTypeOf(MetadataReader reader, TypeSpecificationHandle handle)
    {
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return default;
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    public static string Of(MetadataReader reader, MemberReference member) => member.GetKind() == MemberReferenceKind.Field
        ? Field(reader.GetString(member.Name), member.DecodeFieldSignature(s_text, null))
        : Method(reader.GetString(member.Name), member.DecodeMethodSignature(s_text, null));

    public static string Of(MetadataReader reader, MethodDefinitionHandle handle)
    {
        MethodDefinition method = reader.GetMethodDefinition(handle);
        return Method(reader.GetString(method.Name), method.DecodeSignature(s_text, null));
    }

    public static string Of(MetadataReader reader, FieldDefinitionHandle handle)
    {
        FieldDefinition field = reader.GetFieldDefinition(handle);
        return Field(reader.GetString(field.Name), field.DecodeSignature(s_text, null));
    }

    private static string Method(string name, MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} "
            + $"{name}`{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes)})";

    private static string Field(string name, string type) => $"{type} {name}";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => NameOf(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle,
        byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "req" : "opt")} {modifier}";

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"{signature.ReturnType}*({string.Join(", ", signature.ParameterTypes)})";
}
