import { codeOf, type Finding } from '../domain/verify/finding.ts';
import { verifyInLogs, type VerifierOfLogs } from '../domain/verify/verify-in-logs.ts';
import { readDirectory } from './signed-directory.ts';
import type { Verified } from './verified-text.ts';

/** What a run's directory comes to, with its exit code. @throws UsageError for a file that cannot be read */
export async function verifyDirectory(verifier: VerifierOfLogs, directory: string): Promise<Verified> {
  const { contents, odd } = await readDirectory(directory);
  const found = verifyInLogs(verifier, contents);
  const links = odd.map(
    (file): Finding => ({ kind: 'file-extra', file, says: 'is neither a file nor a folder' }),
  );
  const findings = [...found.findings, ...links];
  return { ...found, findings, directory, code: codeOf(findings) };
}
