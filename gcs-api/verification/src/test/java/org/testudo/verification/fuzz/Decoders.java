package org.testudo.verification.fuzz;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.abcast.core.AbcastCodec;
import org.testudo.abcast.core.ResultsWanted;
import org.testudo.abcast.core.Status;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.attackdetector.sensor.SensorDecoders;
import org.testudo.failuredetector.core.DetectorCodec;
import org.testudo.failuredetector.core.DetectorMessage;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.QueryReply;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.InstructionArchive;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.recovery.CertifiedState;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.membership.core.MembershipCodec;
import org.testudo.membership.core.MembershipMessage;
import org.testudo.sicp.credentials.CredentialDecoders;
import org.testudo.sicp.stock.StockDecoders;
import org.testudo.sicp.transport.TransportDecoders;
import org.testudo.stack.ChannelDecoders;
import org.testudo.stack.pair.core.PairCodec;
import org.testudo.stack.pair.core.PairMessage;
import org.testudo.stack.pair.core.PairStream;

/** Every decoder that sees bytes of peers, clients, sensors or files, with something to begin from. */
final class Decoders {
    private static final Origin CLIENT =
            new Origin(new Principal(Principal.Kind.CLIENT, "carl"), KernelSamples.key(1), 7);
    private static final Request REQUEST = new Request(CLIENT, 3, RequestClass.APPLICATION, new byte[] {1, 2});
    private static final Instruction INSTRUCTION =
            new Instruction(3, Instant.EPOCH, new Act.Exclude(new MemberId("bob")));
    private static final Approval APPROVAL = new Approval("olga", KernelSamples.key(5), KernelSamples.SIGNATURE);
    private static final Alert ALERT = new Alert(
            "suricata", "1:9", "a class", "a title", Alert.Severity.HIGH, Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);

    private Decoders() {}

    static List<Decoder> all() {
        List<Decoder> all = new ArrayList<>();
        transport(all);
        messages(all);
        records(all);
        clients(all);
        return all;
    }

    private static void transport(List<Decoder> all) {
        all.add(new Decoder(
                "frames",
                TransportDecoders::frames,
                false,
                List.of(TransportDecoders.frame(0, 20, 3), TransportDecoders.pieces(20_000))));
        all.add(new Decoder("greeting", TransportDecoders::greeting, true, List.of(TransportDecoders.greeting())));
        all.add(new Decoder("stock", StockDecoders::message, false, StockDecoders.samples()));
        all.add(new Decoder("channel", ChannelDecoders::message, false, ChannelDecoders.samples()));
        all.add(new Decoder("eve", SensorDecoders::eve, false, SensorDecoders.samples()));
        all.add(new Decoder("card", CredentialDecoders::card, true, CredentialDecoders.cards()));
        all.add(new Decoder("crl", CredentialDecoders::crl, true, List.of(CredentialDecoders.crl())));
    }

    private static void messages(List<Decoder> all) {
        AbcastCodec abcast = new AbcastCodec(KernelSamples.LIVES, 64);
        all.add(codec(
                "abcast",
                abcast,
                List.of(
                        new Value(3, 1, Instant.ofEpochMilli(12345), List.of(Digest.ZERO)),
                        new Status(2, 1, true, 77, List.of(0, 3)),
                        new ResultsWanted(3))));
        MembershipMessage.Held held = new MembershipMessage.Held(new MemberId("alice"), KernelSamples.SIGNATURE);
        all.add(codec(
                "membership",
                new MembershipCodec(KernelSamples.LIVES),
                List.of(
                        new MembershipMessage.ViewSignature(3, Digest.ZERO),
                        new MembershipMessage.Signatures(3, Digest.ZERO, true, List.of(held)))));
        all.add(codec(
                "detector",
                new DetectorCodec(),
                List.of(new DetectorMessage.Probe(8), new DetectorMessage.Hearing(true))));
        all.add(codec(
                "pair",
                new PairCodec(1 << 20),
                List.of(
                        new PairMessage.Receipt(PairStream.ANSWERS, 1, 2, 3, 4),
                        new PairMessage.Parcel(PairStream.MESSAGES, 5, 6, 7, 8, new byte[9]))));
    }

