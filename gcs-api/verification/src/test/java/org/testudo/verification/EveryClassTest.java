package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules look at what is on the class path here; a module that nobody added to it would escape them. */
class EveryClassTest {
    @Test
    void everyMainSourceOfEveryModuleIsExamined() {
        List<String> overlooked = Production.mainSources(Production.ROOT).stream()
                .map(EveryClassTest::className)
                .filter(name -> !name.endsWith("package-info") && !name.endsWith("module-info"))
                .filter(name -> !Production.CLASSES.contain(name))
                .toList();

        assertThat(overlooked)
                .as("sources whose module is missing among the dependencies of gcs-api/verification")
                .isEmpty();
    }

    private static String className(Path source) {
        String path = source.toString().replace('\\', '/');
        return path.replaceAll(".*/src/main/java/", "")
                .replaceAll("\\.java$", "")
                .replace('/', '.');
    }
}
