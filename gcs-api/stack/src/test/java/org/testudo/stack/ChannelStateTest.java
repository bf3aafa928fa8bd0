package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jgroups.Event;
import org.junit.jupiter.api.Test;

/** What an application on a channel may do with the streams of its state. */
class ChannelStateTest {
    private static final int MOST = 10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What JGroups does with the two events. */
    private interface Application {
        void call(Object stream) throws Exception;
    }

    private static ChannelState of(Application application) {
        return new ChannelState(
                event -> {
                    try {
                        application.call(event.arg());
                    } catch (Exception e) {
                        throw new RuntimeException("wrapped by JGroups", e);
                    }
                },
                MOST);
    }

    private static ChannelState writing(byte[] bytes) {
        return of(stream -> ((OutputStream) stream).write(bytes));
    }

    @Test
    void whatTheApplicationWritesIsItsState() throws IOException {
        AtomicReference<Integer> type = new AtomicReference<>();
        ChannelState state = new ChannelState(
                event -> {
                    type.set(event.type());
                    try {
                        OutputStream to = event.arg();
                        to.write(7);
                        to.write(new byte[] {0, 8, 9}, 1, 2);
                        to.close();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                MOST);

        state.writeSnapshot(out);

        assertThat(type).hasValue(Event.STATE_TRANSFER_OUTPUTSTREAM);
        assertThat(out.toByteArray()).containsExactly(7, 8, 9);
        assertThat(state.written()).isEqualTo(3);
    }

    @Test
    void stateAtTheBoundIsWrittenAndALongerOneIsNot() throws IOException {
        writing(new byte[MOST]).writeSnapshot(out);
        assertThat(out.size()).isEqualTo(MOST);

        out.reset();
        assertThatThrownBy(() -> writing(new byte[MOST + 1]).writeSnapshot(out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 10 bytes");
        assertThat(out.size()).isZero();
    }

    /** Even if the application swallows what it is told. */
    @Test
    void stateThatIsTooLongIsNoStateWhateverTheApplicationMakesOfThat() {
        ChannelState state = of(stream -> {
            for (int i = 0; i < 4; i++) {
                try {
                    ((OutputStream) stream).write(new byte[6]);
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("raise max_bytes");
                }
            }
        });

        assertThatThrownBy(() -> state.writeSnapshot(out)).hasMessageContaining("longer than 10 bytes");
        assertThat(out.size()).isEqualTo(6);
    }

    /** Nobody may have been asked: a dispatcher without a receiver takes the event and does nothing. */
    @Test
    void noByteAtAllIsNoState() {
        assertThatThrownBy(() -> of(stream -> {}).writeSnapshot(out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no byte")
                .hasMessageContaining("implement Receiver.getState and setState");
        assertThatThrownBy(() -> of(stream -> {}).readSnapshot(new ByteArrayInputStream(new byte[3])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has not read its state");
    }

    @Test
    void nothingIsWrittenAfterTheCall() throws IOException {
        AtomicReference<OutputStream> kept = new AtomicReference<>();
        of(stream -> {
                    kept.set((OutputStream) stream);
                    kept.get().write(1);
                })
                .writeSnapshot(out);

        assertThatThrownBy(() -> kept.get().write(2)).hasMessageContaining("within getState");
        assertThat(out.size()).isEqualTo(1);
    }

    @Test
    void applicationWithoutAStateIsToldWhatToDo() {
        assertThatThrownBy(() -> of(stream -> {
                            throw new UnsupportedOperationException("JGroups' own");
                        })
                        .writeSnapshot(out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoint_interval=\"0\"");
    }

    @Test
    void whatTheApplicationThrowsIsSaid() {
        ChannelState failing = of(stream -> {
            throw new IllegalStateException("the disk is full");
        });

        assertThatThrownBy(() -> failing.writeSnapshot(out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not write its state")
                .hasMessageContaining("the disk is full");
        assertThatThrownBy(() -> failing.readSnapshot(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not take its state");
    }

    /** HOST-5: however it was wrapped. */
    @Test
    void errorStaysAnError() {
        ChannelState dying = of(stream -> {
            throw new IllegalStateException(new NoClassDefFoundError("test"));
        });

        assertThatThrownBy(() -> dying.writeSnapshot(out)).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> dying.readSnapshot(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void stateIsReadAndCounted() throws IOException {
        AtomicReference<byte[]> read = new AtomicReference<>();
        ChannelState state = of(stream -> {
            InputStream in = (InputStream) stream;
            byte[] first = {(byte) in.read()};
            read.set(new byte[] {first[0], in.readAllBytes()[1]});
            in.close();
        });

        state.readSnapshot(new ByteArrayInputStream(new byte[] {1, 2, 3}));

        assertThat(read.get()).containsExactly(1, 3);
        assertThat(state.taken()).isEqualTo(1);
    }
}
