package org.tabularium.driver;

import org.tabularium.node.ClientEffects;
import org.tabularium.node.ClientInput;
import org.tabularium.node.ClientNode;
import org.tabularium.port.Host;

/** Runs a {@link ClientNode} on a host. */
public final class ClientDriver {
    private final ClientNode node;
    private final InputQueue<ClientInput> inputs;

    /** A driver that performs the node's effects through {@code effects} and asks {@code host} for the time. */
    public ClientDriver(ClientNode node, Host host, ClientEffects effects) {
        this.node = node;
        this.inputs = new InputQueue<>(input -> node.step(input, host.nowMs(), effects));
    }

    /** Takes an input to the node. */
    public void input(ClientInput input) {
        inputs.add(input);
    }

    /** The node that is run. */
    public ClientNode node() {
        return node;
    }
}
