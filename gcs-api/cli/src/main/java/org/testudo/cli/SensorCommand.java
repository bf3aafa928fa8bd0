package org.testudo.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.attackdetector.sensor.LifeSource;
import org.testudo.attackdetector.sensor.ReportSink;
import org.testudo.attackdetector.sensor.SensorAgent;
import org.testudo.attackdetector.sensor.SensorIdentity;
import org.testudo.attackdetector.sensor.SensorSettings;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.config.SensorConfig;
import org.testudo.gacp.client.LifeInquiry;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.sicp.credentials.Card;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the agent of one sensor until it is told to stop. */
@Command(
        name = "sensor",
        description = {
            "Follow the alert file of an intrusion detection system (Suricata EVE) and report to every member of the group"
                    + " what it says about the member whose host it watches, until SIGTERM or SIGINT."
        })
final class SensorCommand implements Callable<Integer> {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Mixin
    private ConfigurationFile configuration;

    @Option(names = "--id", required = true, paramLabel = "NAME", description = "Which of group.sensors this is.")
    private String id;

    @Option(names = "--follow", required = true, paramLabel = "FILE", description = "The EVE file.")
    private Path alerts;

    @Option(
            names = "--position",
            paramLabel = "FILE",
            description = "Where it keeps how far it has come (default: ID.position beside the EVE file).")
    private Path position;

    @Option(names = "--from-start", description = "Without a saved position, read what stands in the file already.")
    private boolean fromStart;

    @Option(
            names = "--host",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Take only alerts of this sensor name, if several write to the file.")
    private String host;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "An address of the watched host, to tell victim from actor where a rule does not say;"
                    + " may be repeated.")
    private List<String> addresses = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        GroupConfig config = configuration.ofOther();
        SensorConfig sensor = sensor(config);
        Principal principal = new Principal(Principal.Kind.SENSOR, id);
        Credentials credentials = Credentials.load(config, Path.of(""), principal);
        Genesis genesis = GenesisLoader.load(config, Path.of(""));
        Map<MemberId, ReportSink> sinks = new LinkedHashMap<>();
        List<ReportClient> clients = new ArrayList<>();
        for (MemberConfig member : config.roster()) {
            if (member.clientAddress().isEmpty()) continue;
            ReportClient client = new ReportClient(config, new MemberId(member.id()), credentials, ANSWER);
            clients.add(client);
            sinks.put(client.member(), sinkOf(client));
        }
        LifeInquiry inquiry = new LifeInquiry(genesis, clients);
        SensorIdentity identity = identity(lifeOf(inquiry), watched(config, genesis, sensor), sensor, credentials);
        int oneCorrect = genesis.oneCorrectEver();
        SensorAgent agent = SensorAgent.start(identity, settings(), policy(genesis), sinks, oneCorrect);
        runUntilTold(agent, clients);
        return 0;
    }

    private SensorConfig sensor(GroupConfig config) {
        return config.sensors().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new TestudoException("--id " + id + ": not one of group.sensors: "
                        + config.sensors().stream().map(SensorConfig::id).toList()));
    }

    /** The member whose host it watches, with the certificate by which the group knows it: after a pardon another one. */
    private static Genesis.Founder watched(GroupConfig config, Genesis genesis, SensorConfig sensor) {
        Genesis.Founder founder =
                genesis.onRoster(new MemberId(sensor.watches())).orElseThrow();
        if (config.member(sensor.watches()).pardoned().isEmpty()) return founder;
        Card card = GenesisLoader.pardoned(config, Path.of(""), sensor.watches());
        return new Genesis.Founder(founder.member(), card.fingerprint(), card.statementKey(), founder.sensors());
    }

    private SensorIdentity identity(
            LifeSource life, Genesis.Founder watched, SensorConfig sensor, Credentials credentials) {
        StatementKey registered = watched.sensors().stream()
                .filter(each -> each.id().equals(id))
                .map(SensorKey::key)
                .findFirst()
                .orElseThrow();
        if (!registered.equals(credentials.statementKey())) {
            throw new TestudoException("sensor " + id + ": the store holds another statement key than the card "
                    + sensor.key() + "; use the store that was made together with that card");
        }
        return new SensorIdentity(
                life, id, credentials.statementKey(), credentials.signer(), watched.member(), watched.certificate());
    }

    private static LifeSource lifeOf(LifeInquiry inquiry) {
        return new LifeSource() {
            @Override
            public Optional<Lives> lives() {
                return inquiry.lives();
            }

            @Override
            public void doubt() {
                inquiry.doubt();
            }
        };
    }

    private SensorSettings settings() {
        Path absolute = alerts.toAbsolutePath();
        Path kept = position != null ? position : absolute.resolveSibling(id + ".position");
        SensorSettings settings =
                SensorSettings.of(absolute, kept.toAbsolutePath()).watching(host, addresses);
        return fromStart ? settings.readingFromStart() : settings;
    }

    private static Policy policy(Genesis genesis) {
        try {
            return WireReader.whole(genesis.policy(), Policy::read);
        } catch (MalformedException e) {
            throw new IllegalStateException("the genesis holds the policy that was just read", e);
        }
    }

    private static ReportSink sinkOf(ReportClient client) {
        return report -> {
            ReportClient.Outcome outcome = client.submit(report);
            ReportSink.Answer answer = outcome.taken()
                    ? ReportSink.Answer.TAKEN
                    : !outcome.reached()
                            ? ReportSink.Answer.UNREACHABLE
                            : outcome.retry() ? ReportSink.Answer.LATER : ReportSink.Answer.REFUSED;
            return new ReportSink.Outcome(answer, outcome.reason());
        };
    }

    private static void runUntilTold(SensorAgent agent, List<ReportClient> clients) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Shutdown.run(told, closed), "testudo-shutdown"));
        told.await();
        agent.close();
        clients.forEach(ReportClient::close);
        closed.countDown();
    }
}
