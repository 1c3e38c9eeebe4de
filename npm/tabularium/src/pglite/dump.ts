const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** An archive of a data directory as the file that PGlite makes of it. `path` is that of the database. */
export function dumpFile(archive: Uint8Array, path: string | undefined): File {
  const isPacked = archive[0] === GZIP_MAGIC[0] && archive[1] === GZIP_MAGIC[1];
  const name = path?.split('/').pop() || 'pgdata';
  return new File([archive as BlobPart], name + (isPacked ? '.tar.gz' : '.tar'), {
    type: isPacked ? 'application/x-gzip' : 'application/x-tar',
  });
}
