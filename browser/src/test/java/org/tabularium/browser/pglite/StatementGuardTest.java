package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy t from stdin",
                "COPY t FROM STDIN WITH (FORMAT csv)",
                "copy t to stdout",
                "copy t from stdout",
                "copy t(a, b) from /* here */ stdin",
                "copy (select * from x) to stdout",
                "copy binary t from stdin",
                "copy t from program 'ls'",
                "select 1; -- now\n copy t from stdin",
                "insert into t values ('a;b'); copy t from stdin; select 2",
                ";;copy t from stdin",
                "select $$;$$;copy\nt\nfrom\nstdin",
                "set standard_conforming_strings = off; select '\\'; --'; copy t from stdin",
                "set standard_conforming_strings = off; select '\\''; copy t from stdin"
            })
    void refuses(String sql) {
        assertNotNull(StatementGuard.refusal(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select 1",
                "copy t from '/dev/blob'",
                "copy (select * from stdin) to '/tmp/x'",
                "copy t from '/x' where a is distinct from stdin",
                "select 'copy t from stdin'",
                "select 1 -- ; copy t from stdin",
                "select 1 /* ; copy t from stdin */",
                "do $$ begin; copy t from stdin; end $$",
                "select * from copy, stdin where copy.x is distinct from stdin",
                "update copy set a = 1 from stdin",
                "select e'\\'; copy t from stdin'"
            })
    void lets(String sql) {
        assertNull(StatementGuard.refusal(sql));
    }
}
