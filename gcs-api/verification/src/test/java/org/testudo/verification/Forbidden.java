package org.testudo.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Builds a rule that forbids types, members and modifiers to some classes. */
final class Forbidden {
    private final String what;
    private final List<Predicate<JavaClass>> types = new ArrayList<>();
    private final List<Predicate<AccessTarget>> members = new ArrayList<>();
    private BiPredicate<JavaClass, JavaClass> pairs = (from, to) -> false;
    private Predicate<JavaClass> existence = type -> false;
    private Predicate<JavaField> fields = field -> false;
    private Predicate<JavaCodeUnit> codeUnits = unit -> false;

    private Forbidden(String what) {
        this.what = what;
    }

    static Forbidden to(String what) {
        return new Forbidden(what);
    }

    Forbidden types(Predicate<JavaClass> forbidden) {
        types.add(forbidden);
        return this;
    }

    Forbidden types(Class<?>... forbidden) {
        List<String> names = Stream.of(forbidden).map(Class::getName).toList();
        return types(type -> names.contains(type.getName()));
    }

    Forbidden members(Class<?> owner, String... names) {
        return members(target ->
                target.getOwner().isAssignableTo(owner) && List.of(names).contains(target.getName()));
    }

    Forbidden members(Predicate<AccessTarget> forbidden) {
        members.add(forbidden);
        return this;
    }

    /** Forbids dependencies by both ends. */
    Forbidden between(BiPredicate<JavaClass, JavaClass> forbidden) {
        pairs = forbidden;
        return this;
    }

    /** Forbids classes whatever they do. */
    Forbidden being(Predicate<JavaClass> forbidden) {
        existence = forbidden;
        return this;
    }

    Forbidden fields(Predicate<JavaField> forbidden) {
        fields = forbidden;
        return this;
    }

    Forbidden codeUnits(Predicate<JavaCodeUnit> forbidden) {
        codeUnits = forbidden;
        return this;
    }

    ArchRule in(String... packages) {
        return in(resideInAnyPackage(packages));
    }

    ArchRule in(DescribedPredicate<? super JavaClass> where) {
        return classes().that(where).should(condition()).as(what);
    }

    private ArchCondition<JavaClass> condition() {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations(type).forEach(it -> events.add(SimpleConditionEvent.violated(type, it)));
            }
        };
    }

    private Stream<String> violations(JavaClass type) {
        Stream<String> dependencies = type.getDirectDependenciesFromSelf().stream()
                .filter(it -> forbids(type, it.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription);
        Stream<String> accesses = type.getAccessesFromSelf().stream()
                .filter(it -> forbids(members, it.getTarget()))
                .map(JavaAccess::getDescription);
        Stream<String> declared = Stream.concat(
                        type.getFields().stream().filter(fields),
                        type.getCodeUnits().stream().filter(codeUnits))
                .map(JavaMember::getDescription);
        Stream<String> itself = existence.test(type) ? Stream.of(type.getDescription()) : Stream.empty();
        return Stream.of(dependencies, accesses, declared, itself).flatMap(it -> it);
    }

    private boolean forbids(JavaClass from, JavaClass to) {
        return forbids(types, to) || pairs.test(from, to);
    }

    private static <T> boolean forbids(List<Predicate<T>> forbidden, T it) {
        return forbidden.stream().anyMatch(each -> each.test(it));
    }
}
