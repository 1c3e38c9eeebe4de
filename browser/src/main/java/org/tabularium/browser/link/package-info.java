/**
 * Messages between tabs as JavaScript objects, and the channels they travel on.
 *
 * <p>A message is a plain object whose {@code t} names its kind; docs/protocol.md lists the fields. Payloads travel as
 * they are: by structured clone, or, for the bytes of a result, as a transferred buffer.
 */
package org.tabularium.browser.link;
