package org.tabularium.browser.pglite;

import java.util.List;

/**
 * The SQL by which commits tell what they touched: statement triggers on watched tables and an event trigger for
 * everything that alters a schema notify a channel. PostgreSQL delivers notifications at commit and none after a
 * rollback, of a savepoint as well, and only one of several equal ones.
 *
 * <p>All of it exists only while something is watched, so that nothing is left in a store that is not used for live
 * queries. The catalog is the only record of what is captured: the user may drop or disable any of it at any time.
 *
 * <p>Capture does not see writes to sequences, to foreign tables from elsewhere, and to system catalogs other than
 * by schema statements; nor changes of roles, which are told by the tags of their statements, and so not where a
 * function or a {@code DO} block makes them; nor does it see anything while {@code event_triggers} is off, or after {@code UNLISTEN}
 * inside a function.
 */
final class ChangeCapture {
    /** The channel notifications come on: a table's id, or a word for everything else. */
    static final String CHANNEL = "tabularium_touched";

    static final String LISTEN = "listen " + CHANNEL;

    private static final String INSTALL = """
            declare
              watched pg_catalog.regclass;
            begin
              create schema if not exists tabularium;
              if to_regprocedure('tabularium.touched()') is null then
                create function tabularium.touched() returns trigger language plpgsql as
                  'begin perform pg_catalog.pg_notify(''tabularium_touched'', tg_relid::pg_catalog.text);
                   return null; end';
              end if;
              if to_regprocedure('tabularium.altered()') is null then
                create function tabularium.altered() returns event_trigger language plpgsql as
                  'begin perform pg_catalog.pg_notify(''tabularium_touched'', ''schema''); end';
              end if;
              if not exists (select from pg_event_trigger where evtname = 'tabularium_altered') then
                create event trigger tabularium_altered on ddl_command_end execute function tabularium.altered();
              end if;
              alter event trigger tabularium_altered enable always;
              for watched in select oid from pg_class where oid = any (%TABLES%) loop
                begin
                  if not exists (select from pg_trigger where tgrelid = watched and tgname = 'tabularium_watch') then
                    execute format('create trigger tabularium_watch after insert or update or delete or truncate on %s'
                      ' for each statement execute function tabularium.touched()', watched);
                  end if;
                  execute format('alter table only %s enable always trigger tabularium_watch', watched);
                exception when wrong_object_type or feature_not_supported then
                  null; -- a foreign table whose wrapper knows no triggers
                end;
              end loop;
            end
            """;

    private static final String REMOVE = """
            declare
              idle record;
            begin
              for idle in
                select tgrelid::regclass as watched, tgname from pg_trigger
                where tgfoid = to_regprocedure('tabularium.touched()') and tgrelid = any (%TABLES%)
              loop
                execute format('drop trigger %I on %s', idle.tgname, idle.watched);
              end loop;
            end
            """;

    /** Removes all capture. */
    static final String REMOVE_ALL = "drop function if exists tabularium.altered() cascade;\n"
            + "drop function if exists tabularium.touched() cascade;\n";

    /** A condition on {@code pg_class c}: whether the table is captured, and what alters its meaning as well. */
    static final String IS_CAPTURED = """
            exists (select from pg_trigger t
              where t.tgrelid = c.oid and t.tgfoid = to_regprocedure('tabularium.touched()') and t.tgenabled = 'A')
            and exists (select from pg_event_trigger e
              where e.evtfoid = to_regprocedure('tabularium.altered()') and e.evtenabled = 'A')
            """;

    private ChangeCapture() {}

    /**
     * A script that captures these tables, whether or not they are captured already, and statements that alter a
     * schema.
     */
    static String install(List<String> tables) {
        return OwnScript.committing(SqlText.block(INSTALL.replace("%TABLES%", SqlText.oids(tables))));
    }

    /** A script that stops capturing these tables; with none, that stops capturing at all. */
    static String remove(List<String> tables) {
        return OwnScript.committing(
                tables.isEmpty() ? REMOVE_ALL : SqlText.block(REMOVE.replace("%TABLES%", SqlText.oids(tables))));
    }
}
