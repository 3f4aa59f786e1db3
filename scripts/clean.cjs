/** Removes build output, on every platform: `node scripts/clean.cjs <folder>`. */
const { rmSync } = require('node:fs');

rmSync(process.argv[2], { recursive: true, force: true });
