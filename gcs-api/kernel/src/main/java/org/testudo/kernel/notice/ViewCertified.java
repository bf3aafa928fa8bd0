package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewCertificate;

/** Q seats of the view before have signed this view's record (GM-12). */
public record ViewCertified(ViewCertificate certificate) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "certified=" + certificate.record().id() + " signatures="
                + certificate.signatures().size();
    }
}
