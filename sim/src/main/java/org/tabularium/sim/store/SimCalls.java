package org.tabularium.sim.store;

import org.tabularium.base.Completion;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

/** How an engine runs calls, step by step: between the steps it may die. */
interface SimCalls {
    /** The database the calls are run in. */
    SimDatabase database();

    /** Runs a call. */
    void run(EngineCall call, Completion<Execution> completion);
}
