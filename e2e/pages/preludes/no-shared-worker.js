// A browser without SharedWorker.
delete self.SharedWorker;
