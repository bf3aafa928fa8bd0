package org.testudo.stack;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.blocks.RspFilter;
import org.testudo.kernel.view.ViewRecord;

/**
 * Believes an answer to a call for all members once so many of them have given the same that one of these is correct: f+1.
 * The call is over then, and its {@code RspList} holds that answer alone; where no answer came so often, it holds none.
 *
 * <pre>{@code
 * RequestOptions options = RequestOptions.SYNC().timeout(5_000).rspFilter(EqualAnswers.of(channel));
 * Long sum = dispatcher.<Long>callRemoteMethods(null, "sum", null, null, options).getFirst();
 * }</pre>
 *
 * <p>Correct members give the same answer if it follows from what all have received, in that order, alone. What one has thrown and
 * what another has returned are never the same: {@link LANES} lets no failure up that was returned, and nothing else that was
 * thrown. One object serves one call. Safe for use by several threads.
 */
public final class EqualAnswers implements RspFilter {
    private static final class Choice {
        private final Object answer;
        private final Set<Address> by = new LinkedHashSet<>();

        private Choice(Object answer) {
            this.answer = answer;
        }
    }

    private final int needed;
    private final Set<Address> heard = new LinkedHashSet<>();
    private final List<Choice> choices = new ArrayList<>();
    private boolean agreed;

    private EqualAnswers(int needed) {
        this.needed = needed;
    }

    /**
     * For a group of which so many members may be faulty.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public static EqualAnswers tolerating(int maxFaulty) {
        if (maxFaulty < 0) throw new IllegalArgumentException("max faulty: " + maxFaulty + " is negative");
        return new EqualAnswers(maxFaulty + 1);
    }

    /**
     * For the group of this channel, as its view in force says.
     *
     * @throws IllegalStateException if it is not connected, or has no LANES in its stack
     */
    public static EqualAnswers of(JChannel channel) {
        LANES lanes = channel.getProtocolStack().findProtocol(LANES.class);
        Optional<ViewRecord> view = lanes == null ? Optional.empty() : lanes.record();
        return new EqualAnswers(view.map(it -> it.quorum().oneCorrect())
                .orElseThrow(() -> new IllegalStateException(
                        "EqualAnswers: the channel is not connected, or not one of Testudo; connect it, or name the"
                                + " number of faulty members to tolerate")));
    }

    /** An answer of one member; a second of the same one changes nothing. */
    @Override
    public synchronized boolean isAcceptable(Object answer, Address sender) {
        if (agreed || !heard.add(sender)) return false;
        Choice choice = choices.stream()
                .filter(each -> same(each.answer, answer))
                .findFirst()
                .orElseGet(() -> added(answer));
        choice.by.add(sender);
        agreed = choice.by.size() >= needed;
        return agreed;
    }

    private Choice added(Object answer) {
        Choice choice = new Choice(answer);
        choices.add(choice);
        return choice;
    }

    @Override
    public synchronized boolean needMoreResponses() {
        return !agreed;
    }

    private static boolean same(Object one, Object other) {
        if (one instanceof byte[] bytes) return other instanceof byte[] it && Arrays.equals(bytes, it);
        if (one instanceof Throwable thrown) return other instanceof Throwable it && sameFailure(thrown, it);
        if (one instanceof List<?> list) return other instanceof List<?> it && sameAll(list, it);
        if (one instanceof Map<?, ?> map) return other instanceof Map<?, ?> it && sameEntries(map, it);
        return Objects.equals(one, other);
    }

    /** As much of them as is carried. */
    private static boolean sameFailure(Throwable one, Throwable other) {
        if (one.getClass() != other.getClass() || !Objects.equals(one.getMessage(), other.getMessage())) return false;
        if (one instanceof InvocationTargetException wrapper) return same(wrapper.getCause(), other.getCause());
        return !(one instanceof RemoteFailure failure) || failure.thrown().equals(((RemoteFailure) other).thrown());
    }

    private static boolean sameAll(List<?> one, List<?> other) {
        if (one.size() != other.size()) return false;
        for (int i = 0; i < one.size(); i++) if (!same(one.get(i), other.get(i))) return false;
        return true;
    }

    private static boolean sameEntries(Map<?, ?> one, Map<?, ?> other) {
        if (!one.keySet().equals(other.keySet())) return false;
        for (Map.Entry<?, ?> each : one.entrySet()) {
            if (!same(each.getValue(), other.get(each.getKey()))) return false;
        }
        return true;
    }
}
