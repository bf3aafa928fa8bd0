package org.testudo.gacp;

import java.nio.file.Path;
import org.jgroups.stack.Protocol;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.GroupConfig;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.Passphrase;
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
        String own = config.member(config.self()).clientAddress();
        return new GACP()
                .listen(access.listen().isEmpty() ? own : access.listen(), () -> credentials(config))
                .limits(
                        access.maxConnections(),
                        access.maxOutstanding(),
                        config.ordering().maxPayload(),
                        config.ordering().sessions());
    }

    private static Credentials credentials(GroupConfig config) {
        Path base = Path.of("");
        return Credentials.load(
                base.resolve(config.credentials().store()),
                base.resolve(config.credentials().trust()),
                Passphrase.of(config.credentials(), base),
                config.name(),
                Principal.of(new MemberId(config.self())));
    }
}
