package org.tabularium.browser.pglite;

/**
 * The SQL that finds what a query reads.
 *
 * <p>PostgreSQL's own analyser does it: the query becomes the body of a function that is created and rolled back,
 * and the catalog then tells what that function depends on. From there the search goes on through views, row
 * security policies, operators, functions with parsed bodies, and partitions or inheriting tables. A function whose
 * body is a string could read anything, so it stands for all tables, unless it was declared {@code IMMUTABLE},
 * which promises that it reads none. A partition can be written through the tables above it, so those belong to the
 * read set as well.
 *
 * <p>The query's names are resolved in the session's own search path and role, which are pinned before the rest
 * runs as superuser.
 *
 * <p>Not seen: tables that built-in functions are given as text ({@code query_to_xml}), functions in C, sequences,
 * and system catalogs. A query with more than a hundred parameters is refused, because no function has more. A
 * materialised view changes when it is refreshed, which is a schema statement.
 */
final class ReadSetAnalysis {
    /** {@code current_schemas} leaves out what the role may not use, as name resolution does. */
    private static final String PIN_NAMES = "select pg_catalog.set_config('search_path',"
            + " pg_catalog.string_agg(pg_catalog.quote_ident(name), ', ' order by place), true)"
            + " from pg_catalog.unnest(pg_catalog.current_schemas(true)) with ordinality as path(name, place);\n";

    private static final String READS = """
            with recursive
              uses (class, id) as (
                select 'pg_proc'::regclass::oid, p.oid from pg_proc p
                where p.proname = 'tabularium_probe' and p.pronamespace = pg_my_temp_schema()
              union
                select found.class, found.id from uses u, lateral (
                    select d.refclassid, d.refobjid from pg_depend d
                    where u.class in ('pg_proc'::regclass, 'pg_operator'::regclass)
                      and d.classid = u.class and d.objid = u.id
                  union all
                    select d.refclassid, d.refobjid from pg_class c
                    join pg_rewrite r on r.ev_class = c.oid
                    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                    where u.class = 'pg_class'::regclass and c.oid = u.id and c.relkind = 'v'
                  union all
                    select d.refclassid, d.refobjid from pg_policy p
                    join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
                    where u.class = 'pg_class'::regclass and p.polrelid = u.id
                  union all
                    select d.refclassid, d.refobjid from pg_depend d
                    where u.class = 'pg_type'::regclass and d.classid = u.class and d.objid = u.id
                      and d.refclassid = u.class
                  union all
                    select d.refclassid, d.refobjid from pg_constraint k
                    join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid
                    where u.class = 'pg_type'::regclass and k.conrelid = 0 and k.contypid = u.id
                  union all
                    select 'pg_class'::regclass, i.inhrelid from pg_inherits i
                    where u.class = 'pg_class'::regclass and i.inhparent = u.id
                ) as found (class, id)
                where found.class in
                  ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
              ),
              written_as (id) as (
                select u.id from uses u where u.class = 'pg_class'::regclass
              union
                select i.inhparent from written_as w join pg_inherits i on i.inhrelid = w.id
              ),
              opaque as (
                select from uses u
                join pg_proc p on u.class = 'pg_proc'::regclass and p.oid = u.id
                join pg_language l on l.oid = p.prolang
                where p.oid >= 16384 and p.prosqlbody is null and p.provolatile <> 'i'
                  and l.lanname not in ('c', 'internal')
              )
            select
              string_agg(c.oid::text, ','),
              string_agg(c.oid::text, ',') filter (where not (%IS_CAPTURED%))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'f') and c.oid >= 16384 and n.nspname <> 'tabularium'
              and (c.oid in (select id from written_as) or exists (select from opaque))
            """.replace("%IS_CAPTURED%", ChangeCapture.IS_CAPTURED);

    private ReadSetAnalysis() {}

    /**
     * A script whose last row tells the ids of the tables the query reads, and of those the ones that are not
     * captured yet, each separated by commas. It fails where the query is not one that reads. It must be rolled
     * back.
     *
     * @param sql one statement that the engine has accepted
     * @param parameterTypes the types of all its parameters
     */
    static String script(String sql, int[] parameterTypes) {
        return OwnScript.beginningAsUser(PIN_NAMES
                + OwnScript.BECOME_SUPERUSER
                + SqlText.block(createProbe(sql, parameterTypes))
                + OwnScript.USE_CATALOG_NAMES
                + READS);
    }

    /** The statement stands on lines of its own, so that a comment at its end ends there. */
    private static String createProbe(String sql, int[] parameterTypes) {
        StringBuilder types = new StringBuilder();
        for (int type : parameterTypes) {
            types.append(types.length() == 0 ? "" : ",").append(Integer.toUnsignedString(type));
        }
        return "begin execute pg_catalog.concat('create function pg_temp.tabularium_probe(', ("
                + "select pg_catalog.string_agg(pg_catalog.format_type(type, null), ', ' order by place)"
                + " from pg_catalog.unnest('{" + types
                + "}'::pg_catalog.oid[]) with ordinality as parameter(type, place)), "
                + SqlText.literal(") returns setof record language sql begin atomic\n" + sql + "\n; end")
                + "); end";
    }
}
