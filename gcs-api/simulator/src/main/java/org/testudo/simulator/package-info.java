/**
 * A seeded world for cores: virtual time, a network with faults, Byzantine members, checks (ARCHITECTURE 6).
 *
 * <pre>{@code
 * Simulation.of(context -> List.of(new Layer<>(new MyCore(context), new MyCodec(context.life()))))
 *         .seeds(1000)
 *         .group(4).tolerating(1)
 *         .network(n -> n.delay(ms(1), ms(20)).loss(0.02).duplicate(0.1).reorder().partitionNowAndThen())
 *         .byzantine(3, Silence::new, Corrupt::new)
 *         .workload(20, ms(1), seconds(2))
 *         .calmAfter(seconds(3))
 *         .check(agreement(), totalOrder(), integrity(), fifo(), deliveryAfterCalm())
 *         .run();
 * }</pre>
 */
package org.testudo.simulator;
