package org.testudo.cli;

import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.GroupClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Binds a value to a key. */
@Command(name = "put", description = "Bind a value to a key of the key-value service; print the value bound before.")
final class PutCommand extends ClientCommand {
    @Parameters(index = "1", paramLabel = "KEY")
    private String key;

    @Parameters(index = "2", paramLabel = "VALUE")
    private String value;

    @Override
    int run(GroupClient group, GroupConfig config) throws Exception {
        ask(group, new KeyValueOperation.Put(freshId(), key, value)).value().ifPresent(System.out::println);
        return 0;
    }
}
