package org.testudo.membership.joint.attack;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.SeededRandom;

/**
 * One to three of the given attacks at once, as the seed draws: what one lets pass, the next twists. Now and then one joins them that has
 * a story of its own, and often nothing to do; it is drawn apart, so that other seeds mean what they meant without it.
 */
public final class Ensemble implements Attack {
    private static final double WITH_A_STORY = 0.25;

    private final List<Attack.Factory> all;
    private final List<Attack.Factory> stories;
    private final List<Attack> chosen = new ArrayList<>();

    public Ensemble(List<Attack.Factory> all, List<Attack.Factory> stories) {
        this.all = all;
        this.stories = stories;
    }

    @Override
    public void begin(AttackContext context) {
        int many = 1 + context.random().below(3);
        for (int i = 0; i < many; i++) chosen.add(context.random().pick(all).create());
        SeededRandom apart = context.random().fork("story");
        if (apart.chance(WITH_A_STORY)) chosen.add(apart.pick(stories).create());
        chosen.forEach(each -> each.begin(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        List<? extends Action<?>> actions = honest;
        for (Attack each : chosen) actions = each.corrupt(layer, event, actions, context);
        return actions;
    }

    @Override
    public String toString() {
        return chosen.stream().map(it -> it.getClass().getSimpleName()).toList().toString();
    }
}
