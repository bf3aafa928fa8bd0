package org.testudo.gacp.core;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** One open session: by which card, what of it was delivered, what is being executed, what was answered last (AB-22). */
final class ClientSession {
    private final int mostAnswers;
    private final Optional<CertificateSerials> card;
    private final TreeMap<Long, Digest> executing = new TreeMap<>();
    private final TreeMap<Long, Answered> answers = new TreeMap<>();
    private long delivered;

    /** @param card the certificates of the card that opened it */
    ClientSession(Optional<CertificateSerials> card, int mostAnswers) {
        this.card = card;
        this.mostAnswers = mostAnswers;
    }

    /** Whether it was opened by a card of one of these certificates. */
    boolean restsOn(Set<BigInteger> serials) {
        return card.filter(it -> it.anyOf(serials)).isPresent();
    }

    /** What is replicated of it when nothing is being executed; without results (AB-22). */
    void write(WireWriter out) {
        out.writeOptional(card, CertificateSerials::write).writeLong(delivered);
        out.writeList(List.copyOf(answers.values()), (each, to) -> each.reply().write(to));
    }

    static ClientSession read(WireReader in, int mostAnswers) throws MalformedException {
        ClientSession session = new ClientSession(in.readOptional(CertificateSerials::read), mostAnswers);
        session.delivered = in.readCount();
        for (Reply each : in.readList(mostAnswers, Reply::read)) {
            session.answers.put(each.number(), new Answered(each, Optional.empty()));
        }
        return session;
    }

    /** Gives an answer its result back. */
    boolean lengthen(long number, byte[] result) {
        Answered answer = answers.get(number);
        if (answer == null || !Digest.of(result).equals(answer.reply().result())) return false;
        answers.put(number, new Answered(answer.reply(), Optional.of(result)));
        return true;
    }

    /** The highest number delivered. */
    long delivered() {
        return delivered;
    }

    void deliver(Request request) {
        delivered = Math.max(delivered, request.number());
        executing.put(request.number(), request.digest());
    }

    /** Whether nothing delivered waits for its answer but this number. */
    boolean idleBut(long number) {
        return executing.isEmpty() || executing.size() == 1 && executing.containsKey(number);
    }

    /** Keeps an answer; gives back the one that has to go for it, if any. */
    Optional<Answered> answer(Answered answer) {
        executing.remove(answer.reply().number());
        answers.put(answer.reply().number(), answer);
        return answers.size() > mostAnswers
                ? Optional.of(answers.pollFirstEntry().getValue())
                : Optional.empty();
    }

    Optional<Answered> answerTo(long number) {
        return Optional.ofNullable(answers.get(number));
    }

    List<Answered> answers() {
        return List.copyOf(answers.values());
    }

    /** The digest of the request that was delivered under this number, as far as it is remembered. */
    Optional<Digest> operation(long number) {
        return answerTo(number)
                .map(answer -> answer.reply().operation())
                .or(() -> Optional.ofNullable(executing.get(number)));
    }

    /** Keeps of an answer only the digest of its result. */
    void shorten(long number) {
        answers.computeIfPresent(number, (key, answer) -> new Answered(answer.reply(), Optional.empty()));
    }
}
