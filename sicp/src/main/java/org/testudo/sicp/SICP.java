package org.testudo.sicp;

import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Global;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.View;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.protocols.NoBundler;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.NameCache;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.stock.StockTraffic;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.DurationText;
import org.testudo.stack.Ids;
import org.testudo.stack.SecureTransport;
import org.testudo.stack.StackConfig;
import org.testudo.stack.StackContext;
import org.testudo.stack.StackRuntime;
import org.testudo.stack.journal.FileJournal;

/**
 * The secure transport between members: mutual TLS 1.3 before anything is parsed, and messages that provably come from the
 * member they name (SICP-1 to SICP-7). Of layers that house a core it carries the layer and the content of a message, and
 * nothing else: the sender, the receiver and the kind follow from the connection and the layer, so there is no header, object
 * or address in what a peer sends that could lie. In a stack without such layers it stands in the place of {@code TCP} under
 * the stock protocols: then it carries the headers and payloads that it knows of them, again without a source.
 */
@MBean(description = "Secure intermember communication: TLS 1.3 with the certificates of the group's authority")
public class SICP extends ClosedTransport implements SecureTransport, ConfigSource {
    static {
        // Read once by JGroups: nothing of ours deserializes Java objects, so nothing may (SICP-4).
        if (System.getProperty(Global.DESERIALIZATION_FILTER) == null) {
            System.setProperty(Global.DESERIALIZATION_FILTER, "!*");
        }
        Ids.register(Ids.SICP, SICP.class);
    }

    /** Of a stock stack JGroups wants to be told a port early; the configured one is known when the channel connects. */
    private static final int UNKNOWN_PORT = 1;

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

    @Property(description = "How long before a certificate expires it is said, the longest first: 30d,7d,1d")
    protected String expiry_notice = DurationText.write(CredentialsConfig.EXPIRY_NOTICE);

    @Property(
            name = "members",
            description = "Under stock protocols: the members, with the address that others dial:"
                    + " alice[10.0.0.1:7800],bob[10.0.0.2:7800]; else MEMBERSHIP says who they are")
    protected String founders = "";

    @Property(description = "Under stock protocols: the public card of each member: alice[keys/alice.pem]")
    protected String keys = "";

    @Property(
            description = "Under stock protocols: the one class of headers of each protocol id that is no stock one's")
    protected String headers = "200[org.jgroups.blocks.RequestCorrelator$Header]";

    private final Identification own;
    private volatile Links links;
    private volatile Side side;
    private volatile FromPeers fromPeers;

