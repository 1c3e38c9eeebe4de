package org.tabularium.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadScannerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "SELECT 1;",
                "  select 1 ; -- that is all",
                "select * from todo where id = $1 and name = $2",
                "select 'insert into todo' as text",
                "select 'it''s; delete from todo'",
                "select E'a\\'; delete from todo --' as text",
                "select 'a\\' as backslash",
                "select \"delete\" from todo",
                "select \"a\"\"; delete\" from todo",
                "select $$; delete from todo$$",
                "select $a$ $$ ; delete from todo $$ $a$",
                "select a$b$c from todo",
                "select -- ; delete from todo\n 1",
                "select /* ; delete /* from */ todo */ 1",
                "/* first */ -- then\n select 1",
                "(select 1) union (select 2)",
                "values (1), (2)",
                "table todo",
                "show search_path",
                "with t as (select 1) select * from t",
                "with t as materialized (select 1) select * from t",
                "select count(*), max ( id ), coalesce(a, b) from todo",
                "select count(*) filter (where done) over (partition by owner order by id) from todo",
                "select id::numeric(10, 2), cast(a as varchar(3)) from todo",
                "select * from todo where id in (select 1) and exists (select 1) and a = any ($1)",
                "select * from generate_series(1, 3)",
                "select 1.5, .5, 1e3, a.b from a",
                "select date '2020-01-01', interval '1 day', B'101', X'1F', U&'d\\0061t'",
                "select case when (a) then (b) else (c) end from todo",
                "select * from a left join lateral (select 1) b on (true)",
                "select jsonb_agg(a) from todo group by grouping sets ((a), ())",
            })
    void isARead(String sql) {
        assertTrue(ReadScanner.isRead(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "-- nothing",
                ";",
                "insert into todo values (1)",
                "with gone as (delete from todo returning *) select * from gone",
                "with t as (select 1) insert into todo select * from t",
                "WITH t AS (SELECT 1) UPDATE todo SET a = 1",
                "select * into copy from todo",
                "select * from todo for update",
                "select * from todo for no key update skip locked",
                "select * from todo for share",
                "select * from todo for key share",
                "select 1; delete from todo",
                "select 1;;",
                "select nextval('numbers')",
                "select setval ( 'numbers', 1)",
                "select my_function()",
                "select \"count\"(*) from todo",
                "select \"my function\" (1)",
                "select evil.count(1)",
                "select evil . count(1)",
                "select evil./* */count(1)",
                "select \"evil\".count(1)",
                "select pg_catalog.set_config('a', 'b', false)",
                "select set_config('a', 'b', false)",
                "select pg_advisory_lock(1)",
                "select 'a' 'b'; drop table todo",
                "select $$ $$; drop table todo",
                "select E'a'\n'b\\''; delete from todo; select ''",
                "explain analyze delete from todo",
                "begin",
                "begin; select 1; commit",
                "set search_path = evil",
                "reset all",
                "vacuum",
                "create table t (a int)",
                "do $$ begin end $$",
                "call p()",
                "execute prepared",
                "declare c cursor for select 1",
                "copy todo to stdout",
                "lock table todo",
                "listen news",
                "merge into a using b on (true) when matched then do nothing",
                "/* select 1 */ delete from todo",
                "-- select 1\ndelete from todo",
                "/* /* */ select 1 */ delete from todo",
            })
    void mayWrite(String sql) {
        assertFalse(ReadScanner.isRead(sql));
    }
}
