package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** A rule of the architecture with classes that break it: the proof that it bites. */
record ProvenRule(ArchRule rule, List<Class<?>> planted) {
    ProvenRule(ArchRule rule, Class<?>... planted) {
        this(rule, List.of(planted));
    }

    void holdsInProduction() {
        rule.check(Production.CLASSES);
    }

    /** Every method and field of a planted class breaks the rule in its own way, and the report names each. */
    void bites() {
        String report = rule.evaluate(new ClassFileImporter().importClasses(planted))
                .getFailureReport()
                .toString();
        for (Class<?> type : planted) {
            assertThat(report).contains(type.getName());
            declared(type).forEach(member -> assertThat(report).contains(type.getName() + "." + member));
        }
    }

    private static Stream<String> declared(Class<?> type) {
        Stream<String> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> method.getName() + "(");
        return Stream.concat(methods, Stream.of(type.getDeclaredFields()).map(field -> field.getName() + ">"));
    }

    @Override
    public String toString() {
        return rule.getDescription();
    }
}
