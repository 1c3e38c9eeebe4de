/**
 * Hand-written bindings for what TeaVM's own lack: Web Locks, transfer lists, BroadcastChannel, module workers, broker
 * ports.
 *
 * <p>The scripts here are the whole of the JavaScript in the Java sources. Each does one call of the platform and
 * decides nothing. They are written in the language TeaVM's parser knows, which is older than the code around them.
 */
package org.tabularium.browser.js;
