package org.testudo.sicp;

import java.io.DataInput;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Global;
import org.jgroups.Header;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.ManagedOperation;
import org.jgroups.annotations.Property;
import org.jgroups.protocols.BasicTCP;
import org.jgroups.protocols.NoBundler;
import org.jgroups.protocols.TP;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.NameCache;
import org.testudo.api.MemberId;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.kernel.notice.Garbled;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHeader;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.SecureTransport;
import org.testudo.stack.StackConfig;
import org.testudo.stack.StackContext;
import org.testudo.stack.StackRuntime;
import org.testudo.stack.journal.FileJournal;

/**
 * The secure transport between members: mutual TLS 1.3 before anything is parsed, and messages that provably come from the
 * member they name (SICP-1 to SICP-7). It carries the messages of layers that house a core, and nothing else: the sender, the
 * receiver and the kind of a message follow from the connection and the layer, so there is no header, object or address in
 * what a peer sends that could lie.
 */
@MBean(description = "Secure intermember communication: TLS 1.3 with the certificates of the group's authority")
public class SICP extends BasicTCP implements SecureTransport, ConfigSource {
    static {
        // Read once by JGroups: nothing of ours deserializes Java objects, so nothing may (SICP-4).
        if (System.getProperty(Global.DESERIALIZATION_FILTER) == null) {
            System.setProperty(Global.DESERIALIZATION_FILTER, "!*");
        }
        Ids.register(Ids.SICP, SICP.class);
    }

    @Property(description = "Name of the group, part of every certificate; what the channel connects to")
    protected String group = "";

    @Property(description = "Which of the members this is; empty: the name of the channel says so")
    protected String self = "";

    @Property(description = "Host and port to listen at; empty: the member's address, which the others dial")
    protected String bind = "";

    @Property(description = "PKCS#12 file with the keys of this member")
    protected String store = "";

    @Property(description = "PEM file with the certificate of the group's authority")
    protected String trust = "";

    @Property(description = "File with the pass phrase of the store; empty: TESTUDO_PASSPHRASE holds it")
    protected String passphrase_file = "";

    private final Identification own;
    private volatile Links links;

    /**
     * The transport of a stack of plain JGroups XML: its configuration is what the attributes of all protocols say together.
     * Relative paths begin where the process was started.
     */
    public SICP() {
        own = new Identification(Path.of(""));
    }

    /**
     * The transport of the member that a configuration names.
     *
     * @param base where relative paths begin: the folder of the configuration file
     * @throws org.testudo.api.TestudoException if a file that the configuration names is missing, unreadable or wrong
     */
    public SICP(GroupConfig config, Path base) {
        own = new Identification(base);
        group = config.name();
        self = config.self();
        bind = config.bind();
        store = config.credentials().store();
        trust = config.credentials().trust();
        passphrase_file = config.credentials().passphraseFile();
        own.identify(config);
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        builder.bind(bind).credentials(store, trust, passphrase_file);
    }

    private Address identified(String channelName) {
        own.renew(() -> described(channelName));
        setBindPort(own.known().ownPlace().port());
        nameMembers();
        return addressOf(own.known().self());
    }

    private GroupConfig described(String channelName) {
        Identification.require("group", group);
        Identification.require("store", store);
        Identification.require("trust", trust);
        return StackConfig.of(getProtocolStack(), group, self.isEmpty() ? channelName : self);
    }

    /** What this member is configured to be; from the connecting on. */
    public GroupConfig config() {
        return own.config();
    }

    /** The keys and certificate of this member; from the connecting on. */
    public Credentials credentials() {
        return own.known().credentials();
    }

    @Override
    public StackContext context() {
        return own.known().context();
    }

    @Override
    public Optional<FileJournal> journal() {
        return own.known().journal();
    }

    @Override
    public Address addressOf(MemberId member) {
        return own.address(member).orElseGet(() -> MemberAddress.of(group, member));
    }

    @Override
    public void installed(ViewRecord view) {
        Links present = links;
        Set<MemberId> excluded =
                view.exclusions().stream().map(Exclusion::member).collect(Collectors.toCollection(LinkedHashSet::new));
        if (present != null) present.exclude(excluded);
    }

    @Override
    public void init() throws Exception {
        bundler = new NoBundler(); // not used: each peer has a lane of its own
        message_processing_policy = "direct";
        super.init();
        JChannel channel = getProtocolStack().getChannel();
        channel.addAddressGenerator(new MemberAddress(this::identified));
        if (channel.getName() == null && !self.isEmpty()) channel.setName(self);
    }

    /** Binds the port; connections begin with the channel's connecting, when all layers have started. */
    @Override
    public void start() throws Exception {
        MemberIdentity identity = own.use();
        if (!addressOf(identity.self()).equals(local_addr)) {
            throw new IllegalStateException(
                    "the channel has another address generator; remove it: SICP computes addresses");
        }
        links = new Links(
                identity.credentials(),
                identity.context().genesis(),
                identity.context().origin().incarnation(), // also on one channel each start has its own (GM-23)
                identity.members(),
                protocols(),
                new FromPeers());
        super.start();
    }

    /** The layers above that house a core. */
    private Set<Short> protocols() {
        Set<Short> ids = new LinkedHashSet<>();
        for (Protocol each = getUpProtocol(); each != null; each = each.getUpProtocol()) {
            if (each instanceof CoreHost<?>) ids.add(each.getId());
        }
        return ids;
    }

    @Override
    protected void handleConnect() {
        links.start();
        connected = true;
    }

    @Override
    protected void handleDisconnect() {
        connected = false;
        closeLinks();
    }

