package org.testudo.planted.headers;

import org.jgroups.Header;

public final class SharedHeader {
    private final Header shared;

    public SharedHeader(Header shared) {
        this.shared = shared;
    }
}
