package org.testudo.gacp.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.ViewCertificate;

/**
 * Collects the certificates that a client has verified, from view 1 on, until a quorum of the members has said that the last
 * is that of the present view (GM-5, CA-8). Give it to {@link GroupClient#open}. Safe for use by several threads.
 */
public final class ChainCollector implements ClientListener {
    private final List<ViewCertificate> certificates = new ArrayList<>();
    private final CompletableFuture<ChainArchive> whole = new CompletableFuture<>();

    /** Completes once, on the client's thread; exceptionally if the chain has more than {@link ChainArchive#MAX_VIEWS}. */
    public CompletableFuture<ChainArchive> archive() {
        return whole.copy();
    }

    @Override
    public void onCertified(ViewCertificate certificate) {
        if (whole.isDone()) return;
        if (certificate.record().id() == 1) certificates.clear(); // the life before was over
        if (certificates.size() == ChainArchive.MAX_VIEWS) {
            whole.completeExceptionally(new TestudoException("the group has had more than " + ChainArchive.MAX_VIEWS
                    + " views in this life, the most that are kept"));
            return;
        }
        certificates.add(certificate);
    }

    @Override
    public void onConfirmed(View view) {
        if (whole.isDone() || certificates.isEmpty()) return;
        whole.complete(new ChainArchive(certificates.get(0).record().life().genesis(), certificates));
        certificates.clear();
    }
}
