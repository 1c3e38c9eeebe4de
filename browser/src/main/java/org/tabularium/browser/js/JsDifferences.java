package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSBodyImport;
import org.teavm.jso.JSObject;

/**
 * Differences of results. Only the facade looks inside results, and loops over bytes are several times faster in the
 * browser's own code.
 */
final class JsDifferences {
    private JsDifferences() {}

    @JSBody(
            params = {"earlier", "later"},
            script = "return difference.differenceBetween(earlier, later);",
            imports = @JSBodyImport(alias = "difference", fromModule = "../payload/difference.ts"))
    static native JSObject between(JSObject earlier, JSObject later);

    @JSBody(
            params = {"earlier", "difference"},
            script = "return change.changedBy(earlier, difference);",
            imports = @JSBodyImport(alias = "change", fromModule = "../payload/changedBy.ts"))
    static native JSObject applied(JSObject earlier, JSObject difference);
}
