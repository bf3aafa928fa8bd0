package org.testudo.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diagrams are kept as source and as picture. PlantUML writes the source into the picture, so that both can be compared. */
class DiagramsTest {
    /** Drawn by {@code testudo bench detector --plots}. */
    private static final String PLOTS = "detector-";

    private static final Pattern SOURCE = Pattern.compile("<\\?plantuml-src (\\S+?)\\?>");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    @Test
    void everyPictureShowsItsSource() {
        assertThat(Site.files(Site.SOURCE.resolve("diagrams"), ".puml")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(outOfStep(Site.SOURCE))
                .as("render them: mvn -pl site -Pdiagrams generate-resources")
                .isEmpty();
    }

    @Test
    void plantedDifferencesAreFound(@TempDir Path folder) throws IOException {
        Path diagrams = Files.createDirectories(folder.resolve("diagrams"));
        Path images = Files.createDirectories(folder.resolve("images"));
        String source = Site.read(Site.SOURCE.resolve("diagrams/slot.puml"));
        String picture = Site.read(Site.SOURCE.resolve("images/slot.svg"));
        Files.writeString(diagrams.resolve("changed.puml"), source.replace("bob", "eve"));
        Files.writeString(diagrams.resolve("equal.puml"), source);
        Files.writeString(diagrams.resolve("missing.puml"), source);
        Files.writeString(diagrams.resolve("garbled.puml"), source);
        Files.writeString(images.resolve("changed.svg"), picture);
        Files.writeString(images.resolve("equal.svg"), picture);
        Files.writeString(images.resolve("garbled.svg"), "<?plantuml-src 0123?>");
        Files.writeString(images.resolve("without-source.svg"), picture);

        assertThat(outOfStep(folder)).containsExactly("changed", "garbled", "missing", "without-source");
    }

    private static List<String> outOfStep(Path folder) {
        Path diagrams = folder.resolve("diagrams");
        Path images = folder.resolve("images");
        return Stream.concat(Site.files(diagrams, ".puml").stream(), Site.files(images, ".svg").stream())
                .map(file -> file.getFileName().toString().replaceFirst("\\.[a-z]+$", ""))
                .distinct()
                .sorted()
                .filter(name -> !name.startsWith(PLOTS))
                .filter(name -> !isInStep(diagrams.resolve(name + ".puml"), images.resolve(name + ".svg")))
                .toList();
    }

    private static boolean isInStep(Path source, Path picture) {
        if (!Files.exists(source) || !Files.exists(picture)) return false;
        Matcher embedded = SOURCE.matcher(Site.read(picture));
        String body = Site.read(source).replaceFirst("(?s)^@startuml\n(.*)\n@enduml\n*$", "$1");
        return embedded.find() && body.equals(decoded(embedded.group(1)));
    }

    /** PlantUML's own text encoding: deflated, in base 64 with other digits. */
    private static String decoded(String encoded) {
        StringBuilder base64 = new StringBuilder();
        encoded.chars().forEach(digit -> base64.append(BASE64.charAt(DIGITS.indexOf(digit))));
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getDecoder().decode(base64.toString()));
            return inflated(inflater);
        } catch (DataFormatException | IllegalArgumentException e) {
            return "";
        } finally {
            inflater.end();
        }
    }

    private static String inflated(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
            text.write(buffer, 0, count);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
