package org.testudo.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as they are served: every link leads somewhere, every page is reached, and nothing comes from elsewhere. */
class HtmlTest {
    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(Site.files(Site.HTML, ".html")).hasSizeGreaterThan(15);
        assertThat(dead(Site.HTML))
                .as("a link to a heading needs an anchor before it that both forms know: <a id=\"its-name\"></a>")
                .isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheFirst() {
        assertThat(unreached(Site.HTML))
                .as("name the page in site/site.xml, a decision record in site/adr/index.md")
                .isEmpty();
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(foreign(Site.HTML)).isEmpty();
    }

    @Test
    void plantedFaultsAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("index.html"), """
                <a href="other.html#here">good</a> <a href="lost.html">lost</a> <a href="other.html#gone">gone</a>
                <a href="other.md">not turned into HTML</a> <a href="https://example.org/">elsewhere</a>
                <img src="no.svg"><script src="https://example.org/x.js"></script>""");
        Files.writeString(folder.resolve("other.html"), "<p id='here'>x</p>");
        Files.writeString(folder.resolve("orphan.html"), "<a href='index.html'>back</a>");

        assertThat(dead(folder))
                .containsExactly(
                        "index.html: lost.html",
                        "index.html: other.html#gone",
                        "index.html: other.md",
                        "index.html: no.svg");
        assertThat(unreached(folder)).containsExactly("orphan.html");
        assertThat(foreign(folder)).containsExactly("index.html: https://example.org/x.js");
    }

    private static List<String> dead(Path site) {
        return Site.files(site, ".html").stream()
                .flatMap(page -> Stream.concat(links(page), sources(page))
                        .filter(link -> !isElsewhere(link))
                        .filter(link -> !leadsSomewhere(page, link))
                        .map(link -> site.relativize(page) + ": " + link))
                .toList();
    }

    private static List<String> unreached(Path site) {
        Set<Path> reached = new LinkedHashSet<>();
        ArrayDeque<Path> next = new ArrayDeque<>(List.of(site.resolve("index.html")));
        while (!next.isEmpty()) {
            Path page = next.remove();
            if (!Files.exists(page) || !page.toString().endsWith(".html") || !reached.add(page)) continue;
            links(page).filter(link -> !isElsewhere(link)).forEach(link -> next.add(target(page, link)));
        }
        return Site.files(site, ".html").stream()
                .filter(page -> !reached.contains(page))
                .map(page -> site.relativize(page).toString())
                .toList();
    }

    private static List<String> foreign(Path site) {
        return Site.files(site, ".html").stream()
                .flatMap(page ->
                        sources(page).filter(HtmlTest::isElsewhere).map(link -> site.relativize(page) + ": " + link))
                .toList();
    }

    private static Stream<String> links(Path page) {
        return parsed(page).select("a[href]").stream().map(link -> link.attr("href"));
    }

    /** What a browser loads with the page. */
    private static Stream<String> sources(Path page) {
        Document document = parsed(page);
        return Stream.concat(
                document.select("img[src], script[src]").stream().map(each -> each.attr("src")),
                document.select("link[href]").stream().map(each -> each.attr("href")));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        Path target = target(page, link);
        if (!Files.exists(target) || link.endsWith(".md")) return false;
        String anchor = link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
        if (anchor.isEmpty()) return true;
        return parsed(target).getAllElements().stream().map(Element::id).anyMatch(anchor::equals);
    }

    private static Path target(Path page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page : page.resolveSibling(file).normalize();
    }

    private static boolean isElsewhere(String link) {
        return link.matches("[a-z]+:.*") || link.startsWith("//");
    }

    private static Document parsed(Path page) {
        return Jsoup.parse(Site.read(page));
    }
}
