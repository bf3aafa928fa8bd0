package org.testudo.verification;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import org.jgroups.Header;
import org.jgroups.util.Util;
import org.testudo.planted.headers.SharedHeader;
import org.testudo.planted.naming.AlertData;
import org.testudo.planted.naming.SeatImpl;
import org.testudo.planted.naming.ViewHelper;
import org.testudo.planted.naming.ViewManager;
import org.testudo.planted.naming.ViewUtil;
import org.testudo.planted.naming.ViewUtils;
import org.testudo.planted.serialization.SerializableVote;
import org.testudo.planted.serialization.Streams;

/** What no code of ours does, core or not. */
final class CodeRules {
    private static final List<String> EMPTY_NAMES = List.of("Manager", "Helper", "Util", "Utils", "Impl", "Data");

    private CodeRules() {}

    static List<ProvenRule> all() {
        return List.of(
                new ProvenRule(serialization(), SerializableVote.class, Streams.class),
                new ProvenRule(headers(), SharedHeader.class),
                new ProvenRule(
                        naming(),
                        ViewManager.class,
                        ViewHelper.class,
                        ViewUtil.class,
                        ViewUtils.class,
                        SeatImpl.class,
                        AlertData.class));
    }

    /** It gives whoever sends the bytes a choice of classes, and equal values need not give equal bytes. */
    private static ArchRule serialization() {
        return Forbidden.to("nothing uses Java serialization")
                .types(ObjectInputStream.class, ObjectOutputStream.class, ObjectInput.class, ObjectOutput.class)
                .types(Externalizable.class)
                .members(target -> target.getOwner().isEquivalentTo(Util.class)
                        && (target.getName().startsWith("objectTo")
                                || target.getName().startsWith("objectFrom")))
                .being(CodeRules::declaresItself)
                .in("org.testudo..");
    }

    private static boolean declaresItself(JavaClass type) {
        return type.getRawInterfaces().stream().anyMatch(it -> it.isEquivalentTo(Serializable.class));
    }

    /** JGroups writes a protocol's id into the header of a message: one that two messages share names the wrong protocol. */
    private static ArchRule headers() {
        return ArchRuleDefinition.fields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("org.testudo..")
                .should()
                .notHaveRawType(JavaClass.Predicates.assignableTo(Header.class))
                .as("no header outlives its message");
    }

    private static ArchRule naming() {
        return Forbidden.to("names say what a class is, so none ends in " + String.join(", ", EMPTY_NAMES))
                .being(type -> EMPTY_NAMES.stream().anyMatch(type.getSimpleName()::endsWith))
                .in("org.testudo..");
    }
}
