// The few lines of DOM that every view needs.

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element: properties, with `class`, `data-…` and `aria-…` as attributes, then its children. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class' || name.includes('-')) {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children);
  return node;
}

/** Sets text only where it differs, so that live regions and selections are left alone. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
