/**
 * A seeded world for cores: virtual time, a network with faults, Byzantine members, checks (ARCHITECTURE 6). It runs the
 * same cores as a host does, through the same {@code CoreStack}, codecs included; a core cannot tell the difference.
 *
 * <h2>A simulation</h2>
 *
 * <pre>{@code
 * Simulation.of(context -> List.of(                        // the layers of one member, bottom up
 *                 new Layer<>(new MyOrdering(context), new MyCodec(context.life())),
 *                 new Layer<>(new MyMembership(context), new OtherCodec(context.life()))))
 *         .seeds(1000)
 *         .group(4).tolerating(1)                          // members m0 to m3, their sensors sensor-m0 to sensor-m3
 *         .network(n -> n.delay(ms(1), ms(20)).loss(0.02).duplicate(0.1).reorder().pauses().partitionNowAndThen())
 *         .byzantine(3, Silence::new, Corrupt::new)        // each seed draws one of these
 *         .workload(20, ms(1), seconds(2))
 *         .submit(ms(5), 0, RequestClass.CONTROL, command.encode())
 *         .calmAfter(seconds(3))                           // from here liveness may be asked for
 *         .check(agreement(), totalOrder(), integrity(), fifo(), oneChain(), deliveryAfterCalm())
 *         .each(run -> exclusions.add(run.member(0).view().exclusions().size()))
 *         .run();
 * }</pre>
 *
 * <h2>Seeds</h2>
 *
 * Each seed draws which faults of the network are on and how strong, up to what was said; {@code exactly()} turns that off.
 * A seed that breaks a check prints the command that runs it again, the last steps ({@code -Dtestudo.trace=500} for more), and a
 * file with all of them. {@code -Dtestudo.seed=7} runs one
 * seed, {@code -Dtestudo.seeds=10000} or {@code 5000..5999} others than the test says. Whoever fixes what a seed found keeps
 * it, with a line on what it was, in a file for {@link org.testudo.simulator.Simulation#seedsOf}.
 *
 * <h2>Starts</h2>
 *
 * A member that crashes loses all that it knew. Its next start is another {@link org.testudo.simulator.SimulatedMember} of the
 * same name, built by the factory with new view keys and a higher incarnation, so checks that note what each member did
 * judge the start by itself, and still hold the group to what it did before. {@link org.testudo.simulator.CrashPlan}
 * bounds how many forget at a time, since that counts as a fault.
 *
 * <h2>Adversaries</h2>
 *
 * An {@link org.testudo.simulator.Attack} sees every step of its member's cores and returns what is done instead. Those that
 * need no protocol stand in {@code attack}; {@code TowardEach} is their base for attacks on what is sent, and
 * {@code Equivocation} takes the lie that a protocol's tests make up. An attack signs with keys of its own member only
 * ({@link org.testudo.simulator.AttackContext#mint}); a member that turns bad late no longer holds the keys of views that it
 * has left. {@link org.testudo.simulator.Simulation#twins} runs two processes with one key.
 *
 * <h2>Checks</h2>
 *
 * A {@link org.testudo.simulator.Check} makes an {@link org.testudo.simulator.Observer} for each run, which throws
 * {@link org.testudo.simulator.Violation}. No check without a mutant: {@link org.testudo.simulator.Simulation#hunt} runs seeds
 * until a deliberately broken core is caught, and {@link org.testudo.simulator.SourceMutant} breaks one by a line of its source.
 *
 * <h2>Scripts and applications</h2>
 *
 * {@link org.testudo.simulator.Script} is a run as text with its expected course below. An application checks its own state
 * machine with {@link org.testudo.simulator.StateMachineCheck}.
 */
package org.testudo.simulator;
