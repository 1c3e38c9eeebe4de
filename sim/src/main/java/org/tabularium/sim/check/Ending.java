package org.tabularium.sim.check;

import java.util.List;
import org.tabularium.sim.store.SimTables;
import org.tabularium.sim.tab.SimTab;

/**
 * How a run stands once nothing goes wrong any more and time has passed.
 *
 * @param living the tabs that are open
 * @param truth what the database holds
 * @param journalRows how many rows the journal has
 * @param wasOrderly whether every leader went in good order, so that not even a transaction may be lost
 */
public record Ending(List<SimTab> living, SimTables truth, int journalRows, boolean wasOrderly) {}
