package org.testudo.stack;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The one message of the test's protocol.
 *
 * @param view in which its sender signs it; -1: it is not signed
 * @param nested statements that it carries
 */
record Word(String text, long view, MessageCodec.Lane lane, List<Claim.SignedBy> nested) {
    static Word plain(String text) {
        return new Word(text, -1, MessageCodec.Lane.CONTROL, List.of());
    }

    static Word body(String text) {
        return new Word(text, -1, MessageCodec.Lane.BODIES, List.of());
    }

    static Word signed(String text, long view) {
        return new Word(text, view, MessageCodec.Lane.VOTES, List.of());
    }

    static final class Codec implements MessageCodec<Word> {
        private final GroupLife life;

        Codec(GroupLife life) {
            this.life = life;
        }

        @Override
        public void write(Word word, WireWriter out) {
            out.writeText(word.text).writeLong(word.view).writeEnum(word.lane);
            out.writeList(word.nested, (claim, to) -> {
                StatementHeader.ViewBound header = (StatementHeader.ViewBound) claim.header();
                org.testudo.kernel.statement.Origin.writePrincipal(claim.signer(), to);
                to.writeLong(header.view()).writeBytes(claim.body());
                claim.signature().write(to);
            });
        }

        @Override
        public Word read(WireReader in) throws MalformedException {
            String text = in.readText(1 << 20);
            if (text.equals("trap")) throw new IllegalStateException("a codec that has a bug");
            return new Word(
                    text, in.readLong(), in.readEnum(Lane.values()), in.readList(1_000, each -> readNested(each)));
        }

        private Claim.SignedBy readNested(WireReader in) throws MalformedException {
            var signer = org.testudo.kernel.statement.Origin.readPrincipal(in);
            return new Claim.SignedBy(signer, header(in.readCount()), in.readBytes(100), Signature.read(in));
        }

        private StatementHeader header(long view) {
            return new StatementHeader.ViewBound(life, view, 0, 0, StatementTypes.TEST);
        }

        @Override
        public Optional<StatementHeader> header(Word word) {
            return word.view < 0 ? Optional.empty() : Optional.of(header(word.view));
        }

        @Override
        public List<Claim> claims(Word word) {
            return List.copyOf(word.nested);
        }

        @Override
        public boolean useful(Word word, long view, long delivered) {
            return !word.text.startsWith("useful until slot ") || delivered < Long.parseLong(word.text.substring(18));
        }

        /** Words that begin with "vote" are votes in one ballot of their view. */
        @Override
        public Optional<Vote> vote(Word word) {
            if (!word.text.startsWith("vote ")) return Optional.empty();
            StatementHeader.ViewBound header = (StatementHeader.ViewBound) header(word.view);
            return Optional.of(Vote.of(header.type(), header, Digest.of(out -> out.writeText(word.text))));
        }

        @Override
        public boolean answersForVotes(Word word) {
            return word.text.equals("I never voted");
        }

        @Override
        public Lane lane(Word word) {
            return word.lane;
        }
    }
}
