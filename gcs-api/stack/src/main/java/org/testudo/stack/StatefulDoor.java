package org.testudo.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;
import org.testudo.api.Snapshots;
import org.testudo.api.ViewChange;

/** The door of a channel whose application has a state. */
record StatefulDoor(GroupListener door, Snapshots state) implements GroupListener, Snapshots {
    @Override
    public void onView(ViewChange change) {
        door.onView(change);
    }

    @Override
    public void onDelivery(Delivery delivery) {
        door.onDelivery(delivery);
    }

    @Override
    public void onNotice(Notice notice) {
        door.onNotice(notice);
    }

    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        state.writeSnapshot(out);
    }

    @Override
    public void readSnapshot(InputStream in) throws IOException {
        state.readSnapshot(in);
    }
}
