package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;

/** A listener that is slow is not kept from hearing what it must know by what clients can cause at will. */
class NoticeLaneTest {
    private record Told(Level level, String describe) implements Notice {}

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch last = new CountDownLatch(1);
    private final NoticeLane lane = new NoticeLane("test", new GroupListener() {
        @Override
        public void onNotice(Notice notice) {
            meet(goOn);
            heard.add(notice.describe());
            if (notice.describe().equals("last")) last.countDown();
        }
    });

    private static void meet(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pastHalfOfTheBoundNoticesOfLevelDebugAreDropped() {
        lane.start();
        for (int i = 0; i < 2 * NoticeLane.BOUND; i++) lane.tell(new Told(Notice.Level.DEBUG, "query"));

        lane.tell(new Told(Notice.Level.WARN, "convicted"));
        lane.tell(new Told(Notice.Level.INFO, "last"));
        goOn.countDown();
        meet(last);
        lane.stop();

        assertThat(heard).endsWith("convicted", "last");
        assertThat(heard.size()).isBetween(NoticeLane.BOUND / 2, NoticeLane.BOUND / 2 + 3);
    }
}