    private static <M> Decoder codec(String name, MessageCodec<M> codec, List<? extends M> samples) {
        List<byte[]> bytes = new ArrayList<>();
        for (M each : samples) bytes.add(codec.encode(each));
        return new Decoder(
                name,
                each -> {
                    M read = codec.decode(each);
                    codec.claims(read);
                    codec.header(read);
                    codec.lane(read);
                    codec.vote(read);
                    codec.useful(read, 1, 1);
                    return codec.encode(read);
                },
                true,
                bytes);
    }

    private static void records(List<Decoder> all) {
        Command report =
                new Command.Report(new MemberId("bob"), Digest.ZERO, Instant.ofEpochMilli(1_700_000_000_000L), ALERT);
        byte[] convict = new Command.Convict(new MemberId("bob"), 1, KernelSamples.EVIDENCE).encode();
        byte[] operate = new Command.Operate(INSTRUCTION, List.of(APPROVAL)).encode();
        byte[] policy = operate(new Act.SetPolicy(Policy.standard(true)));
        byte[] revoke = operate(new Act.Revoke(new Command.Revoke(RevocationList.NONE, new byte[] {1})));
        Pardoned back = new Pardoned(new MemberId("bob"), KernelSamples.key(6), Digest.ZERO, Instant.EPOCH);
        byte[] pardon = operate(new Act.Pardon(back, new byte[] {1}));
        byte[] resize = operate(new Act.Resize(7, 2, List.of(new MemberId("erin"))));
        byte[] evidence = new EvidenceArchive(KernelSamples.EVIDENCE).encode();
        ChainArchive chain = new ChainArchive(KernelSamples.GENESIS.digest(), List.of(KernelSamples.CERTIFICATE));
        byte[] command = new Request(CLIENT, 3, RequestClass.CONTROL, report.encode()).body();
        List<byte[]> commands = List.of(command, convict, operate, policy, revoke, pardon, resize);
        all.add(new Decoder("command", Decoders::command, true, commands));
        all.add(element("alert", Alert::read, Alert::write, List.of(ALERT)));
        all.add(element("policy", Policy::read, Policy::write, List.of(Policy.standard(true))));
        all.add(element(
                "serials",
                CertificateSerials::read,
                CertificateSerials::write,
                List.of(new CertificateSerials(BigInteger.TWO, Optional.of(BigInteger.TEN)))));
        all.add(element("revocations", RevocationList::read, RevocationList::write, List.of(RevocationList.NONE)));
        all.add(element("request", Request::read, Request::write, List.of(REQUEST)));
        all.add(element("view-record", ViewRecord::read, ViewRecord::write, List.of(KernelSamples.VIEW)));
        all.add(element(
                "view-certificate", ViewCertificate::read, ViewCertificate::write, List.of(KernelSamples.CERTIFICATE)));
        all.add(sealed("chain", each -> ChainArchive.decode(each).encode(), chain.encode()));
        all.add(sealed(
                "instruction",
                each -> InstructionArchive.decode(each).encode(),
                new InstructionArchive(KernelSamples.LIFE, INSTRUCTION, List.of(APPROVAL)).encode()));
        all.add(sealed("recovery", each -> RecoveryArchive.decode(each).encode(), recovery()));
        all.add(sealed("evidence", each -> EvidenceArchive.decode(each).encode(), evidence));
        all.add(new Decoder(
                "bundle",
                each -> Bundle.encode(Bundle.decode(each)),
                true,
                List.of(Bundle.encode(List.of(new byte[3], new byte[0])))));
    }

