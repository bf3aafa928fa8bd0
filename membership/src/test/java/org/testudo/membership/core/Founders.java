package org.testudo.membership.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;

/** Alice, Bob, Carol, Dave and perhaps more, each watched by a sensor; and what they ask for. */
final class Founders {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Alert INTRUSION = new Alert(
            "suricata",
            "1:9000101",
            "successful-admin",
            "GROUP member host returned root shell output",
            Alert.Severity.HIGH,
            Alert.Outcome.SUCCEEDED,
            Alert.Role.ACTOR);
    static final Alert ATTEMPT = new Alert(
            "suricata",
            "1:9000100",
            "attempted-admin",
            "GROUP shell attempt",
            Alert.Severity.HIGH,
            Alert.Outcome.ATTEMPTED,
            Alert.Role.VICTIM);

    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace");

    /** On the roster, but no founders. */
    private static final List<String> STANDBYS = List.of("sam", "tess", "uma");

    final Genesis genesis;
    final GroupLife life;

    private Founders(int n, boolean enforce) {
        this(n, enforce, Operators.majorityOf(List.of()));
    }

    private Founders(int n, boolean enforce, Operators operators) {
        List<Genesis.Founder> founders = NAMES.subList(0, n).stream()
                .map(name -> new Genesis.Founder(
                        member(name),
                        certificate(name),
                        key(name),
                        List.of(new SensorKey("s-" + name, key("s-" + name)))))
                .toList();
        byte[] policy = Policy.standard(enforce).encode();
        List<Genesis.Founder> others = STANDBYS.stream()
                .map(name -> new Genesis.Founder(
                        member(name),
                        certificate(name),
                        key(name),
                        List.of(new SensorKey("s-" + name, key("s-" + name)))))
                .toList();
        genesis = new Genesis(
                "test", Digest.ZERO, Quorum.of(n, FaultModel.BYZANTINE), founders, others, operators, policy);
        life = genesis.life("a");
    }

    static Founders four() {
        return new Founders(4, true);
    }

    /** Of which one may be faulty: Q is 4, so the floor lets two go, and the budget one. */
    static Founders six() {
        return new Founders(6, true);
    }

    static Founders seven() {
        return new Founders(7, true);
    }

    /** Seven with the operator olga. */
    static Founders sevenWithOperator() {
        return new Founders(7, true, operators("olga"));
    }

    /** Four with three operators, of whom two have to agree. */
    static Founders fourWithOperators() {
        return new Founders(4, true, operators("olga", "oscar", "otto"));
    }

    /** Seven with three operators, of whom two have to agree. */
    static Founders sevenWithOperators() {
        return new Founders(7, true, operators("olga", "oscar", "otto"));
    }

    private static Operators operators(String... names) {
        return Operators.majorityOf(
                Stream.of(names).map(name -> new SensorKey(name, key(name))).toList());
    }

    /** An instruction with the approvals of these operators, brought by alice; it expires a minute after noon. */
    static Request instruct(long number, Act act, String... operators) {
        return instruct(new Instruction(number, NOON.plusSeconds(60), act), operators);
    }

    static Request instruct(Instruction instruction, String... operators) {
        List<Approval> approvals = Stream.of(operators)
                .map(name -> new Approval(name, key(name), signature()))
                .toList();
        return command(origin("alice"), new Command.Operate(instruction, approvals));
    }

    static Founders fourObserving() {
        return new Founders(4, false);
    }

    MembershipState state() {
        return new MembershipState(genesis, genesis.firstView(life), Policy.standard(enforces()));
    }

    /** In view 1: every seat has brought keys in slot 1. */
    MembershipState stateInViewOne() {
        MembershipState state = state();
        state.apply(slot(1, 0, NOON, everyonesKeys()));
        return state;
    }

    /** In view 0 of a group that has yet to form. */
    MembershipState unformed() {
        return new MembershipState(genesis, genesis.firstView(), Policy.standard(enforces()));
    }

    /** In view 1, formed in slot 1 of these founders, each by its start 100. */
    MembershipState formed(String... founders) {
        MembershipState state = unformed();
        state.apply(slot(1, 0, NOON, form(founders)));
        return state;
    }

