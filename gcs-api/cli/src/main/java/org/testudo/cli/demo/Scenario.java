package org.testudo.cli.demo;

/** What goes wrong in a run of the demonstration. */
enum Scenario {
    /** Carol's host is taken over: her sensor reports it, and her process drops and corrupts what it sends. */
    INTRUSION("intrusion"),
    /** The leader's process is killed. */
    CRASH("crash"),
    /** Carol accuses bob, by her own word and in the name of a sensor that does not exist. */
    FALSE_ACCUSATION("false-accusation"),
    /** A standby takes carol's seat, bob is stopped and goes on, dave is killed and restarted, alice leaves and returns. */
    CHURN("churn");

    private final String title;

    Scenario(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
