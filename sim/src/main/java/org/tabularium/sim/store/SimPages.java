package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A log of frames and two maps, as page stores keep them.
 *
 * <p>A flush adds a frame, which names the one it follows on. When the log is long, a map, by turns, says what
 * all pages are, and the log begins anew at its front, over the frames that are there. So a frame or a map that was
 * broken off, and what is left of an earlier round, can be told from what counts.
 */
final class SimPages {
    /** With so many frames the log begins anew. */
    private static final int MOST_FRAMES = 2;

    /**
     * A frame of the log, or a map.
     *
     * @param sum the frame, or the last one a map has taken in; those of later frames are greater
     * @param follows the frame it follows on
     * @param isWhole whether its checksum is right
     */
    private record Piece(int sum, int follows, SimContent content, boolean isWhole) {}

    private final Piece[] maps;
    private final List<Piece> log = new ArrayList<>();
    private Piece last;
    /** Where in the log the next frame goes. */
    private int at;

    private int lastSum;

    SimPages(SimContent fresh) {
        last = new Piece(0, 0, fresh, true);
        maps = new Piece[] {last, last};
    }

    /** Finds the newest map that is whole and the frames that follow on it; gives what they come to. */
    SimContent read() {
        last = maps[newestMap()];
        at = 0;
        Piece before = null;
        for (int i = 0; i < log.size(); i++) {
            Piece frame = log.get(i);
            if (!frame.isWhole || (before != null && frame.follows != before.sum)) {
                break;
            }
            before = frame;
            if (frame.follows == last.sum) {
                last = frame;
                at = i + 1;
            }
        }
        return last.content;
    }

    /** Whether the next frame makes the log so long that a map is written. Before that the log is flushed. */
    boolean isLong() {
        return at >= MOST_FRAMES;
    }

    /**
     * Adds a frame, and writes a map if the log is long.
     *
     * @param isBrokenOff whether the map is not written to its end
     */
    void add(SimContent content, boolean isBrokenOff) {
        boolean isMapDue = isLong();
        last = frame(content, true);
        put(last);
        at++;
        if (isMapDue) {
            Piece older = maps[1 - newestMap()];
            SimContent map = isBrokenOff ? content.over(older.content, 1) : content;
            maps[1 - newestMap()] = new Piece(last.sum, 0, map, !isBrokenOff);
            at = isBrokenOff ? at : 0;
        }
    }

    /** Leaves a frame that is not written to its end; the next one is written over it. */
    void tear(SimContent part) {
        put(frame(part, false));
    }

    /** The power goes, and of the frames that were not flushed those after this content are lost. */
    void cutTo(SimContent left) {
        while (read() != left && at > 0) {
            log.subList(at - 1, log.size()).clear();
        }
    }

    private Piece frame(SimContent content, boolean isWhole) {
        lastSum++;
        return new Piece(lastSum, last.sum, content, isWhole);
    }

    private void put(Piece frame) {
        if (at < log.size()) {
            log.set(at, frame);
        } else {
            log.add(frame);
        }
    }

    private int newestMap() {
        boolean isSecond = maps[1].isWhole && (!maps[0].isWhole || maps[1].sum > maps[0].sum);
        return isSecond ? 1 : 0;
    }
}
