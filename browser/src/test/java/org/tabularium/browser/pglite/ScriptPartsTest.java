package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptPartsTest {
    @Test
    void aPartEndsWithTheStatementThatEndsItsTransaction() {
        assertEquals(
                List.of(
                        "(begin; insert)[ commit]COMMIT",
                        "( select 1; begin; select 2)[ abort]ROLLBACK",
                        "( select 3)"),
                parts("begin; insert; commit; select 1; begin; select 2; abort; select 3"));
        assertEquals(List.of("()[commit]COMMIT"), parts("commit;"));
        assertEquals(List.of("(begin; a)[ /* now */ END work]COMMIT"), parts("begin; a; /* now */ END work; -- done"));
        assertEquals(
                List.of("(start transaction; a)[ rollback transaction]ROLLBACK", "( b)"),
                parts("start transaction; a; rollback transaction; b"));
    }

    @Test
    void aChainedTransactionIsAPartEvenWhereNothingIsInIt() {
        List<ScriptPart> parts =
                ScriptParts.of("begin; a; commit and chain", false).parts();
        assertEquals(2, parts.size());
        assertTrue(parts.get(1).isLeftOpen());
        assertEquals(
                1,
                ScriptParts.of("begin; a; commit and no chain", false).parts().size());
    }

    @Test
    void aTransactionThatIsNotEndedIsLeftOpen() {
        assertTrue(ScriptParts.of("a; begin; b", false).parts().get(0).isLeftOpen());
        assertFalse(ScriptParts.of("a; b", false).parts().get(0).isLeftOpen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";;",
                "-- commit;",
                "select 1; select 2;",
                "select 'a; commit; b'; select 2",
                "select \"commit;\"; select 2",
                "select $$;commit;$$; select $x$ ; $$ ; commit; $x$",
                "select 1 /* ; commit; /* ; */ ; commit; */",
                "savepoint s; rollback to s; rollback work to savepoint s; release s",
                "rollback prepared 'x'; commit prepared 'x'",
                "create function f() returns int begin atomic select 1; select case when true then 2 end; end",
                "create rule r as on insert to t do (delete from u; commit)",
                "select e'\\'; commit;'",
                "update t set \"begin\" = 1; start"
            })
    void isPlain(String sql) {
        assertTrue(ScriptParts.of(sql, false).isPlain(), sql);
        assertEquals(
                sql, sql.substring(0, ScriptParts.of(sql, false).parts().get(0).to()));
    }

    @Test
    void statementsAreCounted() {
        assertEquals(0, ScriptParts.of("; -- nothing", false).statementCount());
        assertEquals(1, ScriptParts.of(";vacuum;", false).statementCount());
        assertEquals(3, ScriptParts.of("a; $$;$$; c", false).statementCount());
    }

    @Test
    void howPlainStringsAreReadMatters() {
        String sql = "select '\\'; commit; --'";
        assertNotEquals(ScriptParts.of(sql, false), ScriptParts.of(sql, true));
        assertFalse(ScriptParts.of(sql, false).isPlain());
        assertTrue(ScriptParts.of(sql, true).isPlain());
    }

    @Test
    void whatMentionsNoTransactionNeedsNoSplitting() {
        assertFalse(ScriptParts.mayBeParted("insert into t values (1); select 2"));
        assertTrue(ScriptParts.mayBeParted("insert into t values (1); COMMIT"));
    }

    private static List<String> parts(String sql) {
        List<String> texts = new ArrayList<>();
        for (ScriptPart part : ScriptParts.of(sql, false).parts()) {
            String body = sql.substring(part.from(), part.bodyEnd());
            String end = sql.substring(part.bodyEnd(), part.to());
            texts.add("(" + trimmed(body) + ")"
                    + (part.end() == ScriptPart.End.NONE ? "" : "[" + trimmed(end) + "]" + part.end()));
        }
        return texts;
    }

    private static String trimmed(String text) {
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }
}
