package org.testudo.stack;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jgroups.JChannel;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.api.View;

/** A group as an application sees it, on top of a connected channel. */
final class ChannelGroup implements Group {
    private final String name;
    private final JChannel channel;
    private final LANES lanes;
    private final MemberId self;
    private final AtomicBoolean closed = new AtomicBoolean();

    ChannelGroup(String name, JChannel channel, LANES lanes) {
        this.name = name;
        this.channel = channel;
        this.lanes = lanes;
        self = lanes.self();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MemberId self() {
        return self;
    }

    @Override
    public View view() {
        return lanes.view().orElseThrow(() -> new TestudoException("view: this member is stopped"));
    }

    @Override
    public CompletableFuture<Delivery> submit(byte[] payload) {
        return lanes.submit(payload);
    }

    @Override
    public Status status() {
        return lanes.ownStatus();
    }

    @Override
    public void retire(Duration patience) {
        lanes.retire(patience).ifPresent(why -> {
            throw new TestudoException("retire: " + self + " is still in the group: " + why
                    + "; start a standby or the members that are missing, or wait longer");
        });
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) channel.close();
    }
}
