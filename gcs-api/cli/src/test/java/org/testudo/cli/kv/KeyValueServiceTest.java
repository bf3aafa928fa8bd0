package org.testudo.cli.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.Principal;
import org.testudo.cli.kv.KeyValueOperation.CompareAndSet;
import org.testudo.cli.kv.KeyValueOperation.Get;
import org.testudo.cli.kv.KeyValueOperation.Put;

class KeyValueServiceTest {
    private final KeyValueService service = new KeyValueService(2);

    @Test
    void putAnswersWhatWasBoundBeforeAndGetReadsWhatIsBound() throws Exception {
        assertThat(answer(new Put("1", "colour", "red")).value()).isEmpty();
        assertThat(answer(new Put("2", "colour", "blue")).value()).contains("red");

        assertThat(answer(new Get("3", "colour")).value()).contains("blue");
        assertThat(answer(new Get("4", "shape")).value()).isEqualTo(Optional.empty());
    }

    /** AB-8: whoever takes the state of another goes on as that one does. */
    @Test
    void takesTheStateOfAnother() throws Exception {
        answer(new Put("1", "colour", "rötlich"));
        answer(new Put("2", "shape", ""));
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        service.writeSnapshot(state);

        KeyValueService other = new KeyValueService(2);
        other.apply(new Put("1", "gone", "x"));
        other.readSnapshot(new ByteArrayInputStream(state.toByteArray()));

        assertThat(other.digest()).isEqualTo(service.digest());
        assertThat(other.apply(new Get("2", "colour")).value()).contains("rötlich");
        assertThat(other.apply(new Get("3", "gone")).value()).isEmpty();
    }

    @Test
    void compareAndSetBindsOnlyIfTheValueBeforeIsTheExpectedOne() throws Exception {
        assertThat(answer(new CompareAndSet("1", "colour", Optional.of("red"), "blue"))
                        .value())
                .isEmpty();
        assertThat(answer(new CompareAndSet("2", "colour", Optional.empty(), "red"))
                        .value())
                .isEmpty();
        assertThat(answer(new CompareAndSet("3", "colour", Optional.empty(), "green"))
                        .value())
                .contains("red");
        assertThat(answer(new CompareAndSet("4", "colour", Optional.of("red"), "blue"))
                        .value())
                .contains("red");

        assertThat(answer(new Get("5", "colour")).value()).contains("blue");
    }

    @Test
    void refusesToGrowBeyondItsBoundAndStaysAsItWas() {
        service.apply(new Put("1", "a", "1"));
        service.apply(new Put("2", "b", "2"));
        byte[] before = service.digest();

        assertThatThrownBy(() -> service.apply(new Put("3", "c", "3"))).hasMessageContaining("holds 2 keys");
        assertThat(service.digest()).isEqualTo(before);
        assertThat(service.apply(new Put("4", "a", "5")).value()).contains("1");
    }

    @Test
    void refusesBytesThatAreNoOperation() {
        assertThatThrownBy(() -> service.apply(delivery(new byte[] {9, 0, 0, 0, 0})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> service.apply(delivery(new byte[0]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void digestTellsStatesApartAndIgnoresHowTheyCameAbout() {
        KeyValueService other = new KeyValueService(2);
        service.apply(new Put("1", "a", "1"));
        service.apply(new Put("2", "b", "2"));
        other.apply(new Put("3", "b", "2"));
        assertThat(service.digest()).isNotEqualTo(other.digest());

        other.apply(new Put("4", "a", "1"));
        assertThat(service.digest()).isEqualTo(other.digest());
    }

    private KeyValueAnswer answer(KeyValueOperation operation) throws Exception {
        return KeyValueAnswer.decode(service.apply(delivery(operation.encode())));
    }

    private static Delivery delivery(byte[] payload) {
        Principal client = new Principal(Principal.Kind.CLIENT, "c1");
        return new Delivery(client, 1, 1, payload, 1, 0, 0, Instant.EPOCH);
    }
}
