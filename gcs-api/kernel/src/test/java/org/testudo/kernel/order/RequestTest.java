package org.testudo.kernel.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.LIVES;
import static org.testudo.kernel.Samples.statement;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.HostileBytes;
import org.testudo.kernel.Samples;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;

class RequestTest {
    private static final Origin DORA = new Origin(new Principal(Principal.Kind.CLIENT, "dora"), Samples.key(5), 77);

    private static Request request(Origin origin, long number, RequestClass kind, byte[] body) {
        return new Request(origin, number, kind, body);
    }

    private static List<Claim> claims(Request request) {
        return Request.claims(request.signed(LIVES, Samples.signature(1)));
    }

    @Test
    void aSignedRequestHasOneEncodingAndBearsHostileBytes() throws MalformedException {
        Signed<Request> signed = request(Samples.origin(ALICE), 3, RequestClass.APPLICATION, "pay".getBytes(UTF_8))
                .signed(LIVES, Samples.signature(1));

        HostileBytes.check(signed, in -> Request.readSigned(in, LIVES), Request::writeSigned);
    }

    /** SICP-13. */
    @Test
    void theDigestIsOfTheContentAlone() {
        Request request = request(DORA, 3, RequestClass.APPLICATION, new byte[] {1});
        Request same = request(DORA, 3, RequestClass.APPLICATION, new byte[] {1});
        Request other = request(DORA, 3, RequestClass.APPLICATION, new byte[] {2});

        assertThat(same).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(same.digest()).isEqualTo(request.digest());
        assertThat(other).isNotEqualTo(request);
        assertThat(other.digest()).isNotEqualTo(request.digest());
    }

    @Test
    void theOriginsSignatureIsClaimed() {
        assertThat(claims(request(DORA, 2, RequestClass.APPLICATION, new byte[] {1})))
                .singleElement()
                .isInstanceOfSatisfying(
                        Claim.SignedBy.class,
                        claim -> assertThat(claim.signer()).isEqualTo(DORA.principal()));
    }

    @Test
    void theRequestThatOpensASessionClaimsItsCard() {
        assertThat(claims(request(DORA, 1, RequestClass.SESSION, new byte[] {1, 2})))
                .contains(new Claim.Certified(DORA.principal(), DORA.key(), new byte[] {1, 2}))
                .hasSize(2);
        assertThat(claims(request(DORA, 2, RequestClass.SESSION, new byte[0]))).hasSize(1);
    }

    @Test
    void aConvictionClaimsItsEvidence() {
        Contradiction evidence = new Contradiction(statement(BOB, 1, "a"), statement(BOB, 1, "b"));
        byte[] body = new Command.Convict(BOB, 1, evidence).encode();

        assertThat(claims(request(Samples.origin(ALICE), 1, RequestClass.CONTROL, body)))
                .hasSize(3)
                .endsWith(evidence.first(), evidence.second());
        assertThat(claims(request(Samples.origin(ALICE), 1, RequestClass.APPLICATION, body)))
                .hasSize(1);
    }

    @Test
    void aControlRequestThatIsNoCommandHasNone() {
        assertThat(request(DORA, 1, RequestClass.CONTROL, new byte[] {99}).command(LIFE))
                .isEmpty();
    }

    /** A signature for one class must not hold for another: a payload of the application is no command. */
    @Test
    void theClassIsPartOfWhatIsSigned() {
        byte[] body = {1};

        assertThat(request(DORA, 1, RequestClass.CONTROL, body).header(LIVES).statement(body))
                .isNotEqualTo(request(DORA, 1, RequestClass.APPLICATION, body)
                        .header(LIVES)
                        .statement(body));
    }
}
