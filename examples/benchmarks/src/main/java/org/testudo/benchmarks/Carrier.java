package org.testudo.benchmarks;

import java.util.Locale;
import org.testudo.api.TestudoException;

/** What carries the messages of one stock stack. */
enum Carrier {
    /** SICP in the place of TCP. */
    SICP("exchange-sicp.xml"),

    /** JGroups' TCP with TLS client authentication. */
    STOCK_TLS("exchange-tcp.xml");

    private final String xml;

    Carrier(String xml) {
        this.xml = xml;
    }

    /** The stack, a resource beside this class. */
    String xml() {
        return xml;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this name, as {@link #toString} gives it. */
    static Carrier named(String name) {
        for (Carrier each : values()) if (each.toString().equals(name)) return each;
        throw new TestudoException("no carrier is called " + name);
    }
}
