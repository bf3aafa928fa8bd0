package org.testudo.benchmarks.plots;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes one picture. It has a title and a description that says all figures in words, for who cannot see it. Text stays text:
 * no fonts are needed where it is written.
 */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    Svg(int width, int height, String title, String description) {
        try {
            out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            out.writeStartElement("svg");
            out.writeDefaultNamespace(NAMESPACE);
            attributes("viewBox", "0 0 " + width + " " + height, "width", width, "height", height);
            attributes("role", "img", "aria-labelledby", "title description");
            attributes("font-family", "system-ui, sans-serif", "font-size", 13);
            out.writeStartElement("title");
            attributes("id", "title");
            out.writeCharacters(title);
            out.writeEndElement();
            out.writeStartElement("desc");
            attributes("id", "description");
            out.writeCharacters(description);
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        element("rect", "width", width, "height", height, "fill", "white");
        label(title, 16, 26, "start", "font-size", 16, "font-weight", "bold");
    }

    /** Names and values in turn; numbers are written as short as they can be read. */
    private void attributes(Object... pairs) throws XMLStreamException {
        for (int i = 0; i < pairs.length; i += 2) out.writeAttribute((String) pairs[i], number(pairs[i + 1]));
    }

    static String number(Object value) {
        if (!(value instanceof Double it)) return value.toString();
        if (it == Math.rint(it) && Math.abs(it) < 1e15) return String.format(Locale.ROOT, "%.0f", it);
        return String.format(Locale.ROOT, "%.2f", it);
    }

    /** An empty element. */
    void element(String name, Object... attributes) {
        try {
            out.writeEmptyElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** One that tells its meaning when it is pointed at. */
    void meaning(String meaning, String name, Object... attributes) {
        try {
            out.writeStartElement(name);
            attributes(attributes);
            out.writeStartElement("title");
            out.writeCharacters(meaning);
            out.writeEndElement();
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** @param anchor start, middle or end */
    void label(String words, double x, double y, String anchor, Object... attributes) {
        try {
            out.writeStartElement("text");
            attributes("x", x, "y", y, "text-anchor", anchor);
            attributes(attributes);
            out.writeCharacters(words);
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    String end() {
        try {
            out.writeEndElement();
            out.flush();
            return text + "\n";
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(XMLStreamException e) {
        return new IllegalStateException("what is written to memory can be written", e);
    }
}
