package org.tabularium.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.sql.SimpleStatement.Comparison;
import org.tabularium.sql.SimpleStatement.Operand;
import org.tabularium.sql.SimpleStatement.Operator;
import org.tabularium.sql.SimpleStatement.Order;

/** Reads simple statements, and only those: where there is any doubt what a text means, it is none. */
public final class SimpleStatements {
    private SimpleStatements() {}

    /** The statement that a text is, or null where it is no simple one. */
    public static SimpleStatement parse(String sql) {
        try {
            SimpleTokens tokens = new SimpleTokens(sql);
            SimpleStatement statement = statement(tokens);
            tokens.expectEnd();
            return statement;
        } catch (SimpleTokens.NotSimple notSimple) {
            return null;
        }
    }

    private static SimpleStatement statement(SimpleTokens tokens) {
        if (tokens.take("select")) {
            return select(tokens);
        } else if (tokens.take("insert")) {
            return insert(tokens);
        } else if (tokens.take("update")) {
            return update(tokens);
        }
        tokens.expect("delete");
        tokens.expect("from");
        String table = tokens.name();
        return new SimpleStatement.Delete(table, where(tokens, table));
    }

    private static SimpleStatement insert(SimpleTokens tokens) {
        tokens.expect("into");
        String table = tokens.name();
        tokens.expect('(');
        List<String> columns = new ArrayList<>();
        do {
            columns.add(newColumn(columns, tokens.name()));
        } while (tokens.take(','));
        tokens.expect(')');
        tokens.expect("values");
        List<List<Operand>> rows = new ArrayList<>();
        do {
            tokens.expect('(');
            List<Operand> values = new ArrayList<>();
            do {
                values.add(tokens.operandOrExpression());
            } while (tokens.take(','));
            tokens.expect(')');
            SimpleTokens.check(values.size() == columns.size());
            rows.add(values);
        } while (tokens.take(','));
        return new SimpleStatement.Insert(table, columns, rows);
    }

    private static SimpleStatement update(SimpleTokens tokens) {
        String table = tokens.name();
        tokens.expect("set");
        List<String> columns = new ArrayList<>();
        List<Operand> values = new ArrayList<>();
        do {
            columns.add(newColumn(columns, tokens.name()));
            tokens.expect('=');
            values.add(tokens.operand());
        } while (tokens.take(','));
        return new SimpleStatement.Update(table, columns, values, where(tokens, table));
    }

    private static String newColumn(List<String> columns, String column) {
        SimpleTokens.check(!columns.contains(column));
        return column;
    }

    /** What a column is called in the result, its result has; rows may be ordered by that name. */
    private static SimpleStatement select(SimpleTokens tokens) {
        List<String> columns = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        Map<String, String> aliases = new HashMap<>();
        if (!tokens.take('*')) {
            do {
                String name = tokens.name();
                if (tokens.take('.')) {
                    tables.add(name);
                    name = tokens.name();
                }
                columns.add(name);
                if (tokens.take("as")) {
                    aliases.putIfAbsent(tokens.name(), name);
                }
            } while (tokens.take(','));
        }
        tokens.expect("from");
        String table = tokens.name();
        for (String named : tables) {
            SimpleTokens.check(named.equals(table));
        }
        List<Comparison> where = where(tokens, table);
        for (Comparison comparison : where) {
            // There it is a column of the table, if that has one, and otherwise what it stands for.
            String column = comparison.column();
            SimpleTokens.check(column.equals(aliases.getOrDefault(column, column)));
        }
        List<Order> order = order(tokens, table, aliases);
        Operand limit = tokens.take("limit") ? tokens.operand() : null;
        return new SimpleStatement.Select(table, columns, where, order, limit);
    }

    private static List<Order> order(SimpleTokens tokens, String table, Map<String, String> aliases) {
        List<Order> order = new ArrayList<>();
        if (tokens.take("order")) {
            tokens.expect("by");
            do {
                String column = tokens.column(table, aliases);
                boolean isDescending = tokens.take("desc");
                if (!isDescending) {
                    tokens.take("asc");
                }
                order.add(new Order(column, isDescending));
            } while (tokens.take(','));
        }
        return order;
    }

    private static List<Comparison> where(SimpleTokens tokens, String table) {
        List<Comparison> comparisons = new ArrayList<>();
        if (tokens.take("where")) {
            do {
                comparisons.add(comparison(tokens, table));
            } while (tokens.take("and"));
        }
        return comparisons;
    }

    private static Comparison comparison(SimpleTokens tokens, String table) {
        if (tokens.take("not")) {
            String column = tokens.column(table);
            SimpleTokens.check(isComparisonOver(tokens));
            return new Comparison(column, Operator.IS_FALSE, null);
        }
        String column = tokens.column(table);
        if (isComparisonOver(tokens)) {
            return new Comparison(column, Operator.IS_TRUE, null);
        }
        if (tokens.take("is")) {
            boolean isNot = tokens.take("not");
            tokens.expect("null");
            return new Comparison(column, isNot ? Operator.IS_NOT_NULL : Operator.IS_NULL, null);
        }
        return new Comparison(column, operator(tokens), tokens.operand());
    }

    private static boolean isComparisonOver(SimpleTokens tokens) {
        return tokens.isAtEnd()
                || tokens.isSymbol(';')
                || tokens.isWord("and")
                || tokens.isWord("order")
                || tokens.isWord("limit");
    }

    private static Operator operator(SimpleTokens tokens) {
        if (tokens.take('<')) {
            return tokens.take('=') ? Operator.LESS_OR_EQUAL : tokens.take('>') ? Operator.DIFFERENT : Operator.LESS;
        } else if (tokens.take('>')) {
            return tokens.take('=') ? Operator.GREATER_OR_EQUAL : Operator.GREATER;
        } else if (tokens.take('!')) {
            tokens.expect('=');
            return Operator.DIFFERENT;
        }
        tokens.expect('=');
        tokens.take('=');
        return Operator.EQUAL;
    }
}
