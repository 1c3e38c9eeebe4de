package org.tabularium.sim.stage;

import java.util.ArrayList;
import java.util.List;

/** A line of a script, taken word by word. */
final class Line {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;

    Line(String text) {
        this.text = text;
        int from = 0;
        for (int to = text.indexOf(' '); to >= 0; to = text.indexOf(' ', from)) {
            words.add(text.substring(from, to));
            from = to + 1;
        }
        words.add(text.substring(from));
    }

    boolean hasNext() {
        return at < words.size();
    }

    String next() {
        if (!hasNext()) {
            throw new IllegalArgumentException("the line ends too early: " + text);
        }
        at++;
        return words.get(at - 1);
    }

    int nextInt() {
        return Integer.parseInt(next());
    }

    /** Takes the next word if it is this one. */
    boolean takes(String word) {
        boolean isNext = hasNext() && words.get(at).equals(word);
        at += isNext ? 1 : 0;
        return isNext;
    }

    /** All words that are left. */
    String rest() {
        List<String> left = words.subList(at, words.size());
        at = words.size();
        return String.join(" ", left);
    }

    IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("unknown " + what + " in: " + text);
    }
}
