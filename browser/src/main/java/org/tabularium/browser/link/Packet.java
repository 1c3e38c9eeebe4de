package org.tabularium.browser.link;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A message as a JavaScript object: every field of every kind, of which each kind has some. */
public interface Packet extends JSObject {
    /** The kind. */
    @JSProperty("t")
    String getType();

    @JSProperty("session")
    String getSession();

    @JSProperty("leader")
    String getLeader();

    @JSProperty("id")
    String getId();

    @JSProperty("app")
    String getApp();

    @JSProperty("oldest")
    int getOldest();

    @JSProperty("newest")
    int getNewest();

    @JSProperty("protocol")
    int getProtocol();

    @JSProperty("term")
    int getTerm();

    @JSProperty("n")
    int getNumber();

    @JSProperty("op")
    String getOperation();

    @JSProperty("read")
    boolean isRead();

    @JSProperty("tx")
    int getTransaction();

    @JSProperty("idleMs")
    int getIdleMs();

    @JSProperty("below")
    int getSettledBelow();

    @JSProperty("recall")
    boolean isRecall();

    @JSProperty("abridged")
    boolean isAbridged();

    @JSProperty("begun")
    boolean hasBegun();

    @JSProperty("sql")
    JSObject getStatement();

    @JSProperty("key")
    String getKey();

    @JSProperty("commitTerm")
    int getCommitTerm();

    @JSProperty("commitNumber")
    int getCommitNumber();

    @JSProperty("baseTerm")
    int getBaseTerm();

    @JSProperty("baseNumber")
    int getBaseNumber();

    @JSProperty("fresh")
    boolean isFresh();

    @JSProperty("engine")
    String getEngine();

    @JSProperty("storage")
    String getStorage();

    @JSProperty("result")
    JSObject getResult();

    @JSProperty("failure")
    PlainFailure getFailure();

    @JSProperty("holder")
    Packet getHolder();

    @JSProperty("path")
    String getPath();

    @JSProperty("generation")
    int getGeneration();

    @JSProperty("leaderTimeoutMs")
    int getLeaderTimeoutMs();

    @JSProperty("convert")
    boolean isConverting();

    @JSProperty("held")
    boolean isHeld();

    @JSProperty("stopping")
    boolean isStopping();

    @JSProperty("text")
    String getText();

    @JSProperty("urls")
    JSObject getUrls();

    @JSProperty("debug")
    boolean isDebug();
}
