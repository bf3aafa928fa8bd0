package org.testudo.stack;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads an XML file: the keys are elements or attributes below {@code <testudo>}, a list is an element that is repeated. No
 * DTD, entities of its own or inclusion; bounded in size and depth; each key once.
 */
final class StrictXml {
    private static final String ROOT = "testudo";

    /** The root element of a JGroups stack, which is another kind of file. */
    private static final String STACK = "config";

    private static final int MAX_DEPTH = 16;

    private final Path file;

    private StrictXml(Path file) {
        this.file = file;
    }

    /**
     * What a file holds below its root element.
     *
     * @param what the file is, for the error
     * @throws org.testudo.api.TestudoException if it cannot be read
     * @throws IllegalArgumentException if it is no such XML
     */
    static Map<String, Object> read(Path file, String what) {
        StrictXml xml = new StrictXml(file);
        Element root = xml.root(FileText.read(file, what));
        if (root.getTagName().equals(STACK)) {
            throw xml.wrong(
                    "is a JGroups stack, since its root element is 'config'; open it with JChannel, or give the"
                            + " configuration that 'testudo config --as-xml' makes such a stack of, with the root element 'testudo'");
        }
        if (!root.getTagName().equals(ROOT)) {
            throw xml.wrong(
                    "its root element is '" + root.getTagName() + "'; write <testudo><group> ... </group></testudo>");
        }
        return xml.map(tree(root), "");
    }

    private Element root(String text) {
        try {
            return parser().parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXParseException e) {
            boolean doctype = text.contains("<!DOCTYPE") && e.getMessage().contains("DOCTYPE");
            throw wrong(
                    doctype
                            ? "has a DOCTYPE in line " + e.getLineNumber()
                                    + "; remove it, DTDs and entities are not read"
                            : "is not valid XML: line " + e.getLineNumber() + ": " + e.getMessage());
        } catch (SAXException | IOException e) {
            throw wrong("is not valid XML: " + e.getMessage());
        }
    }

    /** Always the parser of the JDK: the limits that others know are not the same. */
    private static DocumentBuilder parser() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", MAX_DEPTH);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new Strict());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the parser of the JDK has these features", e);
        }
    }

    private static ImmutableNode tree(Element root) {
        XMLConfiguration configuration = new XMLConfiguration();
        try {
            configuration.read(root);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("a parsed document can be read", e);
        }
        return configuration.getNodeModel().getNodeHandler().getRootNode();
    }

    private Map<String, Object> map(ImmutableNode node, String key) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node.getValue() != null && !node.getValue().toString().isBlank()) {
            throw wrong(key(key, "text") + " '" + node.getValue() + "' stands beside elements; name its key");
        }
        node.getAttributes().forEach((name, value) -> map.put(name, value.toString()));
        for (ImmutableNode child : node) {
            String name = child.getNodeName();
            Object value = value(child, key(key, name));
            if (SettingKeys.isList(key(key, name))) {
                list(map, key, name).add(value);
            } else if (map.put(name, value) != null) {
                throw wrong(key(key, name) + ": stands there twice; remove one");
            }
        }
        return map;
    }

    private Object value(ImmutableNode node, String key) {
        boolean plain = node.getChildren().isEmpty() && node.getAttributes().isEmpty();
        if (!plain) return map(node, key);
        return Optional.ofNullable(node.getValue()).map(Object::toString).orElse("");
    }

    @SuppressWarnings("unchecked") // an attribute of this name is refused
    private List<Object> list(Map<String, Object> map, String key, String name) {
        Object list = map.computeIfAbsent(name, it -> new ArrayList<>());
        if (list instanceof List<?>) return (List<Object>) list;
        throw wrong(key(key, name) + ": is an attribute and an element; write only elements");
    }

    private static String key(String above, String name) {
        return above.isEmpty() ? name : above + "." + name;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ": " + what);
    }

    /** The parser's own would print to standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) throws SAXParseException {
            throw problem;
        }

        @Override
        public void error(SAXParseException problem) throws SAXParseException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXParseException {
            throw problem;
        }
    }
}
