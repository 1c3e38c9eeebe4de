package org.tabularium.sim.world;

/** What happened, one line for each event; docs/testing.md has the legend. */
public final class Transcript {
    private final StringBuilder text;
    private boolean isMuted;

    private Transcript(StringBuilder text) {
        this.text = text;
    }

    /** A transcript that is kept. */
    public static Transcript kept() {
        return new Transcript(new StringBuilder());
    }

    /** A transcript nobody will read. */
    public static Transcript unkept() {
        return new Transcript(null);
    }

    /** Whether lines are kept; where not, it is not worth making them. */
    public boolean isKept() {
        return text != null && !isMuted;
    }

    /** Notes nothing for a while. */
    public void mute() {
        isMuted = true;
    }

    /** Notes everything again. */
    public void unmute() {
        isMuted = false;
    }

    /** Notes what {@code who} did or met at this time; only a line that is kept is put together. */
    public void line(int atMs, String who, Object... what) {
        if (isKept()) {
            pad(String.valueOf(atMs), 6, true);
            text.append(' ');
            pad(who, 9, false);
            for (Object part : what) {
                text.append(part);
            }
            text.append('\n');
        }
    }

    /** Notes a line as it stands. */
    public void raw(String line) {
        if (isKept()) {
            text.append(line).append('\n');
        }
    }

    @Override
    public String toString() {
        return text == null ? "" : text.toString();
    }

    private void pad(String value, int width, boolean isRight) {
        if (!isRight) {
            text.append(value);
        }
        for (int i = value.length(); i < width; i++) {
            text.append(' ');
        }
        if (isRight) {
            text.append(value);
        }
    }
}
