// A browser that refuses storage, as some do in private windows or by the user's settings.
(() => {
  const refuse = () => {
    throw new DOMException('The user denied permission to access the database.', 'SecurityError');
  };
  IDBFactory.prototype.open = refuse;
  StorageManager.prototype.getDirectory = async () => refuse();
})();
