package org.testudo.stack;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * Prints the stack of a member, each protocol with all properties of its own, and those of JGroups that are set.
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

    /**
     * The properties that a protocol has: all that our own classes declare, and of those that JGroups declares the ones that
     * are set to something else than a new protocol of this kind has. In the order of their declaration.
     */
    static Map<String, String> attributes(Protocol protocol) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Optional<Protocol> unset = fresh(protocol.getClass());
        for (Class<?> type = protocol.getClass(); type != Object.class; type = type.getSuperclass()) {
            boolean ours = type.getName().startsWith(OURS);
            for (Field field : type.getDeclaredFields()) {
                Property property = field.getAnnotation(Property.class);
                if (property == null) continue;
                String value = text(field, protocol);
                boolean set =
                        ours || unset.isPresent() && !text(field, unset.get()).equals(value);
                if (!set || value.isEmpty()) continue;
                attributes.putIfAbsent(property.name().isEmpty() ? field.getName() : property.name(), value);
            }
        }
        return attributes;
    }

    private static String text(Field field, Protocol protocol) {
        Object value = Util.getField(field, protocol);
        if (value instanceof InetAddress address) return address.getHostAddress();
        return value == null ? "" : value.toString();
    }

    /** As JGroups would make it; nothing if it could not. */
    private static Optional<Protocol> fresh(Class<? extends Protocol> type) {
        try {
            return Optional.of(type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /** JGroups reads such files byte by byte, knows no entities, and drops backslashes. */
    private static String checked(String name, String value) {
        if (PLAIN.matcher(value).matches() && !value.contains("${")) return value;
        throw new IllegalArgumentException(name + ": '" + value
                + "': JGroups' XML can only hold printable ASCII without & < > \" \\ and ${; choose another name");
    }
}
