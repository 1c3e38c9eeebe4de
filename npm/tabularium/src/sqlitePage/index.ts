export { exportFile, importFile } from './file.js';
