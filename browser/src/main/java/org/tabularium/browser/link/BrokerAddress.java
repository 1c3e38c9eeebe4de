package org.tabularium.browser.link;

/**
 * Where a broker is to be found.
 *
 * @param generation how often a broker of this origin was replaced before
 * @param url the script it runs, which may be another build's
 */
public record BrokerAddress(int generation, String url) {}
