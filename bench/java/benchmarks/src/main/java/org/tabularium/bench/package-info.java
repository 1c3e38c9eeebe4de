/** JMH benchmarks of the core: what its machines cost in one call, without a platform. */
package org.tabularium.bench;