    /** Of a life that was begun like this itself, so that a genesis of both kinds is in it. */
    private static byte[] recovery() {
        SortedMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.APPLICATION, Snapshot.of(new byte[9]));
        shares.put(HoldsState.MEMBERSHIP, Snapshot.of(new byte[3]));
        CertifiedState.Word word = new CertifiedState.Word(new MemberId("alice"), KernelSamples.SIGNATURE);
        CertifiedState state = new CertifiedState(1, Manifest.of(12, shares), List.of(word), shares);
        List<ViewCertificate> chain = List.of(KernelSamples.CERTIFICATE);
        Genesis first = KernelSamples.GENESIS;
        RecoveryArchive once = RecoveryArchive.prepared(first, chain, state, Optional.of(13L), first);
        return RecoveryArchive.prepared(first.from(Optional.of(recovered(once))), chain, state, Optional.empty(), first)
                .with(APPROVAL)
                .encode();
    }

    private static Recovered recovered(RecoveryArchive archive) {
        return new Recovered(
                archive.statement(),
                KernelSamples.CERTIFICATE.record(),
                RevocationList.NONE,
                Pardons.NONE,
                Optional.empty());
    }

    private static byte[] operate(Act act) {
        return new Command.Operate(new Instruction(4, Instant.EPOCH, act), List.of(APPROVAL)).encode();
    }

    /** A file that ends with a digest of what is before: the fuzzer changes that alone, else all would be refused at the digest. */
    private static Decoder sealed(String name, Decoder.Reading whole, byte[] sample) {
        Decoder.Reading reading = each -> {
            byte[] file = Arrays.copyOf(each, each.length + Digest.LENGTH);
            System.arraycopy(Digest.of(each).toBytes(), 0, file, each.length, Digest.LENGTH);
            byte[] again = whole.again(file);
            return Arrays.copyOf(again, again.length - Digest.LENGTH);
        };
        return new Decoder(name, reading, true, List.of(Arrays.copyOf(sample, sample.length - Digest.LENGTH)));
    }

    private static byte[] command(byte[] body) throws MalformedException {
        Request request = new Request(CLIENT, 3, RequestClass.CONTROL, body);
        Optional<Command> command = request.command(KernelSamples.LIFE);
        request.nestedClaims(KernelSamples.LIFE);
        return command.orElseThrow(() -> new MalformedException("no command")).encode();
    }

    private static <T> Decoder element(
            String name, WireReader.Element<T> read, WireWriter.Element<T> write, List<T> samples) {
        List<byte[]> bytes = new ArrayList<>();
        for (T each : samples) bytes.add(WireWriter.bytes(out -> write.write(each, out)));
        Decoder.Reading reading = each -> {
            T value = WireReader.whole(each, read);
            return WireWriter.bytes(out -> write.write(value, out));
        };
        return new Decoder(name, reading, true, bytes);
    }

    private static void clients(List<Decoder> all) {
        byte[] reply = new SignedReply(
                        4,
                        Reply.to(REQUEST, 12, false, new byte[] {5}),
                        KernelSamples.SIGNATURE,
                        Optional.of(new byte[] {5}))
                .encode();
        all.add(new Decoder("reply", each -> SignedReply.decode(each).encode(), true, List.of(reply)));
        QueryReply answer = new QueryReply(CLIENT.principal(), 7, 3, Digest.ZERO, false, Digest.ZERO);
        byte[] queryReply = new SignedQueryReply(4, answer, KernelSamples.SIGNATURE, new byte[] {5}).encode();
        all.add(new Decoder("query-reply", each -> SignedQueryReply.decode(each).encode(), true, List.of(queryReply)));
        byte[] confirmation = new Confirmation(4, Digest.ZERO, new byte[16], KernelSamples.SIGNATURE).encode();
        all.add(new Decoder("confirmation", each -> Confirmation.decode(each).encode(), true, List.of(confirmation)));
    }
}
