package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.api.FaultModel;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** Founders at one table, and what a founder says that the test plays. */
abstract class Founders {
    static final Quorum FOUR = Quorum.of(4, FaultModel.BYZANTINE);
    static final Signature SIGNATURE = Signature.fromBytes(new byte[Signature.LENGTH]);
    static final Duration WAIT = AbcastSimulations.settings().formationWait();
    static final Duration MEET = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(4);

    Table table = Table.forming(new AbcastRules(), FOUR);

    /** The starts that hold the seats of view 1, as a member knows it: 0 where a seat is vacant; empty if it knows none. */
    List<Long> starts(int member) {
        return table.formed(member).map(Founders::starts).orElse(List.of());
    }

    static List<Long> starts(ViewRecord view) {
        return view.seats().stream()
                .map(seat -> seat.map(Occupant::incarnation).orElse(0L))
                .toList();
    }

    void start(int... members) {
        for (int each : members) table.start(each, 10 + each);
    }

    // A member that the test plays.

    void meets(int played, long incarnation, Digest formed, int... peers) {
        table.says(played, new Announce(Table.origin(played, incarnation), keys(played, incarnation)), peers);
        List<Met.Start> met = Arrays.stream(peers)
                .mapToObj(each -> new Met.Start(Table.member(each), 10 + each))
                .toList();
        table.says(played, new Met(incarnation, formed, met), peers);
    }

    static List<StatementKey> keys(int member, long incarnation) {
        return List.of(Table.viewKey(member, incarnation));
    }

    static Announcement announcement(int member, long incarnation) {
        return new Announcement(Table.origin(member, incarnation), keys(member, incarnation), SIGNATURE);
    }

    static Command.Form form(long... incarnations) {
        List<Announcement> starts = new ArrayList<>();
        for (int i = 0; i < incarnations.length; i++) {
            if (incarnations[i] > 0) starts.add(announcement(i, incarnations[i]));
        }
        return new Command.Form(starts);
    }

    static Request request(int leader, long incarnation, long epoch, Command.Form form) {
        return new Request(Table.origin(leader, incarnation), epoch + 1, RequestClass.FORMATION, form.encode());
    }

    Value proposes(int leader, long incarnation, long epoch, Command.Form form, int... to) {
        Request request = request(leader, incarnation, epoch, form);
        Value value = new Value(1, epoch, table.wallClock(), List.of(request.digest()));
        table.says(leader, OwnRequest.of(request, table.lives), to);
        table.says(leader, new Header(0, epoch, 1, value.digest()), to);
        table.says(leader, value, to);
        return value;
    }

    /** Member 0 leads and is played; the others have met each other and it. */
    void othersAndAPlayedLeader() {
        start(1, 2, 3);
        table.talk(MEET, 1, 2, 3);
        meets(0, 10, Digest.ZERO, 1, 2, 3);
        table.passAll();
    }

    List<Prepare> votes(int member) {
        return table.from(member, Prepare.class);
    }

    QuorumCertificate certificate(QuorumCertificate.Kind kind, Header header, long incarnation, int... voters) {
        List<QuorumCertificate.Vote> votes = new ArrayList<>();
        for (int each : voters) votes.add(new QuorumCertificate.Vote(Table.member(each), incarnation, SIGNATURE));
        return new QuorumCertificate(kind, table.sign(0, header), votes);
    }
}
