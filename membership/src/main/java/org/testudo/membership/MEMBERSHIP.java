package org.testudo.membership;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jgroups.Event;
import org.jgroups.View;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.util.Responses;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.MemberConfig;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipCodec;
import org.testudo.membership.core.MembershipCore;
import org.testudo.membership.core.MembershipMessage;
import org.testudo.membership.core.ServiceBegun;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.NamedList;
import org.testudo.stack.SecureTransport;
import org.testudo.stack.StackContext;

/**
 * Agreed, certified views in which the compromised are out and stay out. To JGroups it is the membership service, in the
 * place of {@code GMS}, of which it understands no message: {@code connect} returns when the group is in service, and each
 * view with its active members is shown down, then up (GM-8). Stands above the ordering.
 */
@MBean(description = "Agreed, certified views")
public class MEMBERSHIP extends CoreHost<MembershipMessage> implements ConfigSource {
    static {
        Ids.register(Ids.MEMBERSHIP, MEMBERSHIP.class);
    }

    @Property(
            description = "How long connect waits for the group to be in service, that is for a quorum of members;"
                    + " 0 for ever",
            type = AttributeType.TIME)
    protected long join_timeout;

    @Property(
            description = "The founders in the order of their seats, with the address that others dial:"
                    + " alice[10.0.0.1:7800],bob[10.0.0.2:7800]")
    protected String members = "";

    @Property(
            description =
                    "Others who may take a seat that falls vacant, in the same form: eve[10.0.0.5:7800]; each has a"
                            + " card among the keys")
    protected String standbys = "";

    @Property(description = "The public card of each member: alice[keys/alice.pem],bob[keys/bob.pem]")
    protected String keys = "";

    @Property(description = "The address that clients dial, of members that have one: alice[10.0.0.1:7900]")
    protected String client_addresses = "";

    @Property(
            description = "The card with which a member comes back after operators have pardoned it:"
                    + " dave[keys/dave-2.pem]")
    protected String pardoned = "";

    @Property(description = "How many faulty members to tolerate; -1: as many as the number of members allows")
    protected int max_faulty = -1;

    @Property(description = "What a faulty member may do: byzantine or crash")
    protected String model = "byzantine";

    @Property(
            description =
                    "The file with which operators have begun this life of the group from the state of an earlier one;"
                            + " empty: it began with nothing")
    protected String recovery = "";

    private volatile ViewGate gate = new ViewGate(this::show);
    private SecureTransport transport;
    private boolean server;
    private ShownViews shown;
    private volatile View latest;
    private volatile boolean keeps;

    /** How long {@code connect} waits for the group to be in service, in milliseconds; 0 for ever. */
    public MEMBERSHIP setJoinTimeout(long millis) {
        join_timeout = millis;
        return this;
    }

    /** Sets the attributes as the configuration says; before the channel connects. */
    public MEMBERSHIP configure(GroupConfig config) {
        members = list("members", config.members(), MemberConfig::address);
        standbys = list("standbys", config.standbys(), MemberConfig::address);
        keys = list("keys", config.roster(), MemberConfig::key);
        client_addresses = list("client_addresses", config.roster(), MemberConfig::clientAddress);
        pardoned = list("pardoned", config.roster(), MemberConfig::pardoned);
        max_faulty = config.maxFaulty();
        model = config.model().name().toLowerCase(Locale.ROOT);
        recovery = config.recovery();
        return this;
    }

    private static String list(String attribute, List<MemberConfig> roster, Function<MemberConfig, String> value) {
        Map<String, String> values = new LinkedHashMap<>();
        for (MemberConfig each : roster) {
            if (!value.apply(each).isEmpty()) values.put(each.id(), value.apply(each));
        }
        return NamedList.print("MEMBERSHIP " + attribute, values);
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        Map<String, String> addresses = NamedList.parse("MEMBERSHIP members", members);
        Map<String, String> others = NamedList.parse("MEMBERSHIP standbys", standbys);
        Map<String, String> cards = NamedList.parse("MEMBERSHIP keys", keys);
        Map<String, String> forClients = NamedList.parse("MEMBERSHIP client_addresses", client_addresses);
        Set<String> known = new LinkedHashSet<>(addresses.keySet());
        known.addAll(others.keySet());
        requireKnown("keys", cards, known);
        requireKnown("client_addresses", forClients, known);
        addresses.forEach((id, address) ->
                builder.member(id, address, forClients.getOrDefault(id, ""), cards.getOrDefault(id, "")));
        others.forEach((id, address) ->
                builder.standby(id, address, forClients.getOrDefault(id, ""), cards.getOrDefault(id, "")));
        Map<String, String> back = NamedList.parse("MEMBERSHIP pardoned", pardoned);
        requireKnown("pardoned", back, known);
        back.forEach(builder::pardoned);
        builder.tolerating(max_faulty).model(faultModel()).recovery(recovery);
    }

    private static void requireKnown(String attribute, Map<String, String> named, Set<String> known) {
        for (String name : named.keySet()) {
            if (known.contains(name)) continue;
            throw new IllegalArgumentException("MEMBERSHIP " + attribute + ": '" + name + "' is not one of members: "
                    + known + "; remove it there or add it here");
        }
    }

