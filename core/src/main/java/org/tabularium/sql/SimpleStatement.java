package org.tabularium.sql;

import java.util.List;

/**
 * A statement of SQLite that is so simple that what it does to rows can be told without the engine. Names are in lower
 * case, as SQLite does not tell the cases of letters apart in them.
 */
public sealed interface SimpleStatement {
    /** The one table it reads or writes. */
    String table();

    /**
     * {@code INSERT INTO table (columns) VALUES (…), …}.
     *
     * @param rows the values of each row, as many as there are columns
     */
    record Insert(String table, List<String> columns, List<List<Operand>> rows) implements SimpleStatement {}

    /**
     * {@code UPDATE table SET column = value, … WHERE …}.
     *
     * @param columns what is set, to the values at the same places
     */
    record Update(String table, List<String> columns, List<Operand> values, List<Comparison> where)
            implements SimpleStatement {}

    /** {@code DELETE FROM table WHERE …}. */
    record Delete(String table, List<Comparison> where) implements SimpleStatement {}

    /**
     * {@code SELECT columns FROM table WHERE … ORDER BY … LIMIT …}.
     *
     * @param columns in their order; none for {@code *}
     * @param limit null where there is none
     */
    record Select(String table, List<String> columns, List<Comparison> where, List<Order> order, Operand limit)
            implements SimpleStatement {}

    /** One of the conditions that must all hold. */
    record Comparison(String column, Operator operator, Operand operand) {}

    /** How a column is compared; {@link #IS_TRUE} and {@link #IS_FALSE} stand for a column alone, or behind NOT. */
    enum Operator {
        EQUAL,
        DIFFERENT,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IS_NULL,
        IS_NOT_NULL,
        IS_TRUE,
        IS_FALSE
    }

    /** A column by which rows are ordered. */
    record Order(String column, boolean isDescending) {}

    /** Where a value comes from. */
    enum Source {
        /** {@code text} has its digits. */
        NUMBER,
        /** {@code text} is it. */
        STRING,
        NULL,
        TRUE,
        FALSE,
        /** The parameter at {@code position}, from 0. */
        POSITION,
        /** The parameter that {@code text} names. */
        NAME,
        /** An expression that only the engine evaluates. */
        ENGINE
    }

    /** A value, as far as the text has it. */
    record Operand(Source source, String text, int position) {
        static Operand of(Source source) {
            return new Operand(source, null, 0);
        }

        static Operand of(Source source, String text) {
            return new Operand(source, text, 0);
        }
    }
}
