package org.testudo.stack.files;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** For what this user alone may read: payloads and keys. Where files have no such permissions, such as on Windows, none are set. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** With which a file is created here. */
    public static FileAttribute<?>[] file(Path place) {
        return attributes(place, "rw-------");
    }

    /** With which a folder is created here. */
    public static FileAttribute<?>[] folder(Path place) {
        return attributes(place, "rwx------");
    }

    /** Whether files here have owners and permissions. */
    public static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path place, String permissions) {
        if (!isPosix(place)) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
