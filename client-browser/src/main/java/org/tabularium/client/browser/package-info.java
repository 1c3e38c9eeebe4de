/** The client of an application that TeaVM compiles: the npm package {@code tabularium}, in the terms of Java. */
package org.tabularium.client.browser;
