// A context that holds the files of a folder in the origin private file system, as the worker of a dying tab does.

const handles = [];

async function hold(folder) {
  for await (const entry of folder.values()) {
    if (entry.kind === 'directory') await hold(entry);
    else handles.push(await entry.createSyncAccessHandle());
  }
}

onmessage = async ({ data }) => {
  if (data === 'release') {
    while (handles.length > 0) handles.pop().close();
    return;
  }
  await hold(await navigator.storage.getDirectory());
  postMessage(handles.length);
};
