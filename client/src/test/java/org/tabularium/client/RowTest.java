package org.tabularium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowTest {
    private static Row row() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("n", 5L);
        values.put("d", 1.5);
        values.put("t", "text");
        values.put("b", true);
        values.put("none", null);
        values.put("bytes", new byte[] {1});
        return new Row(values);
    }

    @Test
    void valuesAreReadByTheirTypes() {
        assertEquals(5, row().getInt("n"));
        assertEquals(5L, row().getLong("n"));
        assertEquals(1.5, row().getDouble("d"));
        assertEquals("text", row().getString("t"));
        assertTrue(row().getBoolean("b"));
        assertEquals(1, row().getBytes("bytes").length);
        assertEquals(List.of("n", "d", "t", "b", "none", "bytes"), row().columns());
    }

    @Test
    void nullIsSaidToBeNull() {
        assertTrue(row().isNull("none"));
        assertNull(row().getString("none"));
        assertNull(row().getBytes("none"));
        assertThrows(IllegalStateException.class, () -> row().getInt("none"));
    }

    @Test
    void wrongTypesAndNamesAreErrors() {
        assertThrows(IllegalStateException.class, () -> row().getInt("t"));
        assertThrows(IllegalStateException.class, () -> row().getBoolean("n"));
        assertThrows(IllegalArgumentException.class, () -> row().get("nowhere"));
    }
}
