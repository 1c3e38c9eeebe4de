package org.tabularium.sql;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.tabularium.sql.SimpleStatement.Operand;
import org.tabularium.sql.SimpleStatement.Source;

/** The tokens of a statement that is to be simple: names, values, signs. {@link NotSimple} is thrown at any other. */
final class SimpleTokens {
    /** The text is not one of the simple ones. */
    static final class NotSimple extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Words that are no names where they stand bare, or that make of what follows something else than it seems. */
    private static final Set<String> RESERVED = ReadScanner.words("""
            all and as between by case cast collate cross current_date current_time current_timestamp default delete
            distinct escape except exists from full glob group having in indexed inner insert intersect into is isnull
            join left like limit match natural not notnull null offset on or order outer over regexp returning right
            select set table then union update using values when where window with""");

    private final String sql;
    private final SqlScanner scanner;
    private boolean isAtEnd;
    private int lastEnd;
    /** Of the parameters: {@code ?} takes the position behind the highest one so far. */
    private int positionCount;

    private boolean hasPositions;
    private boolean hasNames;

    SimpleTokens(String sql) {
        // Backslashes and comments are read otherwise by other engines.
        if (sql.indexOf('\\') >= 0 || sql.contains("/*")) {
            throw new NotSimple();
        }
        this.sql = sql;
        scanner = new SqlScanner(sql, false);
        advance();
    }

    boolean isAtEnd() {
        return isAtEnd;
    }

    boolean isWord(String word) {
        return word.equals(scanner.word());
    }

    boolean isSymbol(char symbol) {
        return scanner.isSymbol(symbol);
    }

    /** Takes this word, if it is the next token. */
    boolean take(String word) {
        boolean isThere = isWord(word);
        if (isThere) {
            advance();
        }
        return isThere;
    }

    /** Takes this sign, if it is the next token. */
    boolean take(char symbol) {
        boolean isThere = isSymbol(symbol);
        if (isThere) {
            advance();
        }
        return isThere;
    }

    void expect(String word) {
        check(take(word));
    }

    void expect(char symbol) {
        check(take(symbol));
    }

    /** Nothing may follow but a semicolon. */
    void expectEnd() {
        take(';');
        check(isAtEnd);
    }

    /** A name, bare or in double quotes. */
    String name() {
        String name;
        if (scanner.isQuotedName()) {
            String quoted = text();
            check(quoted.length() > 2 && quoted.indexOf('"', 1) == quoted.length() - 1);
            name = SqlScanner.lowerCase(quoted, 1, quoted.length() - 1);
        } else {
            name = scanner.word();
            check(name != null && !RESERVED.contains(name) && !name.equals("true") && !name.equals("false"));
        }
        advance();
        return name;
    }

    /** A column, which may have its table's name before it. */
    String column(String table) {
        return column(table, Collections.emptyMap());
    }

    /** A column, also by a name that it was given: without its table before it that name goes before those of columns. */
    String column(String table, Map<String, String> aliases) {
        String first = name();
        if (!take('.')) {
            return aliases.getOrDefault(first, first);
        }
        check(first.equals(table));
        return name();
    }

    /** A value that the text has, or a parameter. */
    Operand operand() {
        Operand operand = operandOrNull();
        check(operand != null);
        return operand;
    }

    /** A value that ends at a comma or a parenthesis; of an expression only its place is known. */
    Operand operandOrExpression() {
        Operand operand = operandOrNull();
        if (operand != null && (isSymbol(',') || isSymbol(')'))) {
            return operand;
        }
        int depth = 0;
        while (depth > 0 || !isSymbol(',') && !isSymbol(')')) {
            check(!isAtEnd && !isSymbol(';'));
            depth += isSymbol('(') ? 1 : isSymbol(')') ? -1 : 0;
            if (isSymbol('?') || isSymbol(':') || isSymbol('@') || isDollar()) {
                parameter();
            } else {
                advance();
            }
        }
        return Operand.of(Source.ENGINE);
    }

    static void check(boolean isSimple) {
        if (!isSimple) {
            throw new NotSimple();
        }
    }

    private Operand operandOrNull() {
        if (take("null")) {
            return Operand.of(Source.NULL);
        } else if (take("true")) {
            return Operand.of(Source.TRUE);
        } else if (take("false")) {
            return Operand.of(Source.FALSE);
        } else if (isSymbol('-')) {
            advance();
            check(isAdjacent() && isDigit());
            return Operand.of(Source.NUMBER, "-" + number());
        } else if (isDigit()) {
            return Operand.of(Source.NUMBER, number());
        } else if (isAtChar('\'')) {
            return Operand.of(Source.STRING, string());
        }
        boolean isParameter = isSymbol('?') || isSymbol(':') || isSymbol('@') || isDollar();
        return isParameter ? parameter() : null;
    }

    /** Digits, with a point among them or not. */
    private String number() {
        String number = digits();
        if (isSymbol('.') && isAdjacent()) {
            advance();
            check(isAdjacent() && isDigit());
            number += "." + digits();
        }
        return number;
    }

    private String digits() {
        String digits = text();
        for (int i = 0; i < digits.length(); i++) {
            check(digits.charAt(i) >= '0' && digits.charAt(i) <= '9');
        }
        advance();
        return digits;
    }

    private String string() {
        String quoted = text();
        StringBuilder string = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\'') {
                i++;
                check(i < quoted.length() - 1 && quoted.charAt(i) == '\'');
            }
            string.append(c);
        }
        check(quoted.length() > 1 && quoted.charAt(quoted.length() - 1) == '\'');
        advance();
        return string.toString();
    }

    private Operand parameter() {
        if (take('?')) {
            return positioned(isAdjacent() && isDigit() ? positionOf(digits()) : positionCount);
        }
        String text = text();
        if (isDollar()) {
            advance();
            boolean isNumbered = text.length() > 1 && text.charAt(1) >= '0' && text.charAt(1) <= '9';
            return isNumbered ? positioned(positionOf(text.substring(1))) : named(text);
        }
        advance();
        check(scanner.word() != null && isAdjacent());
        String name = text + text();
        advance();
        return named(name);
    }

    private Operand named(String name) {
        check(!hasPositions && name.length() > 1 && name.indexOf('$', 1) < 0);
        hasNames = true;
        return Operand.of(Source.NAME, name);
    }

    private Operand positioned(int position) {
        check(!hasNames);
        hasPositions = true;
        positionCount = Math.max(positionCount, position + 1);
        return new Operand(Source.POSITION, null, position);
    }

    private static int positionOf(String digits) {
        check(digits.length() < 6);
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            check(digits.charAt(i) >= '0' && digits.charAt(i) <= '9');
            number = number * 10 + digits.charAt(i) - '0';
        }
        check(number > 0);
        return number - 1;
    }

    /** Whether nothing stands between this token and the one before. */
    private boolean isAdjacent() {
        return scanner.start() == lastEnd;
    }

    private boolean isDigit() {
        return !isAtEnd && sql.charAt(scanner.start()) >= '0' && sql.charAt(scanner.start()) <= '9';
    }

    private boolean isDollar() {
        return isAtChar('$');
    }

    private boolean isAtChar(char c) {
        return !isAtEnd && sql.charAt(scanner.start()) == c;
    }

    private String text() {
        return sql.substring(scanner.start(), scanner.end());
    }

    private void advance() {
        lastEnd = scanner.end();
        isAtEnd = !scanner.next();
    }
}
