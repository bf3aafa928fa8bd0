package org.testudo.sicp;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jgroups.Address;
import org.jgroups.stack.AddressGenerator;
import org.jgroups.util.UUID;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;

/** The JGroups address of a member: computed from group and name, so known in advance and proved by the certificate (SICP-3). */
final class MemberAddress implements AddressGenerator {
    private final Function<String, Address> byChannelName;

    /** JGroups asks with the channel's name at each connecting, before anything is started. */
    MemberAddress(Function<String, Address> byChannelName) {
        this.byChannelName = byChannelName;
    }

    @Override
    @Deprecated
    public Address generateAddress() {
        return byChannelName.apply("");
    }

    @Override
    public Address generateAddress(String name) {
        return byChannelName.apply(name);
    }

    static Address of(String group, MemberId member) {
        return address(Digest.of(
                out -> out.writeText("testudo address").writeText(group).writeText(member.name())));
    }

    /** The address of one start of a member, under stock protocols: to them a member that comes back is another one. */
    static Address of(String group, MemberId member, long incarnation) {
        return address(Digest.of(out -> out.writeText("testudo address of a start")
                .writeText(group)
                .writeText(member.name())
                .writeLong(incarnation)));
    }

    private static Address address(Digest digest) {
        ByteBuffer bits = ByteBuffer.wrap(digest.toBytes());
        return new UUID(bits.getLong(), bits.getLong());
    }
}
