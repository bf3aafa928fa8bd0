package org.testudo.cli.demo;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who takes part in a run.
 *
 * @param standbys are on the roster, but start later
 * @param watched the member whose host a sensor watches, and whose process can be told to misbehave
 * @param clients by name
 * @param settings further lines of the configuration's {@code group}, in YAML, indented by two
 */
public record Cast(
        List<String> members,
        List<String> standbys,
        Optional<String> watched,
        Collection<String> clients,
        Premises premises,
        String settings) {
    public Cast {
        members = List.copyOf(members);
        standbys = List.copyOf(standbys);
        clients = List.copyOf(clients);
    }
}
