package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewCertificate;

/**
 * f+1 seats of the view before have signed this view's record, but not a quorum yet: proof enough for a straggler that sat in
 * the view before, whose own signature may be the one that is missing (GM-12).
 */
public record ViewAttested(ViewCertificate certificate) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "attested=" + certificate.record().id() + " signatures="
                + certificate.signatures().size();
    }
}
