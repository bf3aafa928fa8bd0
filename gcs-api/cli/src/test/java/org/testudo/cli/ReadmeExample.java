package org.testudo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.Groups;

/** The example of the README: the lines between the marks stand there, and {@link ReadmeTest} compares them. */
final class ReadmeExample {
    private ReadmeExample() {}

    static void say(String text) {
        // begin
        GroupListener printer = new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) { // the same deliveries in the same order at every member
                System.out.println(delivery.origin() + ": " + new String(delivery.payload(), UTF_8));
            }
        };
        try (Group group = Groups.open(ConfigFile.load(Path.of("testudo.yaml")), printer)) {
            System.out.println("joined " + group.view());
            group.submit(text.getBytes(UTF_8)).join(); // returns when this member has delivered it, too
        }
        // end
    }
}
