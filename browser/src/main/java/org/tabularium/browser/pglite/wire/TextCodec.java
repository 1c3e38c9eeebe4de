package org.tabularium.browser.pglite.wire;

/** UTF-8 as the platform does it, because compiled Java does it an order of magnitude slower. */
public interface TextCodec {
    /** The text as UTF-8. */
    byte[] encode(String text);

    /** The text that {@code length} bytes from {@code from} on stand for. */
    String decode(byte[] bytes, int from, int length);
}
