/** The words of databases: what an engine is asked and what it answers. */
package org.tabularium.sql;
