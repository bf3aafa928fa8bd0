package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.conf.ClassConfigurator;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void idsAreUniqueAndWithinOurRanges() throws IllegalAccessException {
        List<Short> ids = new ArrayList<>();
        for (Field field : Ids.class.getFields()) ids.add(field.getShort(null));

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(7);
        assertThat(ids).allMatch(id -> (id >= 1_100 && id <= 1_149) || (id >= 11_000 && id <= 11_199));
    }

    @Test
    void registeringTwiceIsRegisteringOnce() {
        Ids.register(Ids.LANES, LANES.class);
        Ids.register(Ids.LANES, LANES.class);

        assertThat(ClassConfigurator.getProtocolId(LANES.class)).isEqualTo(Ids.LANES);
        assertThat(ClassConfigurator.getMagicNumber(CoreHeader.class)).isEqualTo(Ids.CORE_HEADER);
    }
}
