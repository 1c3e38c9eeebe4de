// Disable multi-tab coordination for single-tab apps

const db = await Database.newDatabase('single-tab.db');
await db.allowNonLeaderWrites(true);

// Now any tab can write without leader check
await db.execute("INSERT INTO data VALUES (1)");
