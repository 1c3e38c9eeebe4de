/** The broker in its SharedWorker. */
package org.tabularium.browser.broker;
