package org.tabularium.todo;

import java.util.List;
import org.tabularium.client.DatabaseException;
import org.teavm.jso.dom.html.HTMLButtonElement;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLInputElement;

/** The page: what it shows comes from a live query alone, and what is done in it goes to the repository. */
final class Page {
    private static final HTMLDocument DOCUMENT = HTMLDocument.current();

    private final Todos todos;

    Page(Todos todos) {
        this.todos = todos;
        HTMLElement form = byId("add");
        form.addEventListener("submit", event -> {
            event.preventDefault();
            add();
        });
        form.querySelector("button").removeAttribute("disabled");
        byId("clear").addEventListener("click", event -> todos.clearDone().orElse(Page::showFailure));
    }

    void showRole(boolean isLeader) {
        byId("pill").setAttribute("data-role", isLeader ? "leader" : "follower");
        byId("pill-text").setTextContent(isLeader ? "leader" : "follower");
    }

    void show(List<Todo> all) {
        HTMLElement list = byId("todos");
        list.setInnerHTML("");
        int open = 0;
        for (Todo todo : all) {
            open += todo.isDone() ? 0 : 1;
            list.appendChild(item(todo));
        }
        byId("empty").setHidden(!all.isEmpty());
        byId("sheet-foot").setHidden(all.isEmpty());
        byId("clear").setHidden(open == all.size());
        byId("open-count").setTextContent(open + " open");
    }

    private HTMLElement item(Todo todo) {
        HTMLInputElement box = (HTMLInputElement) DOCUMENT.createElement("input");
        box.setAttribute("type", "checkbox");
        box.setAttribute("aria-label", "Done: " + todo.title());
        box.setChecked(todo.isDone());
        box.addEventListener("change", event -> todos.update(todo.toggled()).orElse(Page::showFailure));

        HTMLElement title = DOCUMENT.createElement("span");
        title.setClassName("todo-title");
        title.setTextContent(todo.title());

        HTMLButtonElement remove = (HTMLButtonElement) DOCUMENT.createElement("button");
        remove.setAttribute("type", "button");
        remove.setAttribute("aria-label", "Delete: " + todo.title());
        remove.setClassName("todo-delete quiet");
        remove.setTextContent("×");
        remove.addEventListener("click", event -> todos.delete(todo.id()).orElse(Page::showFailure));

        HTMLElement item = DOCUMENT.createElement("li");
        item.setClassName("todo");
        item.setAttribute("data-done", Boolean.toString(todo.isDone()));
        item.appendChild(box);
        item.appendChild(title);
        item.appendChild(remove);
        return item;
    }

    private void add() {
        HTMLInputElement input = (HTMLInputElement) byId("title");
        String title = input.getValue().trim();
        if (title.isEmpty()) {
            return;
        }
        input.setValue("");
        showNote("");
        todos.insert(Todo.of(title)).orElse(failure -> {
            input.setValue(title);
            showFailure(failure);
        });
    }

    static void showFatal(DatabaseException failure) {
        byId("pill").setAttribute("data-role", "failed");
        byId("pill-text").setTextContent("not open");
        showFailure(failure);
    }

    private static void showFailure(DatabaseException failure) {
        showNote(failure.code() + ": " + failure.getMessage());
    }

    private static void showNote(String text) {
        byId("note").setHidden(text.isEmpty());
        byId("note-text").setTextContent(text);
    }

    private static HTMLElement byId(String id) {
        return DOCUMENT.getElementById(id);
    }
}
