import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeTree, PROJECT, removeTree } from './project-tree.ts';

const Output = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      severity: z.string(),
      filename: z.string(),
      help: z.string().optional(),
    }),
  ),
});

export type LintOutput = z.infer<typeof Output> & { readonly exitCode: number | null };

/** Runs the project's linter, with the project's configuration and types, over files seeded for the purpose. */
export function lintSeeded(files: Readonly<Record<string, string>>): LintOutput {
  const root = makeTree(files);
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(PROJECT, name), join(root, name));
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
    return lint(root);
  } finally {
    removeTree(root);
  }
}

function lint(root: string): LintOutput {
  const oxlint = join(PROJECT, 'node_modules/oxlint/bin/oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
  });
  return { ...Output.parse(JSON.parse(run.stdout)), exitCode: run.status };
}
