package org.testudo.stack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.EpochEntered;

/** Writes each notice as one line of {@code key=value} pairs, always with group, member, view and epoch. */
final class NoticeLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.testudo.notice");

    private final String group;
    private final MemberId member;
    private volatile long view;
    private volatile long epoch;
    private volatile MemberId leader;

    NoticeLog(String group, MemberId member) {
        this.group = group;
        this.member = member;
    }

    void installed(long id, String reason) {
        view = id;
        epoch = 0;
        LOG.info("{}installed={} reason=\"{}\"", prefix(), id, reason);
    }

    void write(Notice notice) {
        if (notice instanceof EpochEntered entered) {
            epoch = entered.epoch();
            leader = entered.leader();
        }
        Level level = Level.valueOf(notice.level().name());
        if (LOG.isEnabledForLevel(level)) LOG.atLevel(level).log("{}{}", prefix(), notice.describe());
    }

    long epoch() {
        return epoch;
    }

    /** Who leads, as far as the ordering has said; null before. */
    MemberId leader() {
        return leader;
    }

    private String prefix() {
        return "group=" + group + " member=" + member + " view=" + view + " epoch=" + epoch + " ";
    }
}
