using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>
/// Tests that the set of assemblies for Windows PowerShell is complete: every referenced assembly is in the set, belongs to the host, or
/// belongs to .NET Framework 4.7.2, the oldest version that the manifest allows. Every referenced type and member exists.
/// </summary>
public class DesktopSetTests
{
    private const string NetStandard = "netstandard";

    // The assemblies are built for netstandard2.0, so the facade netstandard is the only assembly of .NET Framework that they need.
    private static readonly Dictionary<string, Version> s_framework = new() { [NetStandard] = new Version(2, 0, 0, 0) };

    private static readonly string[] s_host = ["System.Management.Automation"];

    // .NET Framework 4.7.2 contains facades with these names and versions, and uses them unless a reference has a newer version.
    private static readonly Dictionary<string, Version> s_inBoth = new()
    {
        ["System.ComponentModel.Annotations"] = new Version(4, 0, 10, 0),
        ["System.Numerics.Vectors"] = new Version(4, 0, 0, 0),
    };

    private static readonly Dictionary<string, AssemblyFile> s_set = DesktopSet.Module.Concat(DesktopSet.Desktop)
        .Select(path => new AssemblyFile(path)).ToDictionary(file => file.Name);

    [Fact]
    public void The_set_of_assemblies_exists() =>
        Assert.Empty(new[] { "FaxPlus.PowerShell", "FaxPlus.Abstractions", "FaxPlus.Client", "System.Text.Json",
            "Polly.Core" }.Except(s_set.Keys));

    [Fact]
    public void Every_reference_is_in_the_set_the_framework_or_the_host()
    {
        var lost = from file in s_set.Values
                   from reference in file.References
                   where !s_set.ContainsKey(reference.Name) && !s_host.Contains(reference.Name)
                      && !(s_framework.TryGetValue(reference.Name, out Version? version) && version >= reference.Version)
                   select $"{file.Name} needs {reference.Name} {reference.Version}";
        Assert.Empty(lost);
    }

    [Fact]
    public void The_resolver_never_returns_an_older_assembly_or_one_with_another_key()
    {
        var wrong = from file in s_set.Values
                    from reference in file.References
                    where s_set.TryGetValue(reference.Name, out AssemblyFile? answer)
                        && (answer.Version < reference.Version || answer.Token != reference.Token)
                    select $"{file.Name} needs {reference.Name} {reference.Version} {reference.Token}, there is "
                        + $"{s_set[reference.Name].Version} {s_set[reference.Name].Token}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_reference_can_be_bound_to_a_framework_facade()
    {
        var mistaken = from file in s_set.Values
                       from reference in file.References
                       where s_set.ContainsKey(reference.Name)
                           && s_inBoth.TryGetValue(reference.Name, out Version? facade) && reference.Version <= facade
                       select $"{file.Name} asks for {reference.Name} {reference.Version}, which the framework answers with its own";
        Assert.Empty(mistaken);
    }

    [Fact]
    public void The_assemblies_that_are_loaded_at_import_need_no_assembly_in_the_folder()
    {
        var folder = DesktopSet.Desktop.Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.DoesNotContain(DesktopSet.Module.SelectMany(path => new AssemblyFile(path).References), reference =>
            folder.Contains(reference.Name));
    }

    [Fact]
    public void Every_referenced_type_and_member_exists()
    {
        var known = new Dictionary<string, AssemblyFile>(s_set) { [NetStandard] = new(NetStandardFile()) };
        int checkedMembers = 0;
        var missing = new List<string>();
        foreach (AssemblyFile file in s_set.Values)
        {
            missing.AddRange(file.TypeReferences.Where(item => known.ContainsKey(item.Assembly) && Find(item.Assembly, item.Type) is null)
                .Select(item => $"{file.Name}: no type {item.Type} in {item.Assembly}"));
            foreach (var (assembly, type, member) in file.MemberReferences.Where(item => known.ContainsKey(item.Assembly)))
            {
                checkedMembers++;
                if (Find(assembly, type) is { } owner && !HasMember(owner, type, member))
                    missing.Add($"{file.Name}: no {member} in {type} of {assembly}");
            }
        }

        Assert.Empty(missing);
        Assert.True(checkedMembers > 5000, $"Only {checkedMembers} members were checked.");

        AssemblyFile? Find(string assembly, string type)
        {
            if (!known.TryGetValue(assembly, out AssemblyFile? file)) return null;
            return file.Defines(type) ? file : file.ForwardOf(type) is { } other ? Find(other, type) : null;
        }

        bool HasMember(AssemblyFile file, string type, string member)
        {
            if (file.HasMember(type, member)) return true;
            return file.BaseOf(type) is { } parent
                && Find(parent.Assembly, parent.Type) is { } owner && HasMember(owner, parent.Type, member);
        }
    }

    /// <summary>The path of the netstandard2.0 reference assembly against which the assemblies were compiled.</summary>
    private static string NetStandardFile()
    {
        JsonNode assets = JsonNode.Parse(
            File.ReadAllText(Path.Combine(DesktopSet.Root, "src", "FaxPlus.Abstractions", "obj", "project.assets.json")))!;
        string package = assets["libraries"]!.AsObject()
            .First(item => item.Key.StartsWith("NETStandard.Library/", StringComparison.Ordinal)).Value!["path"]!.GetValue<string>();
        return assets["packageFolders"]!.AsObject()
            .Select(folder => Path.Combine(folder.Key, package, "build", "netstandard2.0", "ref", "netstandard.dll")).First(File.Exists);
    }
}
