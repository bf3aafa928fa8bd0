package org.testudo.stack.pair.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** One byte for the kind, then the fields in their order. */
public final class PairCodec implements MessageCodec<PairMessage> {
    private static final MemberId NOBODY = new MemberId("nobody");
    private static final int PARCEL = 1;
    private static final int RECEIPT = 2;

    private final int mostBytes;

    /** @param mostBytes of a body */
    public PairCodec(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void write(PairMessage message, WireWriter out) {
        message.accept(NOBODY, new PairMessage.Visitor() {
            @Override
            public void onParcel(MemberId sender, PairMessage.Parcel parcel) {
                out.writeByte(PARCEL).writeEnum(parcel.stream()).writeLong(parcel.view());
                out.writeLong(parcel.from()).writeLong(parcel.to()).writeLong(parcel.sequence());
                out.writeBytes(parcel.body());
            }

            @Override
            public void onReceipt(MemberId sender, PairMessage.Receipt receipt) {
                out.writeByte(RECEIPT).writeEnum(receipt.stream());
                out.writeLong(receipt.from()).writeLong(receipt.to());
                out.writeLong(receipt.received()).writeLong(receipt.consumed());
            }
        });
    }

    @Override
    public PairMessage read(WireReader in) throws MalformedException {
        int kind = in.readByte();
        return switch (kind) {
            case PARCEL ->
                new PairMessage.Parcel(
                        in.readEnum(PairStream.values()),
                        in.readCount(),
                        in.readCount(),
                        in.readCount(),
                        in.readCount(),
                        in.readBytes(mostBytes));
            case RECEIPT ->
                new PairMessage.Receipt(
                        in.readEnum(PairStream.values()),
                        in.readCount(),
                        in.readCount(),
                        in.readCount(),
                        in.readCount());
            default -> throw new MalformedException("no message " + kind);
        };
    }

    /** None: that its channel is authenticated is enough between two. */
    @Override
    public Optional<StatementHeader> header(PairMessage message) {
        return Optional.empty();
    }

    @Override
    public List<Claim> claims(PairMessage message) {
        return List.of();
    }

    /** All in one lane, so that receipts do not overtake and no parcel delays votes. */
    @Override
    public Lane lane(PairMessage message) {
        return Lane.BODIES;
    }

    /** A parcel that comes early is not kept, but asked for again. */
    @Override
    public boolean keepsOrder() {
        return true;
    }
}
