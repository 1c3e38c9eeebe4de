package org.tabularium.browser.link;

import org.teavm.jso.JSBody;

/** Names of locks and channels. They are the same in every build, or two builds would open one store twice. */
public final class Names {
    private static final String BROKER = "tabularium/broker/";

    private Names() {}

    /** The lock whose holder may open the store. */
    public static String storeLock(String path) {
        return "tabularium/store/" + path;
    }

    /** The lock under which a silent leader's lock is taken. */
    public static String stealLock(String path) {
        return "tabularium/steal/" + path;
    }

    /** The lock of the tab that will lead next. */
    public static String standbyLock(String path) {
        return "tabularium/standby/" + path;
    }

    /** The channel on which the holder of a store's lock is asked for a sign of life. */
    public static String pulse(String path) {
        return "tabularium/pulse/" + path;
    }

    /** The lock a tab holds for life. */
    public static String sessionLock(String session) {
        return "tabularium/session/" + session;
    }

    /** The lock a tab's worker holds for life. */
    public static String workerLock(String session) {
        return "tabularium/worker/" + session;
    }

    /** The lock under which a tab looks for a broker and makes one where there is none. */
    public static String brokerSetupLock() {
        return "tabularium/broker-setup";
    }

    /** The lock a broker holds for life; it tells where to find it. */
    public static String brokerLock(int generation, String url) {
        return BROKER + generation + " " + url;
    }

    /** The channel on which tabs tell each other that a broker was replaced. */
    public static String brokerNews() {
        return "tabularium/broker-news";
    }

    /** The name a broker of this generation is made with. */
    public static String brokerWorker(int generation) {
        return "tabularium-broker-" + generation;
    }

    /** The generation in a broker's worker name. */
    public static int brokerGeneration(String workerName) {
        return number(workerName.substring(workerName.lastIndexOf('-') + 1));
    }

    /** The channel on which tabs without a broker meet the leader of a store. */
    public static String meeting(String path) {
        return "tabularium/meeting/" + path;
    }

    /** The channel between the leader of a store and one tab that has no broker. */
    public static String pairChannel(String path, String session, int term) {
        return "tabularium/pair/" + path + "/" + session + "/" + term;
    }

    /** The newest broker among the names of held locks, or null. */
    public static BrokerAddress newestBroker(String heldNames) {
        BrokerAddress newest = null;
        int from = 0;
        while (from <= heldNames.length()) {
            int to = heldNames.indexOf('\n', from);
            int end = to < 0 ? heldNames.length() : to;
            String name = heldNames.substring(from, end);
            if (name.startsWith(BROKER)) {
                int blank = name.indexOf(' ');
                int generation = number(name.substring(BROKER.length(), blank));
                if (newest == null || generation > newest.generation()) {
                    newest = new BrokerAddress(generation, name.substring(blank + 1));
                }
            }
            from = end + 1;
        }
        return newest;
    }

    /** Java's own way to read a number is larger than all the names. */
    @JSBody(params = "digits", script = "return +digits;")
    private static native int number(String digits);

    /** Whether a storage path is that of a database of SQLite. */
    public static boolean isSqlite(String path) {
        return path.startsWith("sqlite:");
    }
}
