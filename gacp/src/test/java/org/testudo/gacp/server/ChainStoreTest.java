package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.gacp.proto.Chain;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** GM-5, CA-5: the chain is served whole, in order, in bounded chunks. */
class ChainStoreTest {
    private final TinyGroup group = new TinyGroup();
    private final ChainStore store = new ChainStore();

    @AfterEach
    void close() {
        group.close();
    }

    private List<ViewCertificate> views(int count) {
        List<ViewCertificate> certificates = new ArrayList<>(List.of(group.beginning));
        for (int i = 1; i < count; i++) certificates.add(group.nextView(List.of()));
        return certificates;
    }

    @Test
    void certificatesThatComeEarlyOrTwiceAreServedInOrderOnce() throws MalformedException {
        List<ViewCertificate> views = views(4);

        assertThat(store.add(views.get(2))).isFalse();
        assertThat(store.add(views.get(3))).isFalse();
        assertThat(store.add(views.get(3))).isFalse();
        assertThat(store.height()).isZero();
        assertThat(store.add(views.get(0))).isTrue();
        assertThat(store.add(views.get(0))).isFalse();
        assertThat(store.height()).isEqualTo(1);
        assertThat(store.add(views.get(1))).isTrue();

        assertThat(store.height()).isEqualTo(4);
        assertThat(read(store.after(0))).isEqualTo(views);
        assertThat(read(store.after(3))).isEqualTo(views.subList(3, 4));
    }

    @Test
    void whoeverIsAheadOrAsksForNonsenseGetsNothing() {
        views(2).forEach(store::add);

        assertThat(store.after(2).getCertificatesCount()).isZero();
        assertThat(store.after(Long.MAX_VALUE).getCertificatesCount()).isZero();
        assertThat(store.after(Long.MIN_VALUE).getCertificatesCount()).isEqualTo(2);
    }

    @Test
    void aLongChainComesInChunks() throws MalformedException {
        views(400).forEach(store::add);

        List<ViewCertificate> read = new ArrayList<>();
        Chain chunk = store.after(0);
        int chunks = 1;
        read.addAll(read(chunk));
        while (chunk.getMore()) {
            chunk = store.after(read.size());
            read.addAll(read(chunk));
            assertThat(chunk.getSerializedSize()).isLessThan(300 << 10);
            chunks++;
        }

        assertThat(read).hasSize(400);
        assertThat(chunks).isGreaterThan(1);
    }

    private static List<ViewCertificate> read(Chain chunk) throws MalformedException {
        List<ViewCertificate> read = new ArrayList<>();
        for (var each : chunk.getCertificatesList()) {
            read.add(WireReader.whole(each.toByteArray(), ViewCertificate::read));
        }
        return read;
    }
}
