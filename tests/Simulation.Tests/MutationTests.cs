using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Checks;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Scenarios;
using Streaming.Simulation.Tests.Mutants;
using Xunit;

namespace Streaming.Simulation.Tests;

/// <summary>
/// The checker bites: a server broken on purpose is found out within the seeds of a test run, and for the right reason. A
/// green simulation says as much as this does.
/// </summary>
public sealed class MutationTests
{
    private const int Within = 5_000;
    private const string AcksBeforeLogged = nameof(AcksBeforeLogged);

    public static TheoryData<string, Type[]> Mutants => new()
    {
        { nameof(AcksWithoutWriting), [typeof(Violation.AckedNotLogged), typeof(Violation.LoggedTwice), typeof(Violation.DeliveredNotLogged), typeof(Violation.ContentDiffers)] },
        { nameof(WritesTwice), [typeof(Violation.LoggedTwice)] },
        { nameof(RefusesWhatItWrote), [typeof(Violation.LoggedTwice)] },
        { nameof(GarblesWhatItReads), [typeof(Violation.ContentDiffers)] },
        { nameof(SkipsWhenReading), [typeof(Violation.Gap), typeof(Violation.RecoveredButMissed)] },
        { nameof(IgnoresTerms), [typeof(Violation.ForeignTerm)] },
        { nameof(HidesFences), [typeof(Violation.AckedNotLogged), typeof(Violation.AcksDiffer)] },
        { nameof(WritesNothingAgain), [typeof(Violation.AckedNotLogged), typeof(Violation.SeqReused)] },
        { nameof(HasNoDoubts), [typeof(Violation.SeqReused), typeof(Violation.NotAvailable)] },
        { nameof(ForgetsBans), [typeof(Violation.DoneThoughForbidden)] },
        { nameof(TrimsNothing), [typeof(Violation.KeptTooLong)] },
        { nameof(ListsOnce), [typeof(Violation.ListingDiffers)] },
        { nameof(ForgetsWhoEnters), [typeof(Violation.RoomsOfUserDiffer)] },
        { nameof(OwesNothing), [typeof(Violation.ListingDiffers), typeof(Violation.RoomsOfUserDiffer)] },
        { nameof(RemembersDeleted), [typeof(Violation.DeletedShown)] },
        { nameof(HealsNothing), [typeof(Violation.NeverDelivered), typeof(Violation.DeliveredLate)] },
        { AcksBeforeLogged, [typeof(Violation.AckedNotLogged)] },
        { nameof(AnnouncesOnce), [typeof(Violation.NeverDelivered), typeof(Violation.DeliveredLate)] },
        { nameof(DropsHeld), [typeof(Violation.PlannedMoveNoticed)] },
        { nameof(FallsSilent), [typeof(Violation.NeverAnswered)] },
        { nameof(LosesTails), [typeof(Violation.NeverDelivered)] },
        { nameof(LosesStops), [typeof(Violation.TypesForEver)] },
        { nameof(LosesPresence), [typeof(Violation.PresenceViewDiffers)] },
        { nameof(LosesChannelMessages), [typeof(Violation.NotHeard)] },
        { nameof(RepeatsChannelMessages), [typeof(Violation.HeardTwice)] },
        { nameof(Miscounts), [typeof(Violation.PresenceCountDiffers)] },
        { nameof(SwallowsAnEvent), [typeof(Violation.Gap), typeof(Violation.RecoveredButMissed)] },
        { nameof(RepeatsAnEvent), [typeof(Violation.DuplicateOrWrongOrder)] },
        { nameof(TurnsBatchesRound), [typeof(Violation.Gap), typeof(Violation.RecoveredButMissed)] },
        { nameof(ResetsForNoReason), [typeof(Violation.ResetWithoutLoss)] },
        { nameof(InventsAnEvent), [typeof(Violation.DeliveredNotLogged)] },
        { nameof(HandsTokensOutTwice), [typeof(Violation.TokenUsedTwice)] },
        { nameof(RevivesTokens), [typeof(Violation.TokenUsedTwice)] },
        { nameof(ForgetsSessions), [typeof(Violation.ResumeRefused)] },
        { nameof(ForgetsRooms), [typeof(Violation.ResumeForgotRoom)] },
        { nameof(ForgetsChannels), [typeof(Violation.ResumeForgotRoom)] },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Checker_OfABrokenServer_FindsIt(string mutant, Type[] asOneOf)
    {
        Mutations mutations = Named(mutant);
        List<Violation> found = [];
        foreach (RunResult result in SeedRange.Run(start: 1, Within, run: seed => SeedRun.Run(seed, mutations)))
        {
            found.AddRange(result.Violations);
            if (found.Any(violation => asOneOf.Contains(violation.GetType())))
                return;
        }

        Assert.Fail($"{mutant} was not found within {Within} seeds; found was: {string.Join("; ", found.Select(one => one.GetType().Name).Distinct())}");
    }

    private static Mutations Named(string mutant) => mutant switch
    {
        nameof(AcksWithoutWriting) => Log(log => new AcksWithoutWriting(log)),
        nameof(WritesTwice) => Log(log => new WritesTwice(log)),
        nameof(RefusesWhatItWrote) => Log(log => new RefusesWhatItWrote(log)),
        nameof(GarblesWhatItReads) => Log(log => new GarblesWhatItReads(log)),
        nameof(SkipsWhenReading) => Log(log => new SkipsWhenReading(log)),
        nameof(IgnoresTerms) => new() { StoredLog = (log, current) => new IgnoresTerms(log, current) },
        nameof(HidesFences) => Log(log => new HidesFences(log)),
        nameof(WritesNothingAgain) => Log(log => new WritesNothingAgain(log)),
        nameof(HasNoDoubts) => Log(log => new HasNoDoubts(log)),
        nameof(ForgetsBans) => Log(log => new ForgetsBans(log)),
        nameof(TrimsNothing) => Log(log => new TrimsNothing(log)),
        nameof(ListsOnce) => new() { Rooms = rooms => rooms with { Public = new ListsOnce(rooms.Public) } },
        nameof(ForgetsWhoEnters) => new() { Rooms = rooms => rooms with { Users = new ForgetsWhoEnters(rooms.Users) } },
        nameof(OwesNothing) => new() { Rooms = rooms => rooms with { Debts = new OwesNothing(rooms.Debts) } },
        nameof(RemembersDeleted) => Log(log => new RemembersDeleted(log)),
        nameof(HealsNothing) => Log(log => new HealsNothing(log)),
        AcksBeforeLogged => new() { Options = options => options with { Mailboxes = options.Mailboxes with { AckBeforeLogged = true } } },
        nameof(AnnouncesOnce) => Link(link => new AnnouncesOnce(link)),
        nameof(DropsHeld) => new() { Node = DropsHeld.Begin },
        nameof(FallsSilent) => Log(log => new FallsSilent(log)),
        nameof(LosesTails) => Link(link => new LosesTails(link)),
        nameof(LosesStops) => Link(link => new LosesStops(link)),
        nameof(LosesPresence) => Link(link => new LosesPresence(link)),
        nameof(LosesChannelMessages) => Link(link => new LosesChannelMessages(link)),
        nameof(RepeatsChannelMessages) => Link(link => new RepeatsChannelMessages(link)),
        nameof(Miscounts) => Link(link => new Miscounts(link)),
        nameof(SwallowsAnEvent) => Sink(sink => new SwallowsAnEvent(sink)),
        nameof(RepeatsAnEvent) => Sink(sink => new RepeatsAnEvent(sink)),
        nameof(TurnsBatchesRound) => Sink(sink => new TurnsBatchesRound(sink)),
        nameof(ResetsForNoReason) => Sink(sink => new ResetsForNoReason(sink)),
        nameof(InventsAnEvent) => Sink(sink => new InventsAnEvent(sink)),
        nameof(HandsTokensOutTwice) => Sessions(store => new HandsTokensOutTwice(store)),
        nameof(RevivesTokens) => Sessions(store => new RevivesTokens(store)),
        nameof(ForgetsSessions) => Sessions(store => new ForgetsSessions(store)),
        nameof(ForgetsRooms) => Sessions(store => new ForgetsRooms(store)),
        nameof(ForgetsChannels) => Sessions(store => new ForgetsChannels(store)),
        _ => throw new ArgumentException($"There is no mutant {mutant}.", nameof(mutant)),
    };

    private static Mutations Log(Func<IRoomLog, IRoomLog> mutate) => new() { Log = mutate };

    private static Mutations Link(Func<IPeerLink, IPeerLink> mutate) => new() { Link = mutate };

    private static Mutations Sink(Func<IClientSink, IClientSink> mutate) => new() { Sink = mutate };

    private static Mutations Sessions(Func<ISessionStore, ISessionStore> mutate) => new() { Sessions = mutate };
}
