package org.tabularium.todo;

/**
 * An entry of the list.
 *
 * @param id its number, which the database gives; 0 for one that is not in it yet
 * @param title what is to be done
 * @param isDone whether it is
 * @param tab the number of the tab that wrote it last; 0 for this application
 */
record Todo(int id, String title, boolean isDone, int tab) {
    static Todo of(String title) {
        return new Todo(0, title, false, 0);
    }

    Todo toggled() {
        return new Todo(id, title, !isDone, 0);
    }
}
