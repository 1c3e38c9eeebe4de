/** The messages between a tab and the leader: one record each, without behaviour. */
package org.tabularium.wire;
