package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Which file it is, whatever its name: the key that the file system gives it (device and inode), and how it begins, because
 * inodes are used again.
 *
 * @param key without blanks
 * @param head its first bytes, at most {@link #HEAD}; must not be changed
 */
record FileId(String key, byte[] head) {
    /** Enough of a first line of EVE to tell it from others: it begins with a time in microseconds and a flow's number. */
    static final int HEAD = 128;

    /** The key of the file that has this name now. */
    static String keyOf(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey() != null ? attributes.fileKey() : attributes.creationTime();
        return key.toString().replaceAll("\\s", "_");
    }

    static byte[] headOf(FileChannel file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (head.hasRemaining() && file.read(head, head.position()) > 0) {
            // until it is full or the file ends
        }
        return Arrays.copyOf(head.array(), head.position());
    }

    static FileId of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new FileId(keyOf(file), headOf(channel));
        }
    }

    /** Whether the other one, seen later, is this file: it may have grown. */
    boolean is(FileId later) {
        return key.equals(later.key) && begins(later);
    }

    /** Whether the other one, seen later, holds a copy of this file's content. */
    boolean copiedTo(FileId later) {
        return head.length == HEAD && Arrays.equals(head, later.head);
    }

    private boolean begins(FileId later) {
        return later.head.length >= head.length && Arrays.equals(head, 0, head.length, later.head, 0, head.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileId that && key.equals(that.key) && Arrays.equals(head, that.head);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
