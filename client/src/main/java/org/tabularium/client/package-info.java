/**
 * The database as an application in Java uses it. Nothing here knows where it runs: bindings for a platform implement
 * {@link org.tabularium.client.Database}.
 */
package org.tabularium.client;
