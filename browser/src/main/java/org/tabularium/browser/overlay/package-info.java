/** What a page needs that shows its pending writes: the overlay, and the reader of simple statements. */
package org.tabularium.browser.overlay;
