package org.testudo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testudo.api.FaultModel;

/**
 * Sets up a {@link GroupConfig} in code. What is not set has the default that a file would give it; file names are made
 * absolute against the working directory. Checks everything in {@link #build}. Used by one thread.
 */
public final class GroupConfigBuilder {
    private final String name;
    private String self = "";
    private String bind = "";
    private FaultModel model = FaultModel.BYZANTINE;
    private int maxFaulty = -1;
    private final List<MemberConfig> members = new ArrayList<>();
    private final List<MemberConfig> standbys = new ArrayList<>();
    private CredentialsConfig credentials = new CredentialsConfig("", "", "");
    private OrderingConfig ordering = OrderingConfig.defaults();
    private FailureDetectorConfig failureDetector = FailureDetectorConfig.defaults();
    private RecorderConfig recorder = RecorderConfig.defaults();
    private AttackDetectorConfig attackDetector = AttackDetectorConfig.defaults();
    private final List<SensorConfig> sensors = new ArrayList<>();
    private final List<OperatorConfig> operators = new ArrayList<>();
    private int operatorApprovals;
    private ClientAccessConfig clientAccess = ClientAccessConfig.defaults();
    private String recovery = "";

    GroupConfigBuilder(String name) {
        this.name = name;
    }

    /** Which of the members this process is; not set for a client or sensor. */
    public GroupConfigBuilder self(String id) {
        self = id;
        return this;
    }

    /** Host and port where this process listens to members; not set: at the member's address, which the others dial. */
    public GroupConfigBuilder bind(String hostAndPort) {
        bind = hostAndPort;
        return this;
    }

    /** How many faulty members to tolerate; not set: as many as the number of members allows. */
    public GroupConfigBuilder tolerating(int faulty) {
        maxFaulty = faulty;
        return this;
    }

    public GroupConfigBuilder model(FaultModel faultModel) {
        model = faultModel;
        return this;
    }

    /** A founder without a port for clients; {@code key} is the file of its public card. */
    public GroupConfigBuilder member(String id, String address, String key) {
        return member(id, address, "", key);
    }

    /** A founder; addresses are the host and port that others dial, {@code key} is the file of its public card. */
    public GroupConfigBuilder member(String id, String address, String clientAddress, String key) {
        members.add(new MemberConfig(id, address, clientAddress, absolute(key)));
        return this;
    }

    /** A standby: follows the order and takes a seat that falls vacant; {@code clientAddress} may be empty. */
    public GroupConfigBuilder standby(String id, String address, String clientAddress, String key) {
        standbys.add(new MemberConfig(id, address, clientAddress, absolute(key)));
        return this;
    }

    /**
     * The file of the card with which a member or standby comes back after operators have pardoned it.
     *
     * @throws IllegalArgumentException if there is no member or standby of this name
     */
    public GroupConfigBuilder pardoned(String id, String card) {
        boolean found = false;
        for (List<MemberConfig> each : List.of(members, standbys)) {
            for (int i = 0; i < each.size(); i++) {
                MemberConfig it = each.get(i);
                if (!it.id().equals(id)) continue;
                each.set(i, new MemberConfig(id, it.address(), it.clientAddress(), it.key(), absolute(card)));
                found = true;
            }
        }
        Check.that(found, "members.pardoned", "'%s' is no member; name it before", id);
        return this;
    }

    /** This process's store in PKCS#12 or PEM, the group's CA certificate, and the file with the store's pass phrase. */
    public GroupConfigBuilder credentials(String store, String trust, String passphraseFile) {
        credentials = new CredentialsConfig(
                absolute(store), absolute(trust), absolute(passphraseFile), credentials.expiryNotice());
        return this;
    }

    /** How long before a certificate expires a member says so, the longest first. */
    public GroupConfigBuilder expiryNotice(List<Duration> ahead) {
        credentials =
                new CredentialsConfig(credentials.store(), credentials.trust(), credentials.passphraseFile(), ahead);
        return this;
    }

    public GroupConfigBuilder ordering(OrderingConfig config) {
        ordering = config;
        return this;
    }

    public GroupConfigBuilder failureDetector(FailureDetectorConfig config) {
        failureDetector = config;
        return this;
    }

    public GroupConfigBuilder attackDetector(AttackDetectorConfig config) {
        attackDetector =
                new AttackDetectorConfig(config.enforce(), absolute(config.policy()), absolute(config.evidence()));
        return this;
    }

    public GroupConfigBuilder clientAccess(ClientAccessConfig config) {
        clientAccess = config;
        return this;
    }

    /** The file with which operators have begun the present life of the group from the state of an earlier one (GM-22). */
    public GroupConfigBuilder recovery(String file) {
        recovery = absolute(file);
        return this;
    }

    public GroupConfigBuilder recorder(RecorderConfig config) {
        recorder = new RecorderConfig(absolute(config.directory()), config.size());
        return this;
    }

    /** A sensor that watches one member's host; {@code key} is the file of its public card. */
    public GroupConfigBuilder sensor(String id, String watches, String key) {
        sensors.add(new SensorConfig(id, watches, absolute(key)));
        return this;
    }

    /** An operator; {@code key} is the file of its public card. */
    public GroupConfigBuilder operator(String id, String key) {
        operators.add(new OperatorConfig(id, absolute(key)));
        return this;
    }

    /**
     * How many of the operators have to approve what operators tell the group (GM-24); a majority if it is not set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public GroupConfigBuilder operatorApprovals(int count) {
        Check.that(count >= 1, "operator-approvals", "%d: give at least 1, or leave it out for a majority", count);
        operatorApprovals = count;
        return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if something is missing or wrong; names key, value and remedy
     */
    public GroupConfig build() {
        int faulty = maxFaulty >= 0 ? maxFaulty : model.mostFaulty(members.size());
        return new GroupConfig(
                name,
                self,
                bind,
                model,
                faulty,
                members,
                standbys,
                credentials,
                ordering,
                failureDetector,
                attackDetector,
                sensors,
                operators,
                operatorApprovals == 0 ? GroupConfig.majorityOf(operators) : operatorApprovals,
                clientAccess,
                recorder,
                recovery);
    }

    private static String absolute(String file) {
        return file.isBlank()
                ? file
                : Path.of(file).toAbsolutePath().normalize().toString();
    }
}
