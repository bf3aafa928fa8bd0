package org.testudo.sicp;

import java.io.DataInput;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.ManagedOperation;
import org.jgroups.protocols.BasicTCP;
import org.jgroups.protocols.TP;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.transport.Links;

/**
 * A TCP transport of JGroups whose own ways in and out are closed, since they authenticate nobody; what it says of its
 * connections is said of the links in their place.
 */
public abstract class ClosedTransport extends BasicTCP {
    /** Of the present start, or the last; empty before the first. */
    volatile Optional<Enforcement> enforcement = Optional.empty();

    /** The authenticated connections; empty before the first start. */
    abstract Optional<Links> links();

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        throw new UnsupportedOperationException("what peers send comes by authenticated connections only");
    }

    @Override
    public void receive(Address sender, DataInput in, int length) {
        throw new UnsupportedOperationException("what peers send comes by authenticated connections only");
    }

    @Override
    public void send(Address to, byte[] data, int offset, int length) {
        throw new UnsupportedOperationException("messages are sent through down(Message)");
    }

    /** Who may be connected follows from the configuration and the exclusions, not from the JGroups view. */
    @Override
    public void retainAll(Collection<Address> ignored) {}

    /** Diagnostics would answer anybody without authentication. */
    @Override
    protected void startDiagnostics() {}

    @Override
    @SuppressWarnings("unchecked")
    public <T extends TP> T enableDiagnostics() {
        return (T) this;
    }

    @Override
    @ManagedOperation(description = "One line per peer: connected, excluded, queued, dropped, violations")
    public String printConnections() {
        return peers().stream().map(Links.PeerStatus::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public BasicTCP clearConnections(boolean graceful) {
        links().ifPresent(Links::reset);
        return this;
    }

    /** What can be told of the connections to the other members; empty before the start. */
    public List<Links.PeerStatus> peers() {
        return links().map(Links::status).orElse(List.of());
    }

    /** With whom this member has a connection now, itself not included. */
    public Set<MemberId> connected() {
        return peers().stream()
                .filter(Links.PeerStatus::connected)
                .map(Links.PeerStatus::peer)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whom this member refused and why, the latest last; bounded. */
    public List<String> refusals() {
        return links().map(Links::refusals).orElse(List.of());
    }

    /** How often this member refused whom: by name, or address where no name was shown; bounded. */
    public Map<String, Long> refusedBySource() {
        return links().map(Links::refusedBySource).orElse(Map.of());
    }

    @ManagedAttribute(description = "Connections refused since the start")
    public long getRefusedConnections() {
        return links().map(Links::refused).orElse(0L);
    }

    @ManagedAttribute(description = "What peers sent that no correct member sends, since the start")
    public long getViolations() {
        return peers().stream().mapToLong(Links.PeerStatus::violations).sum();
    }

    /** A view is in force: who it excludes is cut off (SICP-7). */
    public void installed(ViewRecord view) {
        enforcement.ifPresent(it -> it.installed(view));
    }

    /** A CRL is in force: whose certificate it revokes is cut off (SICP-11). */
    public void revoked(RevocationList list) {
        enforcement.ifPresent(it -> it.revoked(list));
    }

    /** Operators have pardoned these members: their former certificates are refused (GM-6). */
    public void pardoned(List<Pardoned> members) {
        enforcement.ifPresent(it -> it.pardoned(members));
    }

    /** What is known of certificates: days that are left, the CRL in force; empty before the first start. */
    public Map<String, Object> certificates() {
        return enforcement.map(Enforcement::status).orElse(Map.of());
    }

    @ManagedAttribute(description = "Days left to the certificates of this member and of those connected; -1: expired")
    public String getCertificateDaysLeft() {
        return String.valueOf(certificates().getOrDefault("daysLeft", Map.of()));
    }

    @ManagedAttribute(description = "Number of the CRL in force; 0: none")
    public long getCrlNumber() {
        return (Long) certificates().getOrDefault("crl", 0L);
    }

    @ManagedAttribute(description = "Connections that have not authenticated themselves yet")
    public int getUnauthenticatedConnections() {
        return links().map(Links::halfOpen).orElse(0);
    }
}
