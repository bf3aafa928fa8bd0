package org.testudo.stack.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TaskId;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** How the events that come from outside the cores are written: messages by the codecs of their layers. */
final class EventCodec {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_ENTRIES = 1 << 20;

    private final List<MessageCodec<Object>> codecs;
    private final RecordCodec notices;
    private final Lives lives;

    /** @param codecs of the layers, bottom up */
    @SuppressWarnings("unchecked") // an event of a layer bears that layer's messages
    EventCodec(List<? extends MessageCodec<?>> codecs, Lives lives) {
        this.codecs = codecs.stream().map(each -> (MessageCodec<Object>) each).toList();
        this.lives = lives;
        notices = new RecordCodec(lives);
    }

    /** @throws IllegalArgumentException if it has no form in a recording */
    void write(int layer, Event<?> event, WireWriter out) {
        if (event instanceof Event.Received<?> it) writeMessage(layer, it.message(), out.writeByte(1));
        else if (event instanceof Event.Refuted<?> it) writeRefuted(layer, it, out.writeByte(2));
        else if (event instanceof Event.TimerFired<?> it)
            out.writeByte(3).writeText(it.timer().name());
        else if (event instanceof Event.Noticed<?> it) notices.write(it.notice(), out.writeByte(4));
        else if (event instanceof Event.Submitted<?> it) writePayload(it.payload(), out.writeByte(5));
        else if (event instanceof Event.Gap<?> it)
            out.writeByte(6).writeText(it.from().name());
        else if (event instanceof Event.Persisted<?> it)
            out.writeByte(7).writeLong(it.entry().number());
        else if (event instanceof Event.Applied<?> it)
            it.result().write(out.writeByte(8).writeLong(it.slot()));
        else if (event instanceof Event.Computed<?> it)
            out.writeByte(9).writeLong(it.task().number()).writeBytes(it.result());
        else if (event instanceof Event.Installed<?> it) it.view().write(out.writeByte(10));
        else if (event instanceof Event.Restored<?> it) {
            out.writeByte(11).writeList(it.entries(), (each, to) -> to.writeBytes(each));
        } else
            throw new IllegalArgumentException(
                    "a recording has no form for " + event.getClass().getSimpleName());
    }

    Event<Object> read(int layer, WireReader in) throws MalformedException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new Event.Received<>(readMessage(layer, in));
            case 2 -> readRefuted(layer, in);
            case 3 -> new Event.TimerFired<>(new TimerId(in.readText(MAX_BYTES)));
            case 4 -> new Event.Noticed<>(notices.read(in));
            case 5 -> new Event.Submitted<>(readPayload(in));
            case 6 -> new Event.Gap<>(Origin.readMember(in));
            case 7 -> new Event.Persisted<>(new EntryId(in.readLong()));
            case 8 -> new Event.Applied<>(in.readLong(), Digest.read(in));
            case 9 -> new Event.Computed<>(new TaskId(in.readLong()), in.readBytes(MAX_BYTES));
            case 10 -> new Event.Installed<>(ViewRecord.read(in));
            case 11 -> new Event.Restored<>(in.readList(MAX_ENTRIES, each -> each.readBytes(MAX_BYTES)));
            default -> throw new MalformedException("no event " + kind);
        };
    }

    private void writeMessage(int layer, Authentic<?> message, WireWriter out) {
        out.writeText(message.sender().name());
        Optional<Signature> signature =
                message instanceof Signed<?> signed ? Optional.of(signed.signature()) : Optional.empty();
        out.writeOptional(signature, Signature::write);
        out.writeBytes(codecs.get(layer).encode(message.message()));
    }

    private Authentic<Object> readMessage(int layer, WireReader in) throws MalformedException {
        var sender = Origin.readMember(in);
        Optional<Signature> signature = in.readOptional(Signature::read);
        MessageCodec<Object> codec = codec(layer);
        Object message = codec.decode(in.readBytes(MAX_BYTES));
        if (signature.isEmpty()) return new Unsigned<>(sender, message);
        Optional<StatementHeader> header = codec.header(message);
        if (header.isEmpty()) throw new MalformedException("signed, but makes no statement");
        return new Signed<>(Principal.of(sender), header.get(), message, signature.get());
    }

    private MessageCodec<Object> codec(int layer) throws MalformedException {
        if (layer >= codecs.size()) throw new MalformedException("no layer " + layer);
        return codecs.get(layer);
    }

    /** The claim is one of those that the message makes. */
    private void writeRefuted(int layer, Event.Refuted<?> refuted, WireWriter out) {
        int place = codecs.get(layer).claims(refuted.message().message()).indexOf(refuted.claim());
        if (place < 0) throw new IllegalArgumentException("a claim that its message does not make");
        writeMessage(layer, refuted.message(), out);
        out.writeInt(place);
    }

    private Event<Object> readRefuted(int layer, WireReader in) throws MalformedException {
        Authentic<Object> message = readMessage(layer, in);
        List<Claim> claims = new ArrayList<>(codec(layer).claims(message.message()));
        int place = in.readInt();
        if (place < 0 || place >= claims.size()) throw new MalformedException("no claim " + place);
        return new Event.Refuted<>(message, claims.get(place));
    }

    private static void writePayload(Payload payload, WireWriter out) {
        if (payload instanceof Payload.Own own) {
            out.writeByte(1).writeEnum(own.kind()).writeBytes(own.body());
        } else if (payload instanceof Payload.Relayed relayed) {
            Request.writeSigned(relayed.request(), out.writeByte(2));
        }
    }

    private Payload readPayload(WireReader in) throws MalformedException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new Payload.Own(in.readEnum(RequestClass.values()), in.readBytes(MAX_BYTES));
            case 2 -> new Payload.Relayed(Request.readSigned(in, lives));
            default -> throw new MalformedException("no payload " + kind);
        };
    }
}
