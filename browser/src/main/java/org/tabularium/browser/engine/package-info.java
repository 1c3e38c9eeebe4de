/**
 * The seam between a worker and its engine.
 *
 * <p>The worker's script is loaded by every tab, the engine's by tabs that lead, and each is compiled by itself. On the
 * worker's side {@link org.tabularium.browser.engine.LoadedEngine} is the {@link org.tabularium.port.Engine} port, on
 * the engine's side {@link org.tabularium.browser.engine.ServedEngine} has it; between them are JavaScript values
 * ({@link org.tabularium.browser.engine.ScriptEngine}).
 */
package org.tabularium.browser.engine;
