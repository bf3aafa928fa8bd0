package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** SICP-6: of whatever kind a record is, what it adds to the frames is counted. */
class RecordMeterTest {
    private static final int RECORD = 26;

    private final RecordMeter meter = new RecordMeter();

    @Test
    void recordsWithoutContentAreAFloodBeyondTheAllowance() throws IOException {
        InputStream records = records();
        meter.begin();

        records.readNBytes(RecordMeter.ALLOWANCE);

        assertThatThrownBy(() -> records.readNBytes(1)).isInstanceOf(RecordMeter.Flood.class);
    }

    @Test
    void handshakeIsBoundedByItsDeadlineAlone() throws IOException {
        records().readNBytes(10 * RecordMeter.ALLOWANCE);
    }

    @Test
    void frameInARecordOfItsOwnUsesNoneOfTheAllowance() throws IOException {
        InputStream records = records();
        InputStream contents = meter.contents(new ByteArrayInputStream(new byte[1 << 20]));
        meter.begin();

        for (int i = 0; i < 100_000; i++) {
            records.readNBytes(RECORD);
            contents.readNBytes(4);
            meter.frame();
        }
    }

    @Test
    void threeRecordsForOneFrameAreAFloodInTime() throws IOException {
        InputStream records = records();
        InputStream contents = meter.contents(new ByteArrayInputStream(new byte[1 << 20]));
        meter.begin();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        records.readNBytes(4 * RECORD);
                        contents.readNBytes(4);
                        meter.frame();
                    }
                })
                .isInstanceOf(RecordMeter.Flood.class);
    }

    @Test
    void floodIsKnownWithinWhatThePlatformThrows() {
        assertThat(RecordMeter.Flood.caused(new SSLException("broken", new RecordMeter.Flood())))
                .isTrue();
        assertThat(RecordMeter.Flood.caused(new SSLException("broken"))).isFalse();
    }

    private InputStream records() {
        return meter.records(new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        });
    }
}
