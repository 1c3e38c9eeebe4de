package org.tabularium.sim.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.sim.VirtualTabs;

/** The example of the README: an application's own class is tested while the tab that leads crashes. */
class ShoppingListTest {
    private static final Path README = Path.of("README.md");
    private static final Path SOURCE = Path.of("src/test/java/org/tabularium/sim/example/ShoppingListTest.java");

    /** What is to be bought, as one tab sees it; the class under test. */
    static final class ShoppingList {
        private final VirtualTabs tabs;
        private final String tab;
        private final List<VirtualTabs.Answer> added = new ArrayList<>();

        ShoppingList(VirtualTabs tabs, String tab) {
            this.tabs = tabs;
            this.tab = tab;
        }

        void add(String item) {
            added.add(tabs.query(tab, "insert shopping " + item));
        }

        boolean isSaved() {
            return added.stream().allMatch(VirtualTabs.Answer::isOk);
        }

        VirtualTabs.Answer items() {
            return tabs.query(tab, "read shopping");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingIsLostWithTheLeader(int seed) {
        VirtualTabs tabs = VirtualTabs.seeded(seed);
        tabs.play("open a");
        tabs.runUntilQuiet();
        tabs.play("open b");
        tabs.play("open c");
        ShoppingList list = new ShoppingList(tabs, "b");
        for (int i = 0; i < 10; i++) {
            list.add("item" + i);
            tabs.run(20);
            if (i == 5) {
                tabs.play("crash " + tabs.leader().orElseThrow());
            }
        }
        tabs.runUntilQuiet();

        assertTrue(list.isSaved(), tabs::transcript);
        VirtualTabs.Answer seen = new ShoppingList(tabs, "c").items();
        tabs.runUntilQuiet();
        assertEquals(
                List.of("item0", "item1", "item2", "item3", "item4", "item5", "item6", "item7", "item8", "item9"),
                seen.rows(),
                tabs::transcript);
        tabs.judge();
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf("```java\n") + "```java\n".length();
        String shown = readme.substring(from, readme.indexOf("```", from));
        String source = Files.readString(SOURCE).replaceAll("(?m)^ {4}", "");
        assertTrue(source.contains(shown), "the code in sim/README.md is not that of " + SOURCE);
    }
}
