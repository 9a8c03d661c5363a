/** Imports what its argument names, in a process that has imported nothing else, and says how long that took in ms. */
const [specifier = ''] = process.argv.slice(2);
const began = performance.now();
await import(specifier);
process.stdout.write(String(performance.now() - began));
