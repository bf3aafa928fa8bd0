package org.testudo.sicp.stock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.stack.Protocol;
import org.testudo.stack.HeaderRules;

/**
 * Which class of headers each stock protocol uses, of those whose reading was looked through: none takes memory by a number
 * that a peer writes, none names a class (SICP-4).
 */
final class StockHeaders {
    private static final String PROTOCOLS = "org.jgroups.protocols.";

    /** By class of protocol; a class that is not here has the header of its superclass. */
    private static final Map<String, String> OF_PROTOCOL = table();

    /** Protocols that listen for themselves, past the transport, to whoever comes; and what does their work without that. */
    private static final Map<String, String> LISTENING = listening();

    private StockHeaders() {}

    private static Map<String, String> listening() {
        Map<String, String> listening = new LinkedHashMap<>();
        listening.put("FD_SOCK", "leave it out: FD_ALL3 finds members that are silent");
        listening.put("FD_SOCK2", "leave it out: FD_ALL3 finds members that are silent");
        listening.put("pbcast.STATE_SOCK", "use STATE_TRANSFER");
        listening.put("MPING", "use TCPPING");
        listening.put("BPING", "use TCPPING");
        listening.put("STOMP", "leave it out: its clients would speak past the transport");
        listening.put("SSL_KEY_EXCHANGE", "leave it out: SICP encrypts");
        listening.put("relay.RELAY2", "leave it out: it joins other groups past the transport");
        listening.put("relay.RELAY3", "leave it out: it joins other groups past the transport");
        return listening;
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("Discovery", "PingHeader");
        table.put("MERGE3", "MERGE3$MergeHeader");
        table.put("FailureDetection", "FailureDetection$HeartbeatHeader");
        table.put("VERIFY_SUSPECT2", "VERIFY_SUSPECT2$VerifyHeader");
        table.put("pbcast.NAKACK2", "pbcast.NakAckHeader2");
        table.put("ReliableMulticast", "NakAckHeader");
        table.put("UNICAST3", "UnicastHeader3");
        table.put("ReliableUnicast", "UnicastHeader");
        table.put("pbcast.STABLE", "pbcast.STABLE$StableHeader");
        table.put("pbcast.GMS", "pbcast.GMS$GmsHeader");
        table.put("FlowControl", "FcHeader");
        table.put("FRAG2", "FragHeader");
        table.put("SEQUENCER", "SEQUENCER$SequencerHeader");
        table.put("pbcast.STATE_TRANSFER", "pbcast.STATE_TRANSFER$StateHeader");
        table.put("RSVP", "RSVP$RsvpHeader");
        return table;
    }

    /**
     * Allows the headers of these protocols.
     *
     * @param protocols from below
     * @throws IllegalArgumentException if SEQUENCER stands above FRAG2: what it wraps would be cut, and could not be looked into;
     *     or if one opens a port of its own, at which nobody has to authenticate itself (SICP-2)
     */
    static void allow(List<Protocol> protocols, HeaderRules rules) {
        boolean cut = false;
        for (Protocol each : protocols) {
            requireNoPort(each.getClass());
            cut |= each instanceof FRAG2;
            if (cut && each instanceof SEQUENCER) {
                throw new IllegalArgumentException(
                        "SICP: SEQUENCER stands above FRAG2, which cuts what it wraps; put FRAG2 above SEQUENCER");
            }
        }
        for (Protocol each : protocols) header(each.getClass()).ifPresent(name -> rules.allow(each.getId(), name));
    }

    private static void requireNoPort(Class<?> protocol) {
        for (Class<?> each = protocol; each != null; each = each.getSuperclass()) {
            if (!each.getName().startsWith(PROTOCOLS)) continue;
            String remedy = LISTENING.get(each.getName().substring(PROTOCOLS.length()));
            if (remedy == null) continue;
            throw new IllegalArgumentException("SICP: " + each.getSimpleName()
                    + " opens a port of its own, without TLS, where nobody has to authenticate itself; " + remedy);
        }
    }

    private static Optional<String> header(Class<?> protocol) {
        // FRAG4 is a FRAG2 that has others build its fragments' payloads.
        if (protocol.getName().equals(PROTOCOLS + "FRAG4")) return Optional.empty();
        for (Class<?> each = protocol; each != null; each = each.getSuperclass()) {
            if (!each.getName().startsWith(PROTOCOLS)) continue;
            String header = OF_PROTOCOL.get(each.getName().substring(PROTOCOLS.length()));
            if (header != null) return Optional.of(PROTOCOLS + header);
        }
        return Optional.empty();
    }
}
