import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { defaultPlanFile } from '../../../lib/deployment/deployment.ts';

/** The default plan with some lines changed; each change must have changed something. */
export async function planWith(
  directory: string,
  changes: Readonly<Record<string, string>>,
): Promise<string> {
  let text = await readFile(defaultPlanFile(), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const file = join(directory, 'plan.yaml');
  await writeFile(file, text);
  return file;
}
