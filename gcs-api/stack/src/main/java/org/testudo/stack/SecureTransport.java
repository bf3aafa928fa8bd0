package org.testudo.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.journal.FileJournal;

/** What the hosts of cores need of the transport below them: {@code SICP}, or a stand-in in tests of the host. */
public interface SecureTransport {
    /** Who and what this member is; available once the transport is initialized. */
    StackContext context();

    /** What this start keeps on disk, opened and not started; empty: its memory is all there is (AB-9). */
    default Optional<FileJournal> journal() {
        return Optional.empty();
    }

    /** The JGroups address of a member, computed from group and member name (SICP-3). */
    Address addressOf(MemberId member);

    /** A view is in force: who it excludes is cut off at once and refused from then on (SICP-7). Never blocks. */
    void installed(ViewRecord view);

    /** A CRL is in force: whose certificate it revokes is cut off at once and refused from then on (SICP-11). Never blocks. */
    default void revoked(RevocationList list) {}

    /** With whom this member has a connection now, itself not included; empty if that is not known. */
    default Set<MemberId> connected() {
        return Set.of();
    }

    /**
     * Operators have pardoned these members (GM-6): certificates of theirs that were issued before are refused from now on. Never
     * blocks.
     */
    default void pardoned(List<Pardoned> members) {}

    /** What is known of certificates, for the status: texts, numbers and maps of them. */
    default Map<String, Object> certificates() {
        return Map.of();
    }
}