    static Request form(String... founders) {
        List<Announcement> starts = Stream.of(founders)
                .map(name -> new Announcement(origin(name, START), keysOf(name, START), signature()))
                .toList();
        return new Request(origin(founders[0], START), 1, RequestClass.FORMATION, new Command.Form(starts).encode());
    }

    /** The start by which founders found. */
    static final long START = 100;

    static Origin origin(String name, long incarnation) {
        return Origin.of(member(name), key(name), incarnation);
    }

    static List<StatementKey> keysOf(String name, long incarnation) {
        return IntStream.range(0, Command.MAX_KEYS)
                .mapToObj(i -> key(name + " " + incarnation + " view key " + i))
                .toList();
    }

    static Request join(String name, long incarnation) {
        return command(origin(name, incarnation), new Command.Join(keysOf(name, incarnation)));
    }

    /** A command of a founder's first start. */
    static Request by(String name, Command command) {
        return command(origin(name, START), command);
    }

    static Request by(String name, long incarnation, Command command) {
        return command(origin(name, incarnation), command);
    }

    static Request suspect(String by, String target) {
        return by(by, new Command.Suspect(member(target), START));
    }

    Request[] everyonesKeys() {
        return genesis.members().stream()
                .map(founder -> bring(founder.member().name(), 0, Command.MAX_KEYS))
                .toArray(Request[]::new);
    }

    private boolean enforces() {
        return Arrays.equals(genesis.policy(), Policy.standard(true).encode());
    }

    static MemberId member(String name) {
        return new MemberId(name);
    }

    static Origin origin(String name) {
        return Origin.of(member(name), key(name), 1);
    }

    static Origin sensor(String name, long boot) {
        return new Origin(new Principal(Principal.Kind.SENSOR, name), key(name), boot);
    }

    static StatementKey key(String seed) {
        return StatementKey.fromBytes(
                Digest.of(out -> out.writeText("key " + seed)).toBytes());
    }

    static Digest certificate(String name) {
        return Digest.of(out -> out.writeText("certificate " + name));
    }

    static Request command(Origin origin, Command command) {
        return new Request(origin, 1, RequestClass.CONTROL, command.encode());
    }

    static Request bring(String name, long first, int count) {
        List<StatementKey> keys = IntStream.range(0, count)
                .mapToObj(i -> viewKey(name, (int) first + i))
                .toList();
        return command(origin(name), new Command.ViewKeys(first, keys));
    }

    static StatementKey viewKey(String name, int position) {
        return key(name + " view key " + position);
    }

    static Request accuse(String by, String target) {
        return command(origin(by), new Command.Accuse(member(target), 1, "it floods"));
    }

    static Request report(Origin sensor, String target, Alert alert) {
        return report(sensor, target, certificate(target), NOON, alert);
    }

    static Request report(Origin sensor, String target, Digest fingerprint, Instant observed, Alert alert) {
        return command(sensor, new Command.Report(member(target), fingerprint, observed, alert));
    }

    Request convict(String by, String target, long view) {
        return convict(by, target, statement(target, view, "one"), statement(target, view, "two"));
    }

    static Request convict(String by, String target, Claim.SignedBy first, Claim.SignedBy second) {
        return command(origin(by), new Command.Convict(member(target), 1, new Contradiction(first, second)));
    }

    Claim.SignedBy statement(String signer, long view, String body) {
        StatementHeader header = new StatementHeader.ViewBound(life, view, 2, 9, StatementTypes.PREPARE);
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Claim.SignedBy(Principal.of(member(signer)), header, bytes, signature());
    }

    static Signature signature() {
        List<byte[]> batch = Collections.nCopies(5, new byte[] {1});
        return StatementBatch.of(batch).signatures(new byte[Signature.LENGTH]).get(2);
    }

    static Request operation(String name, String text) {
        byte[] body = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Request(origin(name), 7, RequestClass.APPLICATION, body);
    }

    static SlotDelivery slot(long slot, long view, Instant agreedTime, Request... requests) {
        return new SlotDelivery(slot, view, 0, agreedTime, chain(slot), new ArrayList<>(List.of(requests)));
    }

    static Digest chain(long slot) {
        return Digest.of(out -> out.writeLong(slot));
    }

    static List<String> names(ViewRecord record) {
        return record.occupants().stream()
                .map(Occupant::member)
                .map(MemberId::name)
                .toList();
    }
}
