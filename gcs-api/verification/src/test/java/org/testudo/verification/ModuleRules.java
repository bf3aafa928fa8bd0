package org.testudo.verification;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testudo.planted.direction.api.UsesKernel;
import org.testudo.planted.direction.failuredetector.UsesMembership;
import org.testudo.planted.direction.kernel.UsesStack;
import org.testudo.planted.direction.membership.UsesGacp;
import org.testudo.planted.direction.simulator.UsesSicp;
import org.testudo.planted.direction.stray.Stray;
import org.testudo.planted.tangle.one.One;
import org.testudo.planted.tangle.two.Two;

/** api <- kernel <- {stack, simulator} <- sicp <- {protocol modules} <- gacp <- {cli <- benchmarks, examples} (section 3). */
final class ModuleRules {
    private static final List<String> PROTOCOLS = List.of("failuredetector", "attackdetector", "abcast", "membership");

    /** First part of the package below org.testudo, and the parts that it may use besides itself. */
    private static final Map<String, List<String>> MAY_USE = mayUse();

    private ModuleRules() {}

    private static Map<String, List<String>> mayUse() {
        List<String> stack = List.of("api", "config", "kernel");
        List<String> sicp = plus(stack, "stack");
        List<String> protocol = plus(sicp, "sicp");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("api", List.of("config"));
        rows.put("config", List.of("api"));
        rows.put("kernel", List.of("api", "config"));
        rows.put("simulator", stack);
        rows.put("stack", stack);
        rows.put("sicp", sicp);
        PROTOCOLS.forEach(it -> rows.put(it, protocol));
        rows.put("gacp", plus(protocol, PROTOCOLS.toArray(String[]::new)));
        rows.put("cli", plus(rows.get("gacp"), "gacp"));
        rows.put("benchmarks", plus(rows.get("cli"), "cli"));
        rows.put("examples", plus(rows.get("gacp"), "gacp"));
        return rows;
    }

    private static List<String> plus(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    static List<ProvenRule> all() {
        return List.of(
                new ProvenRule(
                        direction(),
                        UsesKernel.class,
                        UsesStack.class,
                        UsesSicp.class,
                        UsesMembership.class,
                        UsesGacp.class,
                        Stray.class),
                new ProvenRule(cycles(), One.class, Two.class));
    }

    private static ArchRule direction() {
        return Forbidden.to("modules depend on each other in one direction only, and every package is in one of them")
                .being(type -> !MAY_USE.containsKey(moduleOf(type)))
                .between((type, target) -> isOurs(target) && !mayUse(moduleOf(type), moduleOf(target)))
                .in("org.testudo..");
    }

    private static ArchRule cycles() {
        return slices().matching("org.testudo.(**)").should().beFreeOfCycles();
    }

    private static boolean mayUse(String module, String other) {
        return module.equals(other) || MAY_USE.getOrDefault(module, List.of()).contains(other);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("org.testudo.");
    }

    /** The planted classes imitate the modules below a package of their own. */
    private static String moduleOf(JavaClass type) {
        return type.getPackageName()
                .replace("org.testudo.planted.direction.", "")
                .replace("org.testudo.", "")
                .replaceAll("\\..*", "");
    }
}
