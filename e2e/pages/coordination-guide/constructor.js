new MultiTabDatabase(Database, dbName, options)
