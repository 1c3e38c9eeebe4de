// A browser without synchronous access to files of the origin private file system.
delete FileSystemFileHandle.prototype.createSyncAccessHandle;
