package org.testudo.gacp.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import org.testudo.gacp.proto.Chain;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.WireWriter;

/**
 * The certificates of all views from view 1 on, for clients that verify the chain (GM-5, CA-5). Grows by one entry of a few
 * kilobytes with each view of a life. Safe for use by several threads.
 */
final class ChainStore {
    /** A chunk ends with the certificate that reaches this. */
    private static final int CHUNK_BYTES = 256 << 10;

    private final List<ByteString> certificates = new ArrayList<>();
    private final List<ViewCertificate> early = new ArrayList<>();

    /** Adds the certificate of the next view; later ones wait for those before, repeated ones are ignored. */
    synchronized boolean add(ViewCertificate certificate) {
        long next = certificates.size() + 1;
        if (certificate.record().id() < next) return false;
        if (certificate.record().id() > next) {
            early.removeIf(each -> each.record().id() == certificate.record().id());
            early.add(certificate);
            return false;
        }
        certificates.add(UnsafeByteOperations.unsafeWrap(WireWriter.bytes(certificate::write)));
        early.stream()
                .filter(each -> each.record().id() == next + 1)
                .findFirst()
                .ifPresent(this::add);
        early.removeIf(each -> each.record().id() <= certificates.size());
        return true;
    }

    /** The certificates of the views after this one, as many as go into a chunk. */
    synchronized Chain after(long view) {
        Chain.Builder chunk = Chain.newBuilder();
        int bytes = 0;
        int index = (int) Math.min(Math.max(0, view), certificates.size());
        while (index < certificates.size() && bytes < CHUNK_BYTES) {
            bytes += certificates.get(index).size();
            chunk.addCertificates(certificates.get(index++));
        }
        return chunk.setMore(index < certificates.size()).build();
    }

    /** The highest view whose certificate, and those of all before, are here. */
    synchronized long height() {
        return certificates.size();
    }
}
