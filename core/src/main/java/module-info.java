/**
 * The deterministic core of Tabularium: machines without IO, threads, clocks or chance, and the ports they are run
 * through.
 */
module org.tabularium.core {
    exports org.tabularium.base;
    exports org.tabularium.broker;
    exports org.tabularium.driver;
    exports org.tabularium.election;
    exports org.tabularium.live;
    exports org.tabularium.node;
    exports org.tabularium.overlay;
    exports org.tabularium.port;
    exports org.tabularium.schedule;
    exports org.tabularium.session;
    exports org.tabularium.sql;
    exports org.tabularium.wire;
}
