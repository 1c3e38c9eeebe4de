/**
 * PostgreSQL's wire protocol, as far as an engine in the same process needs it: messages are written into one
 * buffer, and of a reply only headers, errors, tags and notifications are read. Plain Java over bytes; rows are
 * never looked into.
 */
package org.tabularium.browser.pglite.wire;
