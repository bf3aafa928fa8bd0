package org.testudo.gacp;

import java.nio.file.Path;
import org.jgroups.stack.Protocol;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.HostAndPort;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.stack.StackLayer;

/** Puts {@link GACP} into stacks that a configuration describes. */
public final class GacpLayer implements StackLayer {
    @Override
    public String name() {
        return "GACP";
    }

    /** Listens where {@code client-access.listen} says, or else on the member's own client address, if it has one. */
    @Override
    public Protocol create(GroupConfig config) {
        ClientAccessConfig access = config.clientAccess();
        String listen = config.listensToClientsAt().map(HostAndPort::toString).orElse("");
        return new GACP()
                .listen(listen, () -> credentials(config))
                .limits(
                        access.maxConnections(),
                        access.maxOutstanding(),
                        config.ordering().maxPayload(),
                        config.ordering().sessions());
    }

    private static Credentials credentials(GroupConfig config) {
        return Credentials.load(config, Path.of(""), Principal.of(new MemberId(config.self())));
    }
}
