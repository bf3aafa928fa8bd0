package org.testudo.benchmarks.plots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
    /** The sides of a comparison and the lines on which each would grow like n are more than there are colours. */
    @Test
    void noTwoLinesLookTheSame() {
        assertThat(IntStream.range(0, 49).mapToObj(each -> Palette.color(each) + " " + Palette.dashes(each)))
                .doesNotHaveDuplicates();
    }
}