    @Override
    public void stop() {
        closeLinks();
        own.release();
        super.stop();
    }

    @Override
    public void destroy() {
        closeLinks();
        own.release();
        super.destroy();
    }

    private void closeLinks() {
        connected = false;
        Links present = links;
        if (present != null) present.stop();
    }

    @Override
    public Object down(Event event) {
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting && !group.equals(event.arg())) {
            throw new IllegalArgumentException("connect: '" + event.arg() + "' is not the group of SICP, '" + group
                    + "'; certificates are of one group, so connect to that");
        }
        Object result = super.down(event);
        if (event.type() == Event.VIEW_CHANGE) nameMembers(); // JGroups has just forgotten those who left
        return result;
    }

    private void nameMembers() {
        own.addresses().forEach((member, address) -> NameCache.add(address, member.name()));
    }

    /**
     * Queues a message of a layer that houses a core; never blocks.
     *
     * @throws IllegalArgumentException if the message is of another layer, in another's name or too long
     */
    @Override
    public Object down(Message message) {
        if (links == null) throw new IllegalStateException("the channel is not connected");
        Packet packet = packet(message);
        Address to = message.dest();
        if (to == null) {
            for (Address each : own.all()) send(each, packet);
        } else {
            send(to, packet);
        }
        msg_stats.sent(message);
        return null;
    }

    private void send(Address to, Packet packet) {
        Optional<MemberId> found = own.member(to);
        if (found.isEmpty()) return; // nobody of this group: as if lost
        MemberId member = found.get();
        if (member.equals(own.known().self())) thread_pool.execute(() -> deliver(to, List.of(packet)));
        else links.send(member, packet);
    }

    private Packet packet(Message message) {
        if (message.src() != null && !message.src().equals(local_addr)) {
            throw new IllegalArgumentException("SICP does not send in the name of " + message.src());
        }
        for (Map.Entry<Short, Header> each : message.getHeaders().entrySet()) {
            if (!(each.getValue() instanceof CoreHeader header) || !links.allows(each.getKey())) continue;
            if (message.getNumHeaders() > 1 || message.getLength() > Packet.MOST_CONTENT) break;
            short id = each.getKey();
            return message.hasArray()
                    ? new Packet(id, message.getArray(), message.getOffset(), message.getLength(), header.bulk())
                    : Packet.of(id, new byte[0]);
        }
        throw new IllegalArgumentException("SICP carries messages of layers that house a core, up to "
                + Packet.MOST_CONTENT + " bytes; not " + message + " with " + message.printHeaders());
    }

    private void deliver(Address from, List<Packet> packets) {
        List<Message> messages = new ArrayList<>(packets.size());
        for (Packet each : packets) {
            messages.add(new BytesMessage(local_addr, each.content(), each.offset(), each.length())
                    .setSrc(from)
                    .putHeader(each.protocol(), new CoreHeader()));
        }
        MessageBatch batch = new MessageBatch(local_addr, from, cluster_name, false, messages);
        msg_stats.received(batch);
        up_prot.up(batch);
    }

    /** What peers send goes straight into the bounded lanes of the layers, on the thread that reads their connection. */
    private final class FromPeers implements Links.Receiver {
        @Override
        public void received(MemberId peer, List<Packet> packets) {
            deliver(addressOf(peer), packets);
        }

        @Override
        public void violated(MemberId peer, long times) {
            StackRuntime.of(getProtocolStack()).announce(new Garbled(peer, times, 0));
        }
    }

    @Override
    protected PhysicalAddress getPhysicalAddress() {
        try {
            return new IpAddress(
                    own.known().advertised().host(), own.known().advertised().port());
        } catch (UnknownHostException e) {
            return null; // start() says so
        }
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        throw new UnsupportedOperationException("what peers send comes by authenticated connections only");
    }

    @Override
    public void receive(Address sender, DataInput in, int length) {
        throw new UnsupportedOperationException("what peers send comes by authenticated connections only");
    }

    @Override
    public void send(Address to, byte[] data, int offset, int length) {
        throw new UnsupportedOperationException("messages are sent through down(Message)");
    }

    /** Who may be connected follows from the configuration and the exclusions, not from the JGroups view. */
    @Override
    public void retainAll(Collection<Address> ignored) {}

    /** Diagnostics would answer anybody without authentication. */
    @Override
    protected void startDiagnostics() {}

    @Override
    @SuppressWarnings("unchecked")
    public <T extends TP> T enableDiagnostics() {
        return (T) this;
    }

    @Override
    @ManagedOperation(description = "One line per peer: connected, excluded, queued, dropped, violations")
    public String printConnections() {
        Links present = links;
        if (present == null) return "";
        return present.status().stream().map(Links.PeerStatus::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public BasicTCP clearConnections(boolean graceful) {
        Links present = links;
        if (present != null) present.reset();
        return this;
    }

    /** What can be told of the connections to the other members; empty before the start. */
    public List<Links.PeerStatus> peers() {
        Links present = links;
        return present == null ? List.of() : present.status();
    }

    /** Whom this member refused and why, the latest last; bounded. */
    public List<String> refusals() {
        Links present = links;
        return present == null ? List.of() : present.refusals();
    }

    @ManagedAttribute(description = "Connections refused since the start")
    public long getRefusedConnections() {
        Links present = links;
        return present == null ? 0 : present.refused();
    }

    @ManagedAttribute(description = "Connections that have not authenticated themselves yet")
    public int getUnauthenticatedConnections() {
        Links present = links;
        return present == null ? 0 : present.halfOpen();
    }
}
