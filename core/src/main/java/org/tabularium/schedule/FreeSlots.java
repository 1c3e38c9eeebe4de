package org.tabularium.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the journal that may be written over, by the session whose request still stands in them.
 *
 * <p>A session is given its own rows first. So it never has more rows in the store than it ever had requests unsettled
 * at once, and the next leader, who cannot tell which of them its tab has seen the end of, has no more to keep than
 * that.
 */
final class FreeSlots {
    private final Map<String, List<Integer>> slotsOf = new LinkedHashMap<>();
    private final List<Integer> ofNobody = new ArrayList<>();
    /** Whose list the last slot was taken from; null for nobody's. */
    private String lender;

    private int slotCount;

    /** No slot is free but the gaps between those taken. */
    FreeSlots(boolean[] isTaken) {
        slotCount = isTaken.length;
        for (int slot = slotCount - 1; slot >= 0; slot--) {
            if (!isTaken[slot]) {
                ofNobody.add(slot);
            }
        }
    }

    /** Whether the journal has to grow for the next request. */
    boolean isEmpty() {
        return slotsOf.isEmpty() && ofNobody.isEmpty();
    }

    /** A slot for a session's next request. */
    int take(String session) {
        lender = slotsOf.containsKey(session) ? session : null;
        if (lender == null && ofNobody.isEmpty() && !slotsOf.isEmpty()) {
            lender = slotsOf.keySet().iterator().next();
        }
        if (lender != null) {
            return takeFrom(lender);
        }
        if (!ofNobody.isEmpty()) {
            return ofNobody.remove(ofNobody.size() - 1);
        }
        slotCount++;
        return slotCount - 1;
    }

    private int takeFrom(String session) {
        List<Integer> lent = slotsOf.get(session);
        int slot = lent.remove(lent.size() - 1);
        if (lent.isEmpty()) {
            slotsOf.remove(session);
        }
        return slot;
    }

    /** The slot that was taken last has not been written: what stood there stands there still. */
    void giveBack(int slot) {
        if (lender == null) {
            ofNobody.add(slot);
        } else {
            add(lender, slot);
        }
    }

    /** The request of a session that stands in this slot is no longer needed. */
    void add(String session, int slot) {
        slotsOf.computeIfAbsent(session, any -> new ArrayList<>()).add(slot);
    }

    /** A session is forgotten; its rows are nobody's. */
    void forget(String session) {
        List<Integer> slots = slotsOf.remove(session);
        if (slots != null) {
            ofNobody.addAll(slots);
        }
    }
}
