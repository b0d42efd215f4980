using System.Diagnostics;

namespace Streaming.Benchmarks.Load;

/// <summary>Many small rooms in which every member publishes at an even pace, each at its own moments.</summary>
internal sealed class RoomsScenario : Scenario
{
    public override async Task<LoadResult> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        var tally = new Tally();
        int count = options.Rooms * options.Members;
        IReadOnlyList<Member> members = await OpenAsync(
            count, i => EnterAsync(options, tally, $"load-member-{i}", $"load-room-{i % options.Rooms}", isQuiet: false, cancellation), cancellation);

        var measurement = new Measurement(new ServerProcess(options.ServerPid));
        await Task.WhenAll(members.Select((member, i) => PublishAsync(member, (double)i / count, options, cancellation)));

        // All members of a room have to arrive where the last ack of any of them says its log ends.
        var byRoom = members.Select((member, i) => (Member: member, Room: i % options.Rooms)).ToLookup(one => one.Room, one => one.Member);
        await AllAnsweredAsync(members, tally, cancellation);
        await ArriveAsync(byRoom.SelectMany(room => room.Select(member => (member, room.Max(one => one.AckedSeq)))), tally, cancellation);

        LoadResult result = With(
            new LoadResult
            {
                Scenario = "rooms",
                Load = $"{options.Rooms} rooms of {options.Members}, {options.MemberRate}/s each, {options.Size} B",
            },
            tally, measurement.End());
        foreach (Member member in members)
            member.Dispose();
        return result;
    }

    private static async Task PublishAsync(Member member, double phase, LoadOptions options, CancellationToken cancellation)
    {
        string text = new('x', options.Size);
        var pace = new Pace(options.MemberRate, phase);
        for (int i = 0; i < options.Seconds * options.MemberRate; i++)
            await member.PublishAsync(await pace.NextAsync(cancellation), text, cancellation);
    }

    private static async Task AllAnsweredAsync(IReadOnlyList<Member> members, Tally tally, CancellationToken cancellation)
    {
        long sent = members.Sum(member => member.SentCount);
        for (long began = Stopwatch.GetTimestamp();
            tally.AckedCount + tally.RefusedCount < sent && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15);)
        {
            await Task.Delay(5, cancellation);
        }

        if (tally.AckedCount + tally.RefusedCount < sent)
            tally.Refused($"{sent - tally.AckedCount} messages were not answered");
    }
}
