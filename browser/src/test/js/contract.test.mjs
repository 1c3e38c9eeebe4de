// What every engine promises the node that leads, on real engines. One file for each idea.
import './contract/openingTests.mjs';
import './contract/queryTests.mjs';
import './contract/valueTests.mjs';
import './contract/journalTests.mjs';
import './contract/scriptTests.mjs';
import './contract/transactionTests.mjs';
import './contract/batchTests.mjs';
import './contract/liveTests.mjs';
import './contract/flushTests.mjs';
import './contract/sqlite/conflictTests.mjs';
import './contract/sqlite/deathTests.mjs';
import './contract/sqlite/explainTests.mjs';
import './contract/sqlite/factsTests.mjs';
import './contract/sqlite/fileTests.mjs';
import './contract/sqlite/refusalTests.mjs';
import './contract/sqlite/textTests.mjs';
import './contract/sqlite/virtualTableTests.mjs';
