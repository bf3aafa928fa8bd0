package org.testudo.stack;

import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.ViewRecord;

/** What the hosts of cores need of the transport below them: {@code SICP}, or a stand-in in tests of the host. */
public interface SecureTransport {
    /** Who and what this member is; available once the transport is initialized. */
    StackContext context();

    /** The JGroups address of a member, computed from group and member name (SICP-3). */
    Address addressOf(MemberId member);

    /** A view is in force: who it excludes is cut off at once and refused from then on (SICP-7). Never blocks. */
    void installed(ViewRecord view);
}
