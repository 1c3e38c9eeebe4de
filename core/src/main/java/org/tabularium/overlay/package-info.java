/**
 * What a tab shows of its own writes before they are in the results of its live queries.
 *
 * <p>A write is begun, and ends once: confirmed at a commit, or failed. For each query the overlay has a base, which is
 * one of the query's results, and the writes laid over it, in the order in which they began. What holds:
 *
 * <ul>
 *   <li>A write that is laid over a base is not in it, unless the write is repeatable: then it makes no difference.
 *   <li>What was shown of a write stays until the write has failed or was cleared, or its base has it: it never vanishes
 *       and comes back.
 *   <li>A base with a greater commit takes the place of one with a smaller commit, never the other way round.
 *   <li>A query over which a confirmed write lies gets a result that has it, because it is asked for where it does not
 *       come by itself.
 * </ul>
 *
 * <p>Whether a result has a write is told by commits: it has it from the commit on at which the write was confirmed, and
 * has it not up to the last commit that was known when the write began. What lies between is not known while the write
 * is pending, because results are told before writes are durable; such a result is held back until the write has ended.
 * A query that is opened meanwhile has no other result to show, so there the write is passed over; once it is confirmed,
 * results from before it are not shown any more.
 */
package org.tabularium.overlay;
