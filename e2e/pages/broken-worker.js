// A worker that stops at its first line.
throw new Error('this worker is broken');
