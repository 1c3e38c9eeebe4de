/** The few values everything else is made of. */
package org.tabularium.base;
