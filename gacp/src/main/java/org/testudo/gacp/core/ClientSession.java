package org.testudo.gacp.core;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;

/** One open session: what of it was delivered, what is being executed, what was answered last (AB-22). */
final class ClientSession {
    private final int mostAnswers;
    private final TreeMap<Long, Digest> executing = new TreeMap<>();
    private final TreeMap<Long, Answered> answers = new TreeMap<>();
    private long delivered;

    ClientSession(int mostAnswers) {
        this.mostAnswers = mostAnswers;
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
