package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;

/**
 * Who a member is, for its ordering.
 *
 * @param origin of its requests: name, statement key and incarnation, which names its present start
 * @param genesis of its group, with the roster
 * @param firstViewKeys public halves of the view keys that it announces while the group forms (GM-11, GM-21)
 */
public record Self(Origin origin, Genesis genesis, List<StatementKey> firstViewKeys) {
    public Self {
        firstViewKeys = List.copyOf(firstViewKeys);
    }
}
