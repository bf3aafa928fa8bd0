package org.testudo.stack;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jgroups.annotations.Property;
import org.jgroups.stack.Protocol;
import org.jgroups.util.Util;
import org.testudo.config.GroupConfig;

/**
 * The plain JGroups XML of a configuration's stack: for those who want to change it, put protocols of their own on top, or
 * start it with {@code new JChannel(file)}. Attributes are the properties of our protocols, so nothing stands here that has to
 * be kept in step with them. No secret is printed, since no property holds one.
 */
public final class StackXml {
    private static final String OURS = "org.testudo.";
    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^&<>\"\\\\]]*");

    private StackXml() {}

    /**
     * Prints the stack of a member, each protocol with all properties that are its own.
     *
     * @throws org.testudo.api.TestudoException if a layer is missing, or a file that the configuration names
     * @throws IllegalArgumentException if the configuration is not that of a member, or a value cannot stand in such a file
     */
    public static String of(GroupConfig config) {
        return of(StackAssembly.of(config).protocols());
    }

    static String of(List<Protocol> protocols) {
        StringBuilder xml = new StringBuilder("<config xmlns=\"urn:org:jgroups\">\n");
        for (Protocol each : protocols) {
            xml.append("    <").append(each.getClass().getName());
            attributes(each)
                    .forEach((name, value) -> xml.append("\n        ")
                            .append(name)
                            .append("=\"")
                            .append(checked(name, value))
                            .append('"'));
            xml.append("/>\n");
        }
        return xml.append("</config>\n").toString();
    }

    /** The properties that a protocol has beyond those of all JGroups protocols, in the order of their declaration. */
    static Map<String, String> attributes(Protocol protocol) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Class<?> type = protocol.getClass(); type.getName().startsWith(OURS); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Property property = field.getAnnotation(Property.class);
                if (property == null) continue;
                String name = property.name().isEmpty() ? field.getName() : property.name();
                Object value = Util.getField(field, protocol);
                if (value != null && !value.equals("")) attributes.put(name, value.toString());
            }
        }
        return attributes;
    }

    /** JGroups reads such files byte by byte, knows no entities, and drops backslashes. */
    private static String checked(String name, String value) {
        if (PLAIN.matcher(value).matches() && !value.contains("${")) return value;
        throw new IllegalArgumentException(name + ": '" + value
                + "': JGroups' XML can only hold printable ASCII without & < > \" \\ and ${; choose another name");
    }
}
