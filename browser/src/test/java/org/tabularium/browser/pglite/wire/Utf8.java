package org.tabularium.browser.pglite.wire;

import java.nio.charset.StandardCharsets;

/** UTF-8 as the JVM does it. */
final class Utf8 implements TextCodec {
    @Override
    public byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
}
