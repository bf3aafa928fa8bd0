package org.testudo.verification;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the architecture tests look at: the classes of all modules, and the files of the repository. */
final class Production {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.testudo");

    static final Path ROOT = root();

    private Production() {}

    /** Files below a folder whose names end so, without what is built. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !isBuilt(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> mainSources(Path folder) {
        Path main = Path.of("src", "main", "java");
        return files(folder, ".java").stream()
                .filter(file -> file.toString().contains(main.toString()))
                .toList();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBuilt(Path file) {
        for (Path part : file)
            if (part.toString().equals("target") || part.toString().equals(".git")) return true;
        return false;
    }

    /** Where the build was started, or, in an IDE, the nearest folder above that holds the launcher. */
    private static Path root() {
        String given = System.getProperty("testudo.root");
        Path folder = Path.of(given == null ? "" : given).toAbsolutePath();
        while (!Files.exists(folder.resolve("testudo"))) folder = folder.getParent();
        return folder;
    }
}
