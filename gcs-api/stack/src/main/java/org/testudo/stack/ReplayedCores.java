package org.testudo.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jgroups.stack.Protocol;
import org.testudo.api.GroupListener;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.JournalKind;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.recorder.Recording;
import org.testudo.stack.recorder.RecordingHead;
import org.testudo.stack.recorder.Replay;
import org.testudo.stack.recorder.ReplayLives;

/** Makes the cores of a member's stack without its threads, network and keys, to replay a recording of it. */
public final class ReplayedCores {
    private final List<CoreHost<?>> hosts = new ArrayList<>();
    private final GroupConfig config;
    private final Genesis genesis;

    /**
     * Of the default stack of a configuration.
     *
     * @param config of the member whose cores were recorded, as it was then
     * @throws TestudoException if a layer is missing
     */
    public ReplayedCores(GroupConfig config, Genesis genesis) {
        this.config = config;
        this.genesis = genesis;
        for (Protocol each : StackAssembly.of(config).protocols()) {
            if (each instanceof LANES lanes) lanes.application(Optional.empty(), new GroupListener() {});
            if (!(each instanceof CoreHost<?> host)) continue;
            host.replayed(config.ordering().journal() == JournalKind.FILE);
            hosts.add(host);
        }
    }

    /**
     * Replays a recording, or as much of it as is equal.
     *
     * @param trace is told each step and effect
     * @throws TestudoException if it is of another group, member or stack
     */
    public Replay.Outcome replay(Recording recording, Consumer<String> trace) throws IOException {
        RecordingHead head = recording.head();
        check(head);
        ReplayLives lives = new ReplayLives(head.first());
        StackContext context = new StackContext(
                genesis, head.first(), lives, head.self(), new NoKeys(), new NoVerifier(), head.firstKeys());
        List<ProtocolCore<?>> cores = new ArrayList<>();
        List<MessageCodec<?>> codecs = new ArrayList<>();
        for (CoreHost<?> each : hosts) {
            codecs.add(each.newCodec(context));
            cores.add(each.newCore(context));
        }
        return new Replay(recording, cores, codecs, lives, trace).run();
    }

    private void check(RecordingHead head) {
        if (!head.first().life().genesis().equals(genesis.digest())) {
            throw new TestudoException("the recording is of a group of another genesis, "
                    + head.first().life().genesis() + ", than the configuration, " + genesis.digest());
        }
        Principal self = head.self().principal();
        if (self.kind() != Principal.Kind.MEMBER || !self.name().equals(config.self())) {
            throw new TestudoException("the recording is of " + self + ", not of " + config.self());
        }
        List<String> names = hosts.stream().map(Protocol::getName).toList();
        if (!names.equals(head.layers())) {
            throw new TestudoException(
                    "the recording is of a stack with the layers " + head.layers() + ", not " + names);
        }
    }

    /** Nothing is signed: what was signed then is in the recording. */
    private static final class NoKeys implements MemberKeys {
        @Override
        public List<StatementKey> newViewKeys(int count) {
            throw new IllegalStateException("a replay makes no keys");
        }

        @Override
        public void installed(ViewRecord view) {}

        @Override
        public void erase(long view) {}

        @Override
        public Optional<Signature> sign(StatementHeader header, byte[] body) {
            throw new IllegalStateException("a replay signs nothing");
        }
    }

    /** Nothing is verified: what came to the cores had been. */
    private static final class NoVerifier implements Verifier {
        @Override
        public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
            throw new IllegalStateException("a replay verifies nothing");
        }

        @Override
        public boolean certified(Claim.Certified claim) {
            throw new IllegalStateException("a replay verifies nothing");
        }
    }
}
