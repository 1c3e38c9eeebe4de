package org.tabularium.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.sql.SimpleStatement.Comparison;
import org.tabularium.sql.SimpleStatement.Operand;

class SimpleStatementsTest {
    @Test
    void insertsHaveTheirColumnsAndTheValuesOfEachRow() {
        assertReads(
                "insert into todo (title, \"done\") values ('it''s', 0), (?, datetime('now', ?));",
                "insert into todo [title, done] ['it's' 0] [?0 engine]");
        assertReads("INSERT INTO T(a,b) VALUES(-1.5,NULL)", "insert into t [a, b] [-1.5 NULL]");
        assertReads("insert into t (a, b, c) values (lower(?), ?, ?7)", "insert into t [a, b, c] [engine ?1 ?6]");
        assertReads("insert into t (a, b) values ($2, $1)", "insert into t [a, b] [?1 ?0]");
        assertReads("insert into t (a, b) values (:a, @b || 'x') -- so", "insert into t [a, b] [:a engine]");
    }

    @Test
    void updatesAndDeletesHaveWhatMustHold() {
        assertReads(
                "update todo set done = ?, title = 'x' where id = ? and done is null",
                "update todo [done, title] [?0 'x'] where id EQUAL ?1, done IS_NULL");
        assertReads(
                "delete from \"Todo\" where todo.id >= $id and \"todo\".\"n\" != 3 and b <> 4 and not done and ok",
                "delete from todo where id GREATER_OR_EQUAL $id, n DIFFERENT 3, b DIFFERENT 4, done IS_FALSE, ok IS_TRUE");
        assertReads("delete from t", "delete from t");
    }

    @Test
    void queriesHaveTheirColumnsConditionsOrderAndLimit() {
        assertReads("select * from todo", "select [] from todo");
        assertReads(
                "select todo.id, \"title\" as t, done from todo where done = false and n < 5 order by id desc, title asc limit 50",
                "select [id, title, done] from todo where done EQUAL FALSE, n LESS 5 order id desc, title limit 50");
        assertReads(
                "select a from t where not a order by a limit ?",
                "select [a] from t where a IS_FALSE order a limit ?0");
    }

    @Test
    void rowsAreOrderedByTheColumnsThatNamesOfTheResultStandFor() {
        assertReads(
                "select id, name as label from people order by Label desc, people.label limit 50",
                "select [id, name] from people order name desc, label limit 50");
        assertReads(
                "select id as name, name as id from t order by \"id\", name",
                "select [id, name] from t order name, id");
        assertReads("select a as x, b as x from t order by x", "select [a, b] from t order a");
        assertReads("select a as a from t where a = 1 order by a", "select [a] from t where a EQUAL 1 order a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select",
                "select 1",
                "select count(*) from t",
                "select distinct a from t",
                "select a b from t",
                "select a from t u",
                "select a from t, u",
                "select a from t join u",
                "select a from main.t",
                "select u.a from t",
                "select a from t where a = 1 or b = 2",
                "select a from t where a = b",
                "select a from t where a = \"b\"",
                "select a from t where a = 1 + 1",
                "select a from t where (a = 1)",
                "select a from t where a like 'x'",
                "select a from t where a in (1, 2)",
                "select a from t where a = 'x' collate nocase",
                "select a from t where a = 1e5",
                "select a from t where a = 0x10",
                "select a from t where a = x'00'",
                "select a from t where a = 1 group by a",
                "select a from t order by 1",
                "select a from t order by lower(a)",
                "select a from t order by a nulls last",
                "select a as b from t where b = 1",
                "select a as b from t where not b",
                "select a from t limit 5 offset 3",
                "select a from t limit 3, 5",
                "select a from t; delete from t",
                "select a from t union select b from t",
                "select a /* not done */ from t",
                "select a from t where a = '\\'",
                "with x as (select 1) select a from x",
                "insert into t values (1)",
                "insert into t (a) values (1, 2)",
                "insert into t (a, a) values (1, 2)",
                "insert into t (a) select 1",
                "insert into t (a) default values",
                "insert or replace into t (a) values (1)",
                "replace into t (a) values (1)",
                "insert into t (a) values (1) on conflict do nothing",
                "insert into t (a) values (1) returning a",
                "insert into t (a, b) values (?, :b)",
                "insert into t (a) values (1",
                "insert into t (a) values ('x",
                "update t set a = a + 1",
                "update t set a = 1 from u",
                "update t set (a, b) = (1, 2)",
                "update or ignore t set a = 1",
                "update t set a = 1 where a = (select 1)",
                "delete from t where a = 1 limit 1",
                "delete t",
                "truncate t",
                "begin"
            })
    void whatIsNotSimpleIsNotRead(String sql) {
        assertNull(SimpleStatements.parse(sql), sql);
    }

    private static void assertReads(String sql, String expected) {
        assertEquals(expected, told(SimpleStatements.parse(sql)), sql);
    }

    private static String told(SimpleStatement statement) {
        StringBuilder told = new StringBuilder();
        if (statement instanceof SimpleStatement.Insert insert) {
            told.append("insert into " + insert.table() + " " + insert.columns());
            insert.rows().forEach(row -> told.append(" ").append(told(row)));
        } else if (statement instanceof SimpleStatement.Update update) {
            told.append("update " + update.table() + " " + update.columns() + " " + told(update.values()));
            told.append(where(update.where()));
        } else if (statement instanceof SimpleStatement.Delete delete) {
            told.append("delete from " + delete.table() + where(delete.where()));
        } else if (statement instanceof SimpleStatement.Select select) {
            told.append("select " + select.columns() + " from " + select.table() + where(select.where()));
            String separator = " order ";
            for (SimpleStatement.Order each : select.order()) {
                told.append(separator).append(each.column()).append(each.isDescending() ? " desc" : "");
                separator = ", ";
            }
            told.append(select.limit() == null ? "" : " limit " + told(select.limit()));
        }
        return told.toString();
    }

    private static String where(Iterable<Comparison> where) {
        StringBuilder told = new StringBuilder();
        for (Comparison each : where) {
            told.append(told.isEmpty() ? " where " : ", ").append(each.column() + " " + each.operator());
            told.append(each.operand() == null ? "" : " " + told(each.operand()));
        }
        return told.toString();
    }

    private static String told(Iterable<Operand> operands) {
        StringBuilder told = new StringBuilder();
        for (Operand each : operands) {
            told.append(told.isEmpty() ? "[" : " ").append(told(each));
        }
        return told.append("]").toString();
    }

    private static String told(Operand operand) {
        return switch (operand.source()) {
            case NUMBER, NAME -> operand.text();
            case STRING -> "'" + operand.text() + "'";
            case POSITION -> "?" + operand.position();
            case ENGINE -> "engine";
            case NULL, TRUE, FALSE -> operand.source().toString();
        };
    }
}
