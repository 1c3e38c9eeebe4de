// Option 1: Wait for leadership
await db.waitForLeadership();
await db.write(sql);
