package org.tabularium.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells which PostgreSQL statements surely change nothing, so that they may be sent again and need no flush.
 *
 * <p>It reads tokens, not prefixes: comments, strings, quoted names and dollar quotes are skipped. A statement is a
 * read only if it begins like one, contains no word that could write, and calls nothing but well-known functions
 * without effects. Any doubt makes it a write, which is always safe. What it cannot see is a view that hides a function
 * with effects.
 */
public final class ReadScanner {
    private static final Set<String> READ_STARTS = words("select values table show with");

    private static final Set<String> WRITE_WORDS = words("""
            insert update delete merge into truncate create drop alter call do copy lock share grant revoke
            vacuum analyze set reset begin commit rollback listen notify refresh""");

    /**
     * Words that may stand before a parenthesis: of the grammar, types with a length, and functions without effects that
     * are used often. A statement with any other one runs as one that may write, which costs it little.
     */
    private static final Set<String> HARMLESS_CALLS = words("""
            and any all array as between by case cast coalesce cross cube distinct else except exists
            extract filter from full group grouping greatest having ilike in inner intersect interval is
            join lateral least left like limit materialized not nullif offset on only or order outer over
            overlay partition position range right rollup row rows select sets similar some substring then
            treat trim union using values when where window with within bit char character decimal numeric
            time timestamp varchar varying abs age array_agg array_length array_to_string ascii avg bool_and
            bool_or btrim cardinality ceil ceiling char_length chr clock_timestamp concat concat_ws count
            current_setting date_part date_trunc dense_rank div every exp first_value floor format
            generate_series initcap json_agg json_build_array json_build_object json_object_agg jsonb_agg
            jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
            jsonb_build_object jsonb_each jsonb_object_agg jsonb_object_keys jsonb_typeof lag last_value
            lead length ln log lower lpad ltrim max md5 min mod now percentile_cont pi plainto_tsquery power
            random rank regexp_match regexp_replace repeat replace reverse round row_number row_to_json rpad
            rtrim sign split_part sqrt starts_with statement_timestamp string_agg string_to_array strpos
            substr sum to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector
            translate trunc ts_rank unnest upper variance websearch_to_tsquery""");

    /** A name that is no harmless one, whatever it says. */
    private static final String UNKNOWN = "";

    private ReadScanner() {}

    /** Whether the statement surely changes nothing. */
    public static boolean isRead(String sql) {
        // Whether plain strings know backslashes is a setting of the engine, so both readings must agree.
        return isRead(sql, false) && (sql.indexOf('\\') < 0 || isRead(sql, true));
    }

    private static boolean isRead(String sql, boolean hasBackslashEscapes) {
        SqlScanner token = new SqlScanner(sql, hasBackslashEscapes);
        boolean isFirst = true;
        boolean isAfterDot = false;
        boolean hasEnded = false;
        String name = null;
        while (token.next()) {
            if (hasEnded) {
                return false;
            }
            String word = token.word();
            if (word != null) {
                if (isFirst ? !READ_STARTS.contains(word) : WRITE_WORDS.contains(word)) {
                    return false;
                }
                name = isAfterDot ? UNKNOWN : word;
                isFirst = false;
                isAfterDot = false;
                continue;
            }
            boolean isParenthesis = token.isSymbol('(');
            if (isFirst && !isParenthesis || isParenthesis && name != null && !HARMLESS_CALLS.contains(name)) {
                return false;
            }
            name = token.isQuotedName() ? UNKNOWN : null;
            isAfterDot = token.isSymbol('.');
            hasEnded = token.isSymbol(';');
        }
        return !isFirst;
    }

    /** The words of a list, parted by blanks or line ends. */
    static Set<String> words(String list) {
        Set<String> words = new HashSet<>();
        int from = 0;
        for (int to = 0; to <= list.length(); to++) {
            if (to == list.length() || list.charAt(to) <= ' ') {
                words.add(list.substring(from, to));
                from = to + 1;
            }
        }
        return words;
    }
}
