package org.testudo.examples.quickstart;

import java.util.Scanner;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/** A chat of four, one of whom may lie: a line goes to all, {@code @bob hello} to bob alone. */
public final class Chat implements Receiver, AutoCloseable {
    private final JChannel channel;
    private final Consumer<String> screen;

    /** Enters the chat as this member; returns when the group is there. */
    public Chat(String xml, String name, Consumer<String> screen) throws Exception {
        this.screen = screen;
        channel = new JChannel(xml).name(name).setReceiver(this);
        channel.connect("chat");
    }

    /** Says something to all, or to the one it is addressed to. */
    public void say(String line) throws Exception {
        for (Address each : channel.getView()) {
            String address = "@" + each + " ";
            if (!line.startsWith(address)) continue;
            channel.send(each, line.substring(address.length()));
            return;
        }
        channel.send(null, line);
    }

    @Override
    public void receive(Message message) {
        String to = message.dest() == null ? ": " : " to you: ";
        screen.accept(message.src() + to + message.getObject());
    }

    @Override
    public void viewAccepted(View view) {
        screen.accept("* " + view.getMembers());
    }

    @Override
    public void close() {
        channel.close();
    }

    /** Names who this is; {@code -Dchat.self} names whose keys to take. */
    public static void main(String[] name) throws Exception {
        try (Chat chat = new Chat("chat.xml", name[0], System.out::println)) {
            Scanner keyboard = new Scanner(System.in);
            while (keyboard.hasNextLine()) chat.say(keyboard.nextLine());
        }
    }
}
