package org.testudo.gacp.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.testudo.api.MemberId;
import org.testudo.config.HostAndPort;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.TlsContext;

/** Makes gRPC channels to members: TLS 1.3, certificates on both sides, the member known by its certificate alone. */
final class Channels {
    /** The largest message of a member: a view record may be that long. */
    static final int MAX_INBOUND = 8 << 20;

    private Channels() {}

    static ManagedChannel open(Credentials credentials, MemberId member, String address) {
        HostAndPort place = HostAndPort.parse(address, "group.members.client-address");
        return NettyChannelBuilder.forAddress(place.host(), place.port())
                .sslContext(tls(credentials, member))
                .overrideAuthority(member.name())
                .proxyDetector(target -> null)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2_000)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_INBOUND)
                .disableRetry()
                .build();
    }

    private static SslContext tls(Credentials credentials, MemberId member) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .keyManager(TlsContext.keys(credentials))
                    .trustManager(new MemberTrust(credentials, member))
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("Java 17 has TLS 1.3", e);
        }
    }

    /** Why a call ended, for people: the innermost cause says most. */
    static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) root = root.getCause();
        Status status = Status.fromThrowable(error);
        String text = root == error ? status.getDescription() : root.getMessage();
        return status.getCode()
                + (text == null ? "" : " " + text.lines().findFirst().orElse(""));
    }
}
