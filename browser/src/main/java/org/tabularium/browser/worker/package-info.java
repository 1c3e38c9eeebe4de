/** The half of a tab that can lead, in its dedicated worker. */
package org.tabularium.browser.worker;
