package org.testudo.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;

/**
 * Everything that one member needs to know to take its place in a group.
 *
 * @param name the group's name, part of every certificate; under the rules of {@link MemberId}
 * @param self which of the members this process is; empty for a client's or sensor's configuration
 * @param bind host and port where this process listens to members, such as {@code 0.0.0.0:7800}; empty: at the member's
 *     address, which is what the others dial
 * @param model what a faulty member may do
 * @param maxFaulty how many faulty members to tolerate
 * @param members the founders in the order of their seats
 * @param standbys others who may hold a seat: they follow the order and take one that falls vacant (GM-15)
 * @param operatorApprovals how many of the operators have to approve what operators tell the group (GM-24); at least 1, and
 *     no more than there are
 * @param recovery file with which operators have begun the present life of the group from the state of an earlier one
 *     (GM-22); empty: it began with nothing
 */
public record GroupConfig(
        String name,
        String self,
        String bind,
        FaultModel model,
        int maxFaulty,
        List<MemberConfig> members,
        List<MemberConfig> standbys,
        CredentialsConfig credentials,
        OrderingConfig ordering,
        FailureDetectorConfig failureDetector,
        AttackDetectorConfig attackDetector,
        List<SensorConfig> sensors,
        List<OperatorConfig> operators,
        int operatorApprovals,
        ClientAccessConfig clientAccess,
        RecorderConfig recorder,
        String recovery) {
    /** The most operators. */
    public static final int MOST_OPERATORS = 100;

    /** Slots of the window times members. */
    private static final int MOST_VOTES = 50_000;

    public GroupConfig {
        members = List.copyOf(members);
        standbys = List.copyOf(standbys);
        sensors = List.copyOf(sensors);
        operators = List.copyOf(operators);
        Check.that(MemberId.isValidName(name), "group.name", "'%s': use 1 to 64 of a-z 0-9 . _ -", name);
        Check.that(!members.isEmpty(), "group.members", "no members; name each with id, address and key");
        int least = model.leastMembers(maxFaulty);
        Check.that(
                members.size() >= least && maxFaulty >= 0,
                "group.members",
                "tolerating %d faulty %s%s needs at least %d, found %d",
                maxFaulty,
                maxFaulty == 1 ? "member" : "members",
                model == FaultModel.CRASH ? " in the model crash" : "",
                least,
                members.size());
        checkWindow(ordering.window(), members.size());
        List<MemberConfig> roster = roster(members, standbys);
        String list = standbys.isEmpty() ? "group.members" : "group.members and group.standbys";
        unique(roster.stream().map(MemberConfig::id).toList(), list);
        unique(addresses(roster), list);
        unique(sensors.stream().map(SensorConfig::id).toList(), "group.sensors");
        unique(operators.stream().map(OperatorConfig::id).toList(), "group.operators");
        checkOperators(operators.size(), operatorApprovals);
        if (!bind.isEmpty()) {
            Check.that(
                    HostAndPort.parse(bind, "group.bind").port() > 0,
                    "group.bind",
                    "'%s': give a port of 1 to 65535",
                    bind);
        }
        Set<String> ids = new HashSet<>(roster.stream().map(MemberConfig::id).toList());
        Check.that(self.isEmpty() || ids.contains(self), "group.self", "'%s' is not one of %s: %s", self, list, ids);
        for (SensorConfig sensor : sensors) {
            Check.that(
                    ids.contains(sensor.watches()),
                    "group.sensors",
                    "%s watches '%s', which is not one of %s",
                    sensor.id(),
                    sensor.watches(),
                    list);
        }
    }

    /**
     * A change of epoch bears a certificate for each slot of the window, with the votes of a quorum, each signature with a
     * path of up to eight hashes: at most 15 MB, which fits into one message of 17 MiB.
     */
    private static void checkWindow(int window, int members) {
        Check.that(
                window * members <= MOST_VOTES,
                "group.ordering.window",
                "%d slots of %d members are too many for one message; with so many members use at most %d",
                window,
                members,
                MOST_VOTES / members);
    }

    private static void checkOperators(int operators, int approvals) {
        Check.that(
                operators <= MOST_OPERATORS,
                "group.operators",
                "%d operators are too many; name at most %d",
                operators,
                MOST_OPERATORS);
        Check.that(
                approvals >= 1 && approvals <= Math.max(1, operators),
                "group.operator-approvals",
                "%d of %d operators cannot approve; give a number from 1 to %d, or leave it out for a majority",
                approvals,
                operators,
                Math.max(1, operators));
    }

    /** How many of these operators are more than half. */
    public static int majorityOf(List<OperatorConfig> operators) {
        return operators.size() / 2 + 1;
    }

    /** Begins a configuration in code. */
    public static GroupConfigBuilder named(String name) {
        return new GroupConfigBuilder(name);
    }

    /** Of a member that records nothing, in a group in which a majority of the operators approves. */
    public GroupConfig(
            String name,
            String self,
            String bind,
            FaultModel model,
            int maxFaulty,
            List<MemberConfig> members,
            List<MemberConfig> standbys,
            CredentialsConfig credentials,
            OrderingConfig ordering,
            FailureDetectorConfig failureDetector,
            AttackDetectorConfig attackDetector,
            List<SensorConfig> sensors,
            List<OperatorConfig> operators,
            ClientAccessConfig clientAccess) {
        this(
                name,
                self,
                bind,
                model,
                maxFaulty,
                members,
                standbys,
                credentials,
                ordering,
                failureDetector,
                attackDetector,
                sensors,
                operators,
                majorityOf(operators),
                clientAccess,
                RecorderConfig.defaults(),
                "");
    }

    private static void unique(List<String> values, String key) {
        Set<String> seen = new HashSet<>();
        for (String value : values) Check.that(seen.add(value), key, "'%s' stands there twice; remove one", value);
    }

    private static List<String> addresses(List<MemberConfig> members) {
        return members.stream()
                .flatMap(each -> Stream.of(each.address(), each.clientAddress()))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * Where this process listens to members.
     *
     * @throws IllegalArgumentException if it is no member
     */
    public HostAndPort listensAt() {
        return HostAndPort.parse(bind.isEmpty() ? member(self).address() : bind, "group.bind");
    }

    /**
     * Where this process listens to clients and sensors; nothing if it does not.
     *
     * @throws IllegalArgumentException if it is no member
     */
    public Optional<HostAndPort> listensToClientsAt() {
        String configured = clientAccess.listen();
        String place = configured.isEmpty() ? member(self).clientAddress() : configured;
        return place.isEmpty() ? Optional.empty() : Optional.of(HostAndPort.parse(place, "group.client-access.listen"));
    }

    /** Founders, then standbys: all who may ever hold a seat. */
    public List<MemberConfig> roster() {
        return roster(members, standbys);
    }

    private static List<MemberConfig> roster(List<MemberConfig> members, List<MemberConfig> standbys) {
        return Stream.concat(members.stream(), standbys.stream()).toList();
    }

    /** The configuration of one member or standby of the group. */
    public MemberConfig member(String id) {
        return roster().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group.members: no member '" + id + "'"));
    }

    /** The same configuration for another member, or with an empty id for a client or sensor. */
    public GroupConfig as(String id) {
        return new GroupConfig(
                name,
                id,
                bind,
                model,
                maxFaulty,
                members,
                standbys,
                credentials,
                ordering,
                failureDetector,
                attackDetector,
                sensors,
                operators,
                operatorApprovals,
                clientAccess,
                recorder,
                recovery);
    }
}
