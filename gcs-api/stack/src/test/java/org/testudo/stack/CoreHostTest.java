package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.Unsigned;

/** ARCHITECTURE 5: cores in a real JGroups stack, over a transport within this JVM. */
class CoreHostTest {
    private List<TestMember> group = List.of();

    @AfterEach
    void close() {
        group.forEach(TestMember::close);
    }

    @Test
    void multicastReachesEveryOccupantAndComesBackToItsSender() throws Exception {
        group = TestMember.group(4);

        group.get(0).talk.tellCore(core -> core.say(Word.signed("hello", 0)));

        for (TestMember member : group) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !member.talk.received.isEmpty());
            assertThat(member.talk.received).singleElement().satisfies(it -> {
                assertThat(it).isInstanceOf(Signed.class);
                assertThat(it.sender()).isEqualTo(group.get(0).id);
                assertThat(it.message().text()).isEqualTo("hello");
            });
        }
    }

    @Test
    void unsignedMessageIsKnownByItsChannelAlone() throws Exception {
        group = TestMember.group(2);

        group.get(0).talk.tellCore(core -> core.tell(group.get(1).id, Word.plain("hello")));

        await().until(() -> !group.get(1).talk.received.isEmpty());
        assertThat(group.get(1).talk.received).containsExactly(new Unsigned<>(group.get(0).id, Word.plain("hello")));
    }
}
