package org.testudo.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/**
 * Senders of one member that each ask another member, which echoes what it is sent, and the echoes of what others ask. Nothing
 * is ordered but what one member sends to one.
 */
final class Exchange implements Receiver {
    /** Sender and number at the start, the number again at the end. An echo has the complement of its sender. */
    static final int LEAST_PAYLOAD = Integer.BYTES + 2 * Long.BYTES;

    private static final int ROOM = 1 << 16;

    private final JChannel channel;
    private final int payload;
    private final Sender[] senders;
    private long[] latencies = new long[ROOM];
    private int measured;
    private long echoed;
    private boolean measuring;
    private String fault = "";
    private volatile boolean stopped;

    private static final class Sender {
        private final Semaphore free;
        private final long[] askedAt;
        private volatile long asked;
        private long answered;

        Sender(int outstanding) {
            free = new Semaphore(outstanding);
            askedAt = new long[outstanding];
        }
    }

    Exchange(JChannel channel, int senders, int payload, int outstanding) {
        this.channel = channel;
        this.payload = payload;
        this.senders = new Sender[senders];
        for (int i = 0; i < senders; i++) this.senders[i] = new Sender(outstanding);
        channel.setReceiver(this);
    }

    int senders() {
        return senders.length;
    }

    /** One of them asks this peer until all are stopped. */
    void run(int index, Address peer) throws Exception {
        Sender sender = senders[index];
        while (!stopped) {
            if (!sender.free.tryAcquire(100, TimeUnit.MILLISECONDS)) continue;
            long number = sender.asked + 1;
            synchronized (this) {
                sender.askedAt[(int) (number % sender.askedAt.length)] = System.nanoTime();
                sender.asked = number;
            }
            channel.send(new BytesMessage(peer, message(index, number)));
        }
    }

    private byte[] message(int sender, long number) {
        ByteBuffer message = ByteBuffer.allocate(payload).putInt(sender).putLong(number);
        return message.putLong(payload - Long.BYTES, number).array();
    }

    @Override
    public void receive(Message message) {
        ByteBuffer content = ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength())
                .slice();
        if (content.remaining() != payload) {
            blame("a message of " + content.remaining() + " bytes");
        } else if (content.getInt(0) < 0) {
            answered(~content.getInt(0), content);
        } else {
            echo(message.getSrc(), content);
        }
    }

    private void echo(Address to, ByteBuffer content) {
        byte[] copy = new byte[payload];
        content.get(0, copy);
        ByteBuffer.wrap(copy).putInt(0, ~content.getInt(0));
        try {
            channel.send(new BytesMessage(to, copy));
        } catch (Exception e) {
            if (!stopped) blame("an echo could not be sent: " + e.getMessage());
        }
    }

    private synchronized void answered(int index, ByteBuffer content) {
        if (index >= senders.length) {
            blame("an echo for sender " + index);
            return;
        }
        Sender sender = senders[index];
        long number = content.getLong(Integer.BYTES);
        if (number != sender.answered + 1) blame("sender " + index + ": echo " + number + " after " + sender.answered);
        if (number != content.getLong(payload - Long.BYTES)) blame("echo " + number + " was altered");
        sender.answered = number;
        echoed++;
        if (measuring) add(System.nanoTime() - sender.askedAt[Math.floorMod(number, sender.askedAt.length)]);
        sender.free.release();
    }

    private void add(long latency) {
        if (measured == latencies.length) latencies = Arrays.copyOf(latencies, 2 * measured);
        latencies[measured++] = latency;
    }

    private synchronized void blame(String what) {
        if (fault.isEmpty()) fault = what;
    }

    /** How many echoes have come; latencies are kept from the first call to the second. */
    synchronized long mark() {
        measuring = !measuring;
        return echoed;
    }

    void stop() {
        stopped = true;
    }

    /** Whether every echo has come. */
    synchronized boolean complete() {
        return Arrays.stream(senders).allMatch(each -> each.asked == each.answered);
    }

    /** What was wrong; empty if nothing was. */
    synchronized String fault() {
        return fault.isEmpty() && !complete() ? "some was never echoed" : fault;
    }

    /** Nanoseconds from asking to the echo, for all that were measured. */
    synchronized long[] latencies() {
        return Arrays.copyOf(latencies, measured);
    }
}
