package org.testudo.stack;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jgroups.Event;
import org.jgroups.View;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;

/** A protocol whose core does what a test tells it to, and remembers what happened to it. */
public class TALK extends CoreHost<Word> {
    static final short ID = 2_001;

    static {
        Ids.register(ID, TALK.class);
    }

    /** Has the core do something, on the loop. */
    record Do(Consumer<Core> what) implements Notice {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String describe() {
            return "do";
        }
    }

    final Queue<Authentic<Word>> received = new ConcurrentLinkedQueue<>();
    final Queue<Claim> refuted = new ConcurrentLinkedQueue<>();
    final Queue<MemberId> gaps = new ConcurrentLinkedQueue<>();
    final Queue<Long> views = new ConcurrentLinkedQueue<>();
    final Queue<Long> applied = new ConcurrentLinkedQueue<>();
    final Queue<String> timers = new ConcurrentLinkedQueue<>();
    final Queue<Payload> submitted = new ConcurrentLinkedQueue<>();
    final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
    final List<Notice> heard = new CopyOnWriteArrayList<>();

    private final CountDownLatch shown = new CountDownLatch(1);
    volatile boolean showsViews;

    final class Core extends AbstractCore<Word> {
        void say(Word word) {
            multicast(word);
        }

        void tell(MemberId to, Word word) {
            send(to, word);
        }

        void enter(ViewRecord view) {
            install(view);
        }

        void up(SlotDelivery delivery) {
            deliver(delivery);
        }

        void wake(String timer, Duration after) {
            arm(new TimerId(timer), after);
        }

        void hush(String timer) {
            disarm(new TimerId(timer));
        }

        void note(Notice notice) {
            announce(notice);
        }

        @Override
        protected void onReceived(Authentic<Word> message) {
            received.add(message);
        }

        @Override
        protected void onRefuted(Authentic<Word> message, Claim claim) {
            refuted.add(claim);
        }

        @Override
        protected void onGap(MemberId from) {
            gaps.add(from);
        }

        @Override
        protected void onInstalled(ViewRecord view) {
            views.add(view.id());
        }

        @Override
        protected void onApplied(long slot, Digest result) {
            applied.add(slot);
        }

        @Override
        protected void onTimerFired(TimerId timer) {
            timers.add(timer.name());
        }

        @Override
        protected void onSubmitted(Payload payload) {
            submitted.add(payload);
        }

        @Override
        protected void onNoticed(Notice notice) {
            if (notice instanceof Do it) it.what.accept(this);
            else notices.add(notice);
        }
    }

    boolean tellCore(Consumer<Core> what) {
        return announce(new Do(what));
    }

    @Override
    protected MessageCodec<Word> newCodec(StackContext context) {
        return new Word.Codec(context.firstView().life());
    }

    @Override
    protected ProtocolCore<Word> newCore(StackContext context) {
        return new Core();
    }

    @Override
    protected void onAnnounced(Notice notice) {
        heard.add(notice);
    }

    /** Shows views to JGroups, as MEMBERSHIP does. */
    @Override
    protected void onInstalled(ViewRecord view) {
        if (!showsViews) return;
        Event event = new Event(Event.VIEW_CHANGE, View.create(local_addr, view.id(), local_addr));
        down_prot.down(event);
        up_prot.up(event);
        shown.countDown();
    }

    /** Connecting ends with the first view, as with MEMBERSHIP. */
    @Override
    public Object down(Event event) {
        Object result = super.down(event);
        if (showsViews && event.type() == Event.CONNECT) awaitView();
        return result;
    }

    private void awaitView() {
        try {
            shown.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
