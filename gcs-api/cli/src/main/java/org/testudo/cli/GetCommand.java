package org.testudo.cli;

import java.util.Optional;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.GroupClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads the value of a key. */
@Command(name = "get", description = "Print the value of a key of the key-value service; exit status 3 if it has none.")
final class GetCommand extends ClientCommand {
    private static final int NO_VALUE = 3;

    @Parameters(index = "1", paramLabel = "KEY")
    private String key;

    @Override
    int run(GroupClient group, GroupConfig config) throws Exception {
        Optional<String> value =
                ask(group, new KeyValueOperation.Get(freshId(), key)).value();
        value.ifPresent(System.out::println);
        return value.isPresent() ? 0 : NO_VALUE;
    }
}
