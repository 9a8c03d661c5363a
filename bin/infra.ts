import { synthesize } from '../lib/infra/synthesize.ts';

process.exitCode = await synthesize(process.stderr);