    private FaultModel faultModel() {
        for (FaultModel each : FaultModel.values()) if (each.name().equalsIgnoreCase(model)) return each;
        throw new IllegalArgumentException("MEMBERSHIP model: '" + model + "' is unknown; use one of "
                + List.of(FaultModel.values()).toString().toLowerCase(Locale.ROOT));
    }

    /** The view in force, for people. */
    @ManagedAttribute(description = "The view in force")
    public String getViewInForce() {
        ViewRecord view = viewInForce();
        return view == null ? "none" : view.id() + " " + view.view().members() + " since slot " + view.firstSlot();
    }

    /** Why the view in force was formed, for people. */
    @ManagedAttribute(description = "Why the view in force was formed")
    public String getReason() {
        ViewRecord view = viewInForce();
        return view == null ? "none" : view.reason();
    }

    /** Who is out and why, for people. */
    @ManagedAttribute(description = "Who is excluded, in which slot and why")
    public String getExclusions() {
        ViewRecord view = viewInForce();
        return view == null ? "[]" : view.exclusions().toString();
    }

    @Override
    public List<Integer> providedDownServices() {
        return List.of(Event.IS_MERGE_IN_PROGRESS);
    }

    @Override
    public void init() throws Exception {
        super.init();
        transport = (SecureTransport) getProtocolStack().getBottomProtocol();
    }

    /** The channel may connect again: nothing of the run before stays. */
    @Override
    public void start() throws Exception {
        gate = new ViewGate(this::show);
        server = false;
        shown = null;
        latest = null;
        keeps = false;
        super.start();
    }

    @Override
    public void stop() {
        gate.end("the channel was closed");
        super.stop();
    }

    @Override
    protected MessageCodec<MembershipMessage> newCodec(StackContext context) {
        return new MembershipCodec(context.lives());
    }

    @Override
    protected ProtocolCore<MembershipMessage> newCore(StackContext context) {
        MembershipCore core =
                new MembershipCore(context.genesis(), context.firstView(), context.origin(), context.firstViewKeys());
        return journals() ? core.withJournal() : core;
    }

    /** A member that is out, or inactive, keeps the view it has, and says so (GM-25). */
    @Override
    protected void onInstalled(ViewRecord record) {
        if (shown == null) shown = new ShownViews(context().origin(), transport::addressOf);
        List<View> views = shown.after(record);
        for (View each : views) {
            latest = each;
            gate.installed(each);
        }
        if (views.isEmpty() && !keeps && latest != null)
            log.warn(
                    "group=%s member=%s is not active in view %d: the channel keeps %s until it is",
                    context().genesis().group(), context().self(), record.id(), latest);
        keeps = views.isEmpty();
    }

    /** What the channel shows, for people. */
    @ManagedAttribute(
            description = "The view that the channel shows, and whether a later one is in force in which this"
                    + " member is not active")
    public String getShownView() {
        View present = latest;
        return present == null ? "none" : present + (keeps ? ", kept: this member is not active" : "");
    }

    @Override
    protected void onAnnounced(Notice notice) {
        if (notice instanceof ServiceBegun) gate.inService();
        else if (notice instanceof RevocationsInForce it) transport.revoked(it.list());
        else if (notice instanceof InstructionsInForce it) transport.pardoned(it.pardoned());
        else if (notice instanceof Halted halted) gate.end(halted.describe());
    }

    @Override
    public Object down(Event event) {
        switch (event.type()) {
            case Event.CONNECT, Event.CONNECT_WITH_STATE_TRANSFER -> {
                super.down(event);
                awaitService();
                return null;
            }
            case Event.GET_VIEW_FROM_COORD -> {
                return null;
            }
            default -> {
                return super.down(event);
            }
        }
    }

    @Override
    public Object up(Event event) {
        return switch (event.type()) {
            case Event.UNSUSPECT, Event.MERGE -> null;
            case Event.IS_MERGE_IN_PROGRESS -> Boolean.FALSE;
            case Event.FIND_MBRS -> new Responses(true); // addresses are configured: there is nobody to ask
            default -> super.up(event);
        };
    }

    private void awaitService() {
        try {
            Optional<String> failure = gate.awaitService(join_timeout, this::stillWaiting);
            if (failure.isPresent()) throw notInService(failure.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notInService("interrupted");
        }
    }

    private void stillWaiting() {
        log.warn(
                "group=%s member=%s waits to be in service; %s",
                context().genesis().group(), context().self(), attendance().describe());
    }

    private TestudoException notInService(String why) {
        StackContext context = context();
        return new TestudoException(
                context.self() + ": group " + context.genesis().group() + " is not in service (" + why + "); "
                        + attendance().describe());
    }

    private Attendance attendance() {
        ViewRecord present = viewInForce();
        ViewRecord view = present == null ? context().firstView() : present;
        List<MemberId> seated = view.occupants().stream().map(Occupant::member).toList();
        return new Attendance(context().self(), view.quorum(), seated, transport.connected());
    }

    private void show(View view) {
        Event change = new Event(Event.VIEW_CHANGE, view);
        down_prot.down(change);
        up_prot.up(change);
        if (server) return;
        server = true;
        Event ready = new Event(Event.BECOME_SERVER);
        down_prot.down(ready);
        up_prot.up(ready);
    }
}
