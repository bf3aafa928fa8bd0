package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.testudo.api.Notice;
import org.testudo.api.Status;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;

/**
 * A JGroups protocol that houses a core (ARCHITECTURE 5). All cores of a stack run on one loop; each message that reaches one
 * is authenticated before. A subclass is named as the protocol and has little more than {@code @Property} fields and the two
 * factories; it registers its id with {@link Ids#register} in a static block.
 *
 * @param <M> the messages that the core exchanges with its peers
 */
public abstract class CoreHost<M> extends Protocol {
    private StackRuntime runtime;
    private boolean replayedWithJournal;

    /** How this protocol's messages are written, read and proved. Called once before each start of the stack. */
    protected abstract MessageCodec<M> newCodec(StackContext context);

    /** The core, in its initial state. Called once before each start of the stack. */
    protected abstract ProtocolCore<M> newCore(StackContext context);

    /**
     * A view is in force from here on; the first is the view in which the stack begins. Called on the loop: must not block,
     * and must not wait for the application.
     */
    protected void onInstalled(ViewRecord view) {}

    /** A notice of any layer, this one included. Called on the loop: must not block. After a halt, on the thread that halts. */
    protected void onAnnounced(Notice notice) {}

    /**
     * Posts a notice of this host, say of its port or of a thread of its own, to the cores of all layers. From any thread.
     *
     * @return false if the member is not running or too many notices of hosts are waiting; the notice is then forgotten, and
     *     who caused it should be told to come again
     */
    protected final boolean announce(Notice notice) {
        return runtime.announce(notice);
    }

    /** As {@link #announce}, but to the core of this host alone. */
    protected final boolean tell(Notice notice) {
        return runtime.tellBounded(this, notice);
    }

    /** Whether this member keeps a journal: a core has what it must not forget made durable before it speaks of it (AB-25). */
    protected final boolean journals() {
        return runtime == null ? replayedWithJournal : runtime.journals();
    }

    /** Its core is made to replay what was recorded of a member, which kept a journal or did not. */
    final void replayed(boolean withJournal) {
        replayedWithJournal = withJournal;
    }

    /** What this member's stack is built from; from {@link #start} on. */
    protected final StackContext context() {
        return runtime.context();
    }

    /** The view in force at this member; null before the stack has begun. From any thread. */
    protected final ViewRecord viewInForce() {
        return runtime.viewInForce();
    }

    /** How this member sees itself and its group; empty without {@link LANES}. From any thread but the loop. */
    protected final Optional<Status> status() {
        return runtime.status();
    }

    final StackRuntime runtime() {
        return runtime;
    }

    @Override
    public void init() throws Exception {
        super.init();
        runtime = StackRuntime.of(stack);
        runtime.register(this);
    }

    @Override
    public void start() throws Exception {
        super.start();
        if (runtime.lowest() == this) runtime.renew();
    }

    @Override
    public void stop() {
        if (runtime != null) runtime.stop(); // the topmost host comes first; the transport has not yet stopped
        super.stop();
    }

    /** The cores begin when the transport has bound its port, before the layers above go on with their connecting. */
    @Override
    public Object down(Event event) {
        Object result = down_prot.down(event);
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting && runtime.lowest() == this) runtime.begin();
        return result;
    }

    @Override
    public Object up(Message message) {
        if (!isOurs(message)) return up_prot.up(message);
        runtime.received(this, message.src(), List.of(message));
        return null;
    }

    @Override
    public void up(MessageBatch batch) {
        List<Message> ours = new ArrayList<>();
        for (var each = batch.iterator(); each.hasNext(); ) {
            Message message = each.next();
            if (isOurs(message)) {
                ours.add(message);
                each.remove();
            }
        }
        if (!ours.isEmpty()) runtime.received(this, batch.sender(), ours);
        if (!batch.isEmpty()) up_prot.up(batch);
    }

    /** Hands a frame to the transport; from the thread that signs. */
    final void transmit(Address to, HostedLayer.Outgoing<M> message) {
        CoreHeader header = new CoreHeader(message.bulk());
        down_prot.down(new org.jgroups.BytesMessage(to, message.frame()).putHeader(id, header));
    }

    final boolean isOurs(Message message) {
        return message.getHeader(id) instanceof CoreHeader;
    }
}
