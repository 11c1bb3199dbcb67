using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests;

/// <summary>Tests processes that are killed while they receive faxes.</summary>
public class ReceivingKillTests(ITestOutputHelper output)
{
    [Fact]
    public Task After_kills_at_random_points_no_arriving_fax_is_lost_and_each_kill_repeats_at_most_one() => KillAsync(8, 20);

    [Fact]
    [Trait("Category", "Slow")]
    public Task After_200_kills_at_random_points_none_of_500_arriving_faxes_is_lost_and_each_kill_repeats_at_most_one() =>
        KillAsync(200, 500);

    private async Task KillAsync(int kills, int faxes)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using Service service = await Service.StartAsync();
        string checkpoint = service.Files.Path("checkpoint.json");
        string folder = Directory.CreateDirectory(service.Files.Path("faxes")).FullName;
        int arrived = 0;
        int beforeTheLast;
        using (var lives = new RepeatedlyKilledProcess("receive", service.ApiUri.AbsoluteUri, checkpoint, folder))
        {
            for (int killed = 0; killed < kills; killed++)
            {
                for (int due = faxes * (killed + 1) / kills; arrived < due; arrived++)
                {
                    await service.ReceiveAsync(Received.Start.AddSeconds((arrived / 4) - (random.Next(5) == 0 ? random.Next(3000) : 0)));
                }

                await lives.KillAsync(random.Next(9), random.Next(2500));
            }

            beforeTheLast = Directory.GetFiles(folder).Length;
            await lives.EndAsync();
        }

        FileInfo[] files = new DirectoryInfo(folder).GetFiles();
        long repeated = files.Sum(file => file.Length) - files.Length;
        output.WriteLine($"{files.Length} faxes, {beforeTheLast} of them before the last run, {repeated} given once more");
        Assert.Equal(faxes, arrived);
        Assert.Equal((await service.FaxIdsAsync()).Order(), files.Select(file => file.Name).Order());
        Assert.InRange(repeated, 0, kills);
    }
}
