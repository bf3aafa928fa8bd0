package org.testudo.sicp;

import java.nio.ByteBuffer;
import org.jgroups.Address;
import org.jgroups.stack.AddressGenerator;
import org.jgroups.util.UUID;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;

/** The JGroups address of a member: computed from group and name, so known in advance and proved by the certificate (SICP-3). */
final class MemberAddress implements AddressGenerator {
    private final Address address;

    MemberAddress(String group, MemberId member) {
        address = of(group, member);
    }

    static Address of(String group, MemberId member) {
        byte[] digest = Digest.of(
                        out -> out.writeText("testudo address").writeText(group).writeText(member.name()))
                .toBytes();
        ByteBuffer bits = ByteBuffer.wrap(digest);
        return new UUID(bits.getLong(), bits.getLong());
    }

    @Override
    @Deprecated
    public Address generateAddress() {
        return address;
    }

    @Override
    public Address generateAddress(String name) {
        return address;
    }
}