    /** Of a stack of plain JGroups XML: configured by the attributes of all protocols; relative paths begin at the process's folder. */
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
        expiry_notice = DurationText.write(config.credentials().expiryNotice());
        own.identify(config);
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        builder.bind(bind)
                .credentials(store, trust, passphrase_file)
                .expiryNotice(DurationText.readAll("SICP expiry_notice", expiry_notice));
        if (!housesCores()) StockSide.contribute(builder, founders, keys);
        else if (!founders.isEmpty() || !keys.isEmpty())
            throw new IllegalArgumentException(
                    "SICP members, keys: MEMBERSHIP has them in this stack; remove them here");
    }

    private Address identified(String channelName) {
        own.renew(() -> described(channelName));
        MemberIdentity identity = own.known();
        setBindPort(identity.ownPlace().port());
        if (housesCores()) side = new CoreSide(this, own, protocols());
        else side = new StockSide(this, identity, StockTraffic.headers(above(), headers));
        nameMembers();
        return addressOf(identity.self());
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
        Optional<Address> ofStart = side == null ? Optional.empty() : side.address(member);
        return ofStart.or(() -> own.address(member)).orElseGet(() -> MemberAddress.of(group, member));
    }

    @Override
    public void init() throws Exception {
        bundler = new NoBundler(); // not used: each peer has a lane of its own
        if (housesCores()) message_processing_policy = "direct";
        else if (getBindPort() == 0) setBindPort(UNKNOWN_PORT);
        super.init();
        JChannel channel = getProtocolStack().getChannel();
        channel.addAddressGenerator(new MemberAddress(this::identified));
        if (channel.getName() == null && !self.isEmpty()) channel.setName(self);
        if (!housesCores() && getUpProtocol() != null) {
            getProtocolStack().insertProtocolAtTop(StockTraffic.door(StockTraffic.headers(above(), headers), this));
        }
    }

    /** Binds the port; connections begin with the channel's connecting, when all layers have started. */
    @Override
    public void start() throws Exception {
        MemberIdentity identity = own.use();
        if (!addressOf(identity.self()).equals(local_addr)) {
            throw new IllegalStateException(
                    "the channel has another address generator; remove it: SICP computes addresses");
        }
        fromPeers = new FromPeers(side, identity.context().genesis(), this::tell);
        links = new Links(
                identity.credentials(),
                identity.context().genesis(),
                identity.context().origin().incarnation(), // also on one channel each start has its own (GM-23)
                identity.members(),
                side.protocols(),
                fromPeers);
        enforcement = Optional.of(new Enforcement(identity, links, this::tell));
        super.start();
    }

    @Override
    public void installed(ViewRecord view) {
        super.installed(view);
        fromPeers.installed(view);
    }

    private List<Protocol> above() {
        List<Protocol> above = new ArrayList<>();
        for (Protocol each = getUpProtocol(); each != null; each = each.getUpProtocol()) above.add(each);
        return above;
    }

    /** The layers above that house a core. */
    private Set<Short> protocols() {
        return above().stream()
                .filter(CoreHost.class::isInstance)
                .map(Protocol::getId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean housesCores() {
        return getUpProtocol() == null || !protocols().isEmpty();
    }

    @Override
    protected void handleConnect() {
        links.start();
        enforcement.ifPresent(Enforcement::start);
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
        enforcement.ifPresent(Enforcement::stop);
    }

    @Override
    public Object down(Event event) {
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting && !group.equals(event.arg())) {
            throw new IllegalArgumentException("connect: '" + event.arg() + "' is not the group of SICP, '" + group
                    + "'; certificates are of one group, so connect to that");
        }
        Object result = super.down(event);
        if (event.type() == Event.VIEW_CHANGE || event.type() == Event.TMP_VIEW) {
            side.viewed(((View) event.arg()).getMembers());
            nameMembers(); // JGroups has just forgotten those who left
        }
        return result;
    }

    private void nameMembers() {
        own.addresses().keySet().forEach(member -> NameCache.add(addressOf(member), member.name()));
    }

    /** Queues a message, never blocks; refuses what SICP does not carry, as of a layer without a core beside one that houses one. */
    @Override
    public Object down(Message message) {
        if (links == null) throw new IllegalStateException("the channel is not connected");
        side.down(message);
        msg_stats.sent(message);
        return null;
    }

    void send(MemberId member, Packet packet) {
        links.send(member, packet);
    }

    void later(Runnable code) {
        thread_pool.execute(code);
    }

    void handUp(Address from, List<Message> messages) {
        MessageBatch batch = new MessageBatch(local_addr, from, cluster_name, false, messages);
        msg_stats.received(batch);
        up_prot.up(batch);
    }

    /** What the stock protocols' side is given of this transport. */
    StockTraffic.Transport forStock() {
        return new StockTraffic.Transport() {
            @Override
            public void send(MemberId member, Packet packet) {
                links.send(member, packet);
            }

            @Override
            public void loopback(Message message) {
                msg_stats.received(message);
                msg_processing_policy.loopback(message, message.isFlagSet(Message.Flag.OOB));
            }

            @Override
            public void deliver(MessageBatch batch, boolean outOfBand) {
                batch.clusterName(cluster_name);
                msg_stats.received(batch);
                msg_processing_policy.process(batch, outOfBand);
            }
        };
    }

    private void tell(Notice notice) {
        if (housesCores()) StackRuntime.of(getProtocolStack()).announce(notice);
        else if (notice.level().compareTo(Notice.Level.WARN) >= 0) log.warn(notice.describe());
    }

    /** Whom to dial where follows from the configuration; nothing of it is learnt from the wire. */
    @Override
    public PhysicalAddress getPhysicalAddressFromCache(Address address) {
        return side.place(address).orElseGet(() -> super.getPhysicalAddressFromCache(address));
    }

    @Override
    protected Collection<PhysicalAddress> getAllPhysicalAddressesFromCache() {
        return side.places();
    }

    @Override
    public boolean addPhysicalAddressToCache(Address address, PhysicalAddress place) {
        return address.equals(local_addr) && super.addPhysicalAddressToCache(address, place);
    }

    @Override
    final Optional<Links> links() {
        return Optional.ofNullable(links);
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

    @ManagedAttribute(description = "Messages of stock protocols that were not sent, since they are of other members")
    public long getForeignMessages() {
        return side == null ? 0 : side.foreign();
    }
}
