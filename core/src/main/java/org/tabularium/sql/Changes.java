package org.tabularium.sql;

import java.util.List;

/**
 * What a commit touched, as far as change capture saw it: only tables that somebody watches are captured.
 *
 * @param schemaChanged whether any object was created, altered or dropped
 * @param tables ids of the watched tables that were written or truncated
 */
public record Changes(boolean schemaChanged, List<String> tables) {
    /** Nothing that anybody watches. */
    public static final Changes NONE = new Changes(false, List.of());
}
