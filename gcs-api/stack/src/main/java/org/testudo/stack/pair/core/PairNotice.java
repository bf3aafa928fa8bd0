package org.testudo.stack.pair.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/** What {@link PairCore} and its host tell each other; of no concern to other layers or people. */
public sealed interface PairNotice extends Notice {
    @Override
    default Level level() {
        return Level.DEBUG;
    }

    /** To the core: the application sends this to one member. Answered by {@link Settled} or {@link Lost}, once. */
    record Tell(MemberId to, PairStream stream, byte[] body) implements PairNotice {
        @Override
        public String describe() {
            return "tell=" + to + " bytes=" + body.length;
        }
    }

    /**
     * From the core: a message to the application, in its place.
     *
     * @param view in force at its sender when it was sent; what it says there is not proved
     * @param incarnation of the sender
     */
    record Arrived(MemberId from, PairStream stream, long incarnation, long view, long sequence, byte[] body)
            implements PairNotice {
        @Override
        public String describe() {
            return "arrived=" + from + " sequence=" + sequence + " bytes=" + body.length;
        }
    }

    /** To the core: the application is done with what had arrived; in any order. */
    record Consumed(MemberId from, PairStream stream, long incarnation, long sequence) implements PairNotice {
        @Override
        public String describe() {
            return "consumed=" + from + " sequence=" + sequence;
        }
    }

    /** From the core: the application of the other is done with so many more. */
    record Settled(MemberId to, PairStream stream, int messages, long bytes) implements PairNotice {
        @Override
        public String describe() {
            return "settled=" + to + " messages=" + messages;
        }
    }

    /** From the core: of so many nobody knows whether they arrived, or, of one that was just told, that it was not sent. */
    record Lost(MemberId to, PairStream stream, int messages, long bytes, String why) implements PairNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String describe() {
            return "lost-to=" + to + " messages=" + messages + " reason=\"" + why + "\"";
        }
    }

    /** From the core: something of that peer was not used. */
    record Ignored(MemberId from, String why) implements PairNotice {
        @Override
        public String describe() {
            return "ignored-from=" + from + " reason=\"" + why + "\"";
        }
    }
}
