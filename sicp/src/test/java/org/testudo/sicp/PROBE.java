package org.testudo.sicp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.util.MessageBatch;
import org.testudo.api.Notice;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.stack.CoreHeader;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.StackContext;

/** Stands above the transport and keeps what it passes up. */
public final class PROBE extends CoreHost<String> {
    static final short ID = 2_100;

    static {
        Ids.register(ID, PROBE.class);
    }

    /** A message as the transport passed it up. */
    record Got(Address from, String text) {}

    final Queue<Got> got = new ConcurrentLinkedQueue<>();
    final Queue<Notice> notices = new ConcurrentLinkedQueue<>();

    void send(Address to, String text) {
        getDownProtocol().down(message(to, text));
    }

    static Message message(Address to, String text) {
        return new BytesMessage(to, text.getBytes(StandardCharsets.UTF_8)).putHeader(ID, new CoreHeader());
    }

    @Override
    public void up(MessageBatch batch) {
        for (Message each : batch) {
            String text = new String(each.getArray(), each.getOffset(), each.getLength(), StandardCharsets.UTF_8);
            got.add(new Got(each.src(), text));
        }
    }

    @Override
    protected void onAnnounced(Notice notice) {
        notices.add(notice);
    }

    @Override
    protected ProtocolCore<String> newCore(StackContext context) {
        return new AbstractCore<>() {};
    }

    @Override
    protected MessageCodec<String> newCodec(StackContext context) {
        return new MessageCodec<>() {
            @Override
            public void write(String message, WireWriter out) {
                out.writeText(message);
            }

            @Override
            public String read(WireReader in) throws MalformedException {
                return in.readText(1_000);
            }

            @Override
            public Optional<StatementHeader> header(String message) {
                return Optional.empty();
            }

            @Override
            public List<Claim> claims(String message) {
                return List.of();
            }

            @Override
            public Lane lane(String message) {
                return Lane.CONTROL;
            }
        };
    }
}
