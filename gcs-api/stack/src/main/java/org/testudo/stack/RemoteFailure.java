package org.testudo.stack;

/** What a method that was called at another member threw, if its class is none that is carried as such. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String thrown;

    RemoteFailure(String thrown, String message) {
        super(thrown + (message.isEmpty() ? "" : ": " + message));
        this.thrown = thrown;
    }

    /** Name of the class that was thrown there, as that member says. */
    public String thrown() {
        return thrown;
    }
}
