package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import org.testudo.cli.demo.Premises;

/**
 * A network namespace for each member, joined by a bridge in one more, so that links can be cut and worn without touching
 * those of this machine. Needs root, {@code ip} and {@code tc} (iproute2), and a kernel with namespaces, veth and bridge.
 *
 * <p>A cut is a neighbour entry that leads nowhere: frames leave, and nobody takes them. No filter of the kernel is needed for
 * that, and neither side is told, as on a cable that is cut.
 */
final class Network implements Premises, AutoCloseable {
    private static final String NOWHERE = "02:00:00:00:00:99";
    private static final String CLIENTS = "254";

    private final List<String> members;
    private final String prefix;
    private final String subnet;

    private Network(List<String> members, long process) {
        this.members = List.copyOf(members);
        prefix = "testudo-" + process + "-";
        subnet = "10." + (100 + process / 256 % 100) + "." + process % 256 + ".";
    }

    /**
     * Makes it.
     *
     * @throws Shell.FailedException if this machine or the rights of this process do not allow it; nothing is left then
     */
    static Network open(List<String> members) throws Shell.FailedException {
        Network network = new Network(members, ProcessHandle.current().pid());
        try {
            network.create();
            return network;
        } catch (Shell.FailedException e) {
            network.close();
            throw e;
        }
    }

    private void create() throws Shell.FailedException {
        String hub = namespace("hub");
        Shell.run("ip netns add " + hub);
        Shell.run("ip -n " + hub + " link add br0 type bridge");
        Shell.run("ip -n " + hub + " link set br0 up");
        for (String member : members) {
            Shell.run("ip netns add " + namespace(member));
            Shell.run("ip -n " + hub + " link add " + member + " type veth peer name eth0 netns " + namespace(member));
            Shell.run("ip -n " + hub + " link set " + member + " master br0 up");
            Shell.run("ip -n " + namespace(member) + " addr add " + host(member) + "/24 dev eth0");
            Shell.run("ip -n " + namespace(member) + " link set eth0 up");
            Shell.run("ip -n " + namespace(member) + " link set lo up");
        }
        Shell.run("ip link add " + outside() + " type veth peer name clients netns " + hub);
        Shell.run("ip -n " + hub + " link set clients master br0 up");
        Shell.run("ip addr add " + subnet + CLIENTS + "/24 dev " + outside());
        Shell.run("ip link set " + outside() + " up");
    }

    private String namespace(String name) {
        return prefix + name;
    }

    /** The clients' end; names of interfaces have at most 15 characters. */
    private String outside() {
        return "tstd" + ProcessHandle.current().pid();
    }

    @Override
    public String host(String member) {
        return subnet + (members.indexOf(member) + 1);
    }

    @Override
    public List<String> launcher(String member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** From here on nothing that one sends arrives at the other. */
    void cut(String from, String to) throws Shell.FailedException {
        Shell.run("ip -n " + namespace(from) + " neigh replace " + host(to) + " lladdr " + NOWHERE
                + " nud permanent dev eth0");
    }

    /** Undoes {@link #cut}. */
    void join(String from, String to) {
        Shell.attempt("ip -n " + namespace(from) + " neigh del " + host(to) + " dev eth0");
    }

    /** What a member sends goes through a slow link with a short queue, which drops what does not fit. */
    void wear(String member, int kilobits) throws Shell.FailedException {
        Shell.run("tc -n " + namespace(member) + " qdisc replace dev eth0 root tbf rate " + kilobits
                + "kbit burst 3200 limit 8000");
    }

    /** Undoes {@link #wear}. */
    void mend(String member) {
        Shell.attempt("tc -n " + namespace(member) + " qdisc del dev eth0 root");
    }

    /**
     * Whether each of these members has a connection with every other on which nothing waits to be sent again, and little waits at all:
     * after a cut TCP takes as long as the cut was to try again, and until then the member is still as good as cut off; after a slow
     * link some kernels go on at its rate for ten seconds and more (BBR takes it for a policer), and what the member says is as old as
     * its backlog.
     */
    boolean whole(List<String> among) {
        for (String member : among) {
            try {
                Connections connections = Connections.parse(
                        Shell.run("ip netns exec " + namespace(member) + " cat /proc/net/tcp6 /proc/net/tcp"));
                for (String other : among) {
                    if (!other.equals(member) && !connections.flowsTo(host(other))) return false;
                }
            } catch (Shell.FailedException e) {
                return false;
            }
        }
        return true;
    }

    /** Removes all of it; links go with their namespaces. */
    @Override
    public void close() {
        List<String> all = new ArrayList<>(members);
        all.add("hub");
        for (String each : all) Shell.attempt("ip netns del " + namespace(each));
    }
}
