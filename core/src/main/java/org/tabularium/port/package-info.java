/** What a platform provides; an interface says what an implementation may and may not do. */
package org.tabularium.port;
