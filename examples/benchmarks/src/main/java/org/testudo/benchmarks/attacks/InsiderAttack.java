package org.testudo.benchmarks.attacks;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.jgroups.BytesMessage;
import org.jgroups.ObjectMessage;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Command;
import org.testudo.stack.Ids;

/** What one admitted member can try against the others, on a stock stack and, with the same aim, on Testudo's. */
enum InsiderAttack {
    /** Takes leave in another's name. */
    FORGED_LEAVE {
        @Override
        void on(StockInsider insider) {
            insider.leaveInTheNameOf("bob");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.commandInTheNameOf("bob", new Command.Retire());
        }
    },

    /** Installs a view without another, of which it is the first. */
    FORGED_VIEW {
        @Override
        void on(StockInsider insider) {
            for (String each : List.of("alice", "carol"))
                insider.view(each, insider.viewAfter(1), "dave", "alice", "carol");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            for (String each : List.of("alice", "carol")) insider.certifyView(insider.viewId(), each);
        }
    },

    /** Shows two members different views under one id. */
    SPLIT_VIEWS {
        @Override
        void on(StockInsider insider) {
            long id = insider.viewAfter(1);
            insider.view("bob", id, "dave", "bob");
            insider.view("carol", id, "dave", "carol");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            for (String each : List.of("bob", "carol")) insider.signView(each);
        }
    },

    /** Uses the last id that there is, so that no view can follow. */
    VIEW_ID_OVERFLOW {
        @Override
        void on(StockInsider insider) {
            for (String each : List.of("alice", "bob", "carol")) {
                insider.view(each, Long.MAX_VALUE, "alice", "bob", "carol", "dave");
            }
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            for (String each : List.of("alice", "bob", "carol")) insider.certifyView(Long.MAX_VALUE, each);
        }
    },

    /** Says something in another's name. */
    SOURCE_SPOOFING {
        @Override
        void on(StockInsider insider) throws Exception {
            insider.sayAs("alice", "bob", FORGED);
        }

        @Override
        void on(TestudoInsider insider, RawLine line) throws Exception {
            insider.sayAs("alice", FORGED.getBytes());
            line.send("bob", Ids.ABCAST, RawLine.stock(new BytesMessage(null, FORGED.getBytes())));
        }
    },

    /** Answers, as if it repeated what another has sent, with other words. */
    RETRANSMISSION_POISONING {
        @Override
        void on(StockInsider insider) throws Exception {
            insider.repeatAs("alice", "bob", FORGED);
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.poison("alice", "bob", FORGED.getBytes());
        }
    },

    /** Tells two members different things in one place. */
    EQUIVOCATION {
        @Override
        void on(StockInsider insider) {
            insider.equivocate(List.of("bob", "carol"), FORGED);
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.equivocate();
        }
    },

    /** Says that a member which lives is dead. */
    FORGED_SUSPECT {
        @Override
        void on(StockInsider insider) {
            insider.suspect("carol");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.accuse("carol");
        }
    },

    /** Answers a join that nobody asked for. */
    FORGED_JOIN {
        @Override
        void on(StockInsider insider) {
            insider.joinAnswer("bob", insider.viewAfter(5), "dave", "bob");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.joinAs("bob");
        }
    },

    /** Puts a message into the order that it has no right to make, in another's name. */
    ORDERING_BYPASS {
        @Override
        void on(StockInsider insider) throws Exception {
            insider.orderAs("alice", "bob", FORGED);
        }

        @Override
        void on(TestudoInsider insider, RawLine line) {
            insider.propose();
        }
    },

    /** Sends a Java object of a class that it names, whose deserialization runs that class's code at the receiver. */
    SERIALIZATION_GADGET {
        @Override
        void on(StockInsider insider) throws Exception {
            insider.gadget("bob");
        }

        @Override
        void on(TestudoInsider insider, RawLine line) throws Exception {
            line.send("bob", Ids.ABCAST, RawLine.stock(new ObjectMessage(null, GADGET)));
        }
    };

    /** What no correct member ever says. */
    static final String FORGED = "FORGED";

    /** Harmless, where a real attacker names a class whose code serves it. */
    static final ArrayDeque<String> GADGET = new ArrayDeque<>(List.of("gadget"));

    /** Carries it out over a stock stack; returns when all is sent. */
    abstract void on(StockInsider insider) throws Exception;

    /** Carries out what comes nearest to it over Testudo's layers. */
    abstract void on(TestudoInsider insider, RawLine line) throws Exception;

    /**
     * Who carries it out: who leads the order of Testudo, where only that one can; else a member like others.
     *
     * @param leader empty on a stock stack
     */
    String attacker(String leader) {
        if (this == EQUIVOCATION && !leader.isEmpty()) return leader;
        return this == ORDERING_BYPASS && leader.equals("dave") ? "carol" : "dave";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static InsiderAttack named(String name) {
        for (InsiderAttack each : values()) if (each.toString().equals(name)) return each;
        throw new TestudoException("no attack is called " + name);
    }
}
