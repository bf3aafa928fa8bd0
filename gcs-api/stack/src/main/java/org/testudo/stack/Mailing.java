package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.Statement;

/** Letters that waited for the signing thread at the same time: signed together, sent in their order (SICP-8). */
final class Mailing {
    /** The most letters of one: with more, signing would hardly cost less and every path would be longer. */
    static final int MOST_LETTERS = 64;

    /** Bytes from which on no letter is added: the first one shall not wait until much else is encoded. */
    static final int MOST_BYTES = 256 << 10;

    private final List<Letter> letters = new ArrayList<>();
    private long bytes;

    void add(Letter letter) {
        letters.add(letter);
        bytes += letter.bytes();
    }

    boolean full() {
        return letters.size() >= MOST_LETTERS || bytes >= MOST_BYTES;
    }

    /** Signs what is to be signed, and sends; what cannot be signed any more is not sent (GM-11). */
    void send(Signer signer) {
        List<Optional<Signature>> signatures = sign(signer);
        for (int i = 0; i < letters.size(); i++) {
            Letter letter = letters.get(i);
            if (letter.statement().isEmpty() || signatures.get(i).isPresent()) {
                letter.send().accept(signatures.get(i));
            }
        }
    }

    private List<Optional<Signature>> sign(Signer signer) {
        List<Optional<Signature>> signatures = new ArrayList<>();
        List<Statement> together = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Letter letter : letters) {
            boolean alone = letter.leavesTheGroup();
            signatures.add(
                    alone ? letter.statement().flatMap(it -> signer.sign(it.header(), it.body())) : Optional.empty());
            if (alone || letter.statement().isEmpty()) continue;
            together.add(letter.statement().get());
            places.add(signatures.size() - 1);
        }
        List<Optional<Signature>> made = together.isEmpty() ? List.of() : signer.signAll(together);
        for (int i = 0; i < made.size(); i++) signatures.set(places.get(i), made.get(i));
        return signatures;
    }
}
