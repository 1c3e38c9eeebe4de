/** The half of a tab beside the application, and what the facade sees of it. */
package org.tabularium.browser.page;
